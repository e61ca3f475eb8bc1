/** Ubuntu's keys for images, both in its ubuntu-cloudimage-keyring.gpg. By fingerprint in uppercase hex. */
const IMAGE_KEYS: ReadonlyMap<string, string> = new Map([
  [
    '4A3CE3CD565D7EB5C810E2B97FF3F408476CF100',
    'Ubuntu’s key for cloud images (Ubuntu Cloud Image Builder, 2012)',
  ],
  [
    'D2EB44626FDDC30B513D5BB71A5D6C4C7DB87C81',
    'Ubuntu’s older key for cloud images (UEC Image Automatic Signing Key, 2009)',
  ],
])

/**
 * Ubuntu's keys for other purposes, which are often mistaken for these: they are in the same folder,
 * /usr/share/keyrings.
 */
const OTHER_UBUNTU_KEYS: ReadonlyMap<string, string> = new Map([
  ['790BC7277767219C42C86F933B4FE6ACC0B21F32', 'the package archive'],
  ['F6ECB3762474EDA9D21B7022871920D1991BC93C', 'the package archive'],
  ['843938DF228D22F7B3742BC0D94AA3F0EFE21092', 'CD images'],
  ['391A9AA2147192839E9DB0315EDB1B62EC4926EA', 'the Cloud Archive of OpenStack packages'],
  ['F2EDC64DC5AEE1F6B9C621F0C8CAB6595FDFF622', 'debug symbol packages'],
])

/** A name for a key that Ubuntu signs images with; null for any other key. */
export const knownKey = (fingerprint: string): string | null => IMAGE_KEYS.get(fingerprint) ?? null

/** The things that Ubuntu signs with this key, if these are not images. */
export const otherUbuntuKey = (fingerprint: string): string | null =>
  OTHER_UBUNTU_KEYS.get(fingerprint) ?? null

/** Keys that are known by their fingerprint, in words. From the keyring that Ubuntu ships for its cloud images. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  [
    '4A3CE3CD565D7EB5C810E2B97FF3F408476CF100',
    'Ubuntu’s key for cloud images (2012), which signs their streams.',
  ],
  ['D2EB44626FDDC30B513D5BB71A5D6C4C7DB87C81', 'Ubuntu’s older key for cloud images (2009).'],
])

/** What is known of a key; null: nothing. The fingerprint is upper case hex. */
export const knownKey = (fingerprint: string): string | null => KNOWN.get(fingerprint) ?? null

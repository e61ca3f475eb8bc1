import type { WantedImages } from './source-offer.ts'

/** The image that a boot resource is part of: `ubuntu/noble amd64`. */
export const imageOf = ({ name, architecture }: { name: string; architecture: string }): string =>
  `${name} ${architecture.split('/')[0] ?? architecture}`

/** The selections of a release. */
export const selectionsOf = (selections: readonly WantedImages[], os: string, release: string) =>
  selections.filter((one) => one.os === os && one.release === release)

/** By the second part of its name, as MAAS names bootloaders. */
export const isBootloader = ({ name }: { readonly name: string }) => /\/(uefi|pxe|open-firmware)$/.test(name)

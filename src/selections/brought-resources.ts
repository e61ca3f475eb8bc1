import type { Brought, OfferedArch, SourceOffer, WantedImages } from './source-offer.ts'

/* What a source has for the boot resources of a region. */

/** The bootloaders of a source, which come with every import. */
export const loadersOf = ({ offer }: SourceOffer): Brought[] =>
  offer.bootloaders.map(({ os, type, arch, version, files = [] }) => ({
    name: `${os}/${type}`,
    architecture: `${arch}/generic`,
    version,
    files: new Map(files.map(([bytes, sum]) => [sum, bytes])),
  }))

/** The image that a boot resource is part of: `ubuntu/noble amd64`. */
export const imageOf = ({ name, architecture }: { name: string; architecture: string }): string =>
  `${name} ${architecture.split('/')[0] ?? architecture}`

/** What an offered kernel becomes; null: there is none at that index. @param name `ubuntu/noble` */
export function broughtKernel(
  name: string,
  { arch, version, kernels, files }: OfferedArch,
  index: number,
): Brought | null {
  const kernel = kernels[index]
  if (!kernel) return null
  const own = files.filter(([, users]) => users.includes(index))
  return {
    name,
    architecture: `${arch}/${kernel.name}`,
    version: kernel.version ?? version,
    // a file whose sum is not known is taken for one that is nowhere else
    files: new Map(
      own.map(([bytes, users, sum]) => [sum ?? `${name} ${arch} ${users.join()} ${bytes}`, bytes]),
    ),
  }
}

/** The selections of a release. */
export const selectionsOf = (selections: readonly WantedImages[], os: string, release: string) =>
  selections.filter((one) => one.os === os && one.release === release)

/** By the second part of its name, as MAAS names bootloaders. */
export const isBootloader = ({ name }: { readonly name: string }) => /\/(uefi|pxe|open-firmware)$/.test(name)

import { kernelLabel } from '#selections/wanted-kernels.ts'
import { releaseName } from '#selections/keys.ts'
import type { Offer, OfferedArch } from '#selections/source-offer.ts'

/* The products of a source as MAAS imports them: the newest version of each. */

export type ListedFile = { readonly name: string; readonly sum: string; readonly bytes: number }
/** A version of a product that a source has for a boot resource. */
export type Listed = {
  readonly name: string
  readonly architecture: string
  readonly version: string
  /** Undefined: not known. */
  readonly label?: string | undefined
  readonly files: readonly ListedFile[]
}

/** A bootloader, which MAAS imports with every image. */
export const listedLoader = ({
  os,
  type,
  arch,
  label,
  version,
  files = [],
}: Offer['bootloaders'][number]): Listed => ({
  name: releaseName({ os, release: type }),
  architecture: `${arch}/generic`,
  version,
  label,
  files: files.map(([bytes, sum, name = sum]) => ({ name, sum, bytes })),
})

/** A product that another product of its source replaces. @param name `ubuntu/noble` */
export const listedOverruled = (
  name: string,
  arch: string,
  { kernel, version, files }: NonNullable<OfferedArch['overruled']>[number],
): Listed => ({
  name,
  architecture: `${arch}/${kernel}`,
  version,
  files: files.map(([bytes, sum, file]) => ({ name: file, sum, bytes })),
})

/**
 * A kernel of an image.
 * @param name `ubuntu/noble`
 * @param index of the kernel among those of its architecture.
 */
export const listedKernel = (
  name: string,
  offer: OfferedArch,
  kernel: OfferedArch['kernels'][number],
  index: number,
): Listed => ({
  name,
  architecture: `${offer.arch}/${kernel.name}`,
  version: kernel.version ?? offer.version,
  label: kernelLabel(offer, kernel),
  files: filesOf(name, offer, index),
})

const filesOf = (release: string, { arch, files }: OfferedArch, index: number): ListedFile[] =>
  files
    .filter(([, users]) => users.includes(index))
    .map(([bytes, users, sum, name]) => {
      // a file without a known checksum counts as one that no other source has
      const known = sum ?? `${release} ${arch} ${users.join()} ${bytes}`
      return { name: name ?? known, sum: known, bytes }
    })

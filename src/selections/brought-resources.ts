import { byRelease } from './by-release.ts'
import type { Brought, OfferedArch, SourceOffer, WantedImages } from './source-offer.ts'

/* What a source has for the boot resources of a region. */

/** The bootloaders of a source, which come with every import, and their labels. */
export const loadersOf = ({ id, offer }: SourceOffer): { one: Brought; label: string }[] =>
  offer.bootloaders.map(({ os, type, arch, label = '', version, files = [] }) => {
    const one = {
      name: `${os}/${type}`,
      architecture: `${arch}/generic`,
      version,
      files: new Map(files.map(([bytes, sum]) => [sum, bytes])),
      sourceId: id,
    }
    return { one, label }
  })

/** The image that a boot resource is part of: `ubuntu/noble amd64`. */
export function imageOf({ name, architecture }: { name: string; architecture: string }): string {
  const slash = architecture.indexOf('/')
  return `${name} ${slash < 0 ? architecture : architecture.slice(0, slash)}`
}

/** What an offered kernel becomes; null: there is none at that index. @param name `ubuntu/noble` */
export function broughtKernel(
  name: string,
  { arch, version, kernels, files }: OfferedArch,
  index: number,
  sourceId: number,
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
    sourceId,
  }
}

const NONE: readonly WantedImages[] = []

/** The selections of a release. */
export const selectionsOf = (selections: readonly WantedImages[], os: string, release: string) =>
  byRelease(selections).get(`${os}/${release}`) ?? NONE

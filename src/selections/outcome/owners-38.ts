import { imageOf, isBootloader } from './image-of.ts'
import type { HeldResource, OfferedArch, SourceOffer } from '#selections/source-offer.ts'
import { selects, winnersOf } from './winners-38.ts'
import { releaseName } from '#selections/keys.ts'

/** The source that supplied an image. Not sure: several select it, and their lists do not show which one it was. */
export type ImageOwner = { readonly source: SourceOffer; readonly sure: boolean }

/**
 * By image, the source that the region has it from. API 2.0 of MAAS 3.8 does not report it. If several sources select
 * the image, it is the only one that lists the held version, or else the one that MAAS uses now.
 */
export function ownersOf(
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
): ReadonlyMap<string, ImageOwner> {
  const images = new Map<string, HeldResource[]>()
  for (const one of held) {
    if (one.synced && !isBootloader(one)) images.set(imageOf(one), [...(images.get(imageOf(one)) ?? []), one])
  }
  const winners = winnersOf(sources)
  const owners = new Map<string, ImageOwner>()
  for (const [image, kernels] of images) {
    const selecting = sources.filter((source) => kernels.some((one) => selects(source, one)))
    const able = selecting.filter((source) => couldBring(source, kernels))
    const [only] = selecting.length === 1 ? selecting : able.length === 1 ? able : []
    const source = only ?? winners.get(image) ?? selecting[0]
    if (source) owners.set(image, { source, sure: only !== undefined })
  }
  return owners
}

/** Whether a source lists a held version of each kernel: as its newest one with the same files, or as an older one. */
const couldBring = ({ offer }: SourceOffer, kernels: readonly HeldResource[]): boolean =>
  kernels.every((one) => {
    const arch = offer.releases
      .find((release) => releaseName(release) === one.name)
      ?.arches.find(({ arch: name }) => one.architecture.startsWith(`${name}/`))
    return arch !== undefined && one.sets.some((set) => lists(arch, one, set))
  })

const lists = (offer: OfferedArch, { architecture }: HeldResource, set: HeldResource['sets'][number]) =>
  offer.kernels.some((kernel, index) => {
    if (`${offer.arch}/${kernel.name}` !== architecture) return false
    if (kernel.older?.includes(set.version)) return true
    const own = new Set(offer.files.flatMap(([, users, sum]) => (users.includes(index) ? [sum] : [])))
    return (kernel.version ?? offer.version) === set.version && set.files.every(([sum]) => own.has(sum))
  })

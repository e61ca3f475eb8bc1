import { imageOf, isBootloader, selectionsOfRelease } from './image-of.ts'
import { bytesByFile } from './held-files.ts'
import type { ImportOutcome } from './import-outcome.ts'
import { type HeldResource, resourceText, type SourceOffer } from '#selections/source-offer.ts'
import { selects, winnersOf } from './winners-38.ts'
import { type Listed, listedKernel, listedLoader } from './listed.ts'
import type { PlacedSet } from './disk.ts'
import { type Placed, placeRead } from './placed.ts'
import { passes } from '#selections/wanted.ts'
import { releaseName } from '#selections/keys.ts'

/** What a region holds after an import of MAAS 3.8. */
export function importFrom38(sources: readonly SourceOffer[], held: readonly HeldResource[]): ImportOutcome {
  const winners = winnersOf(sources, held)
  const { brought, sets, scheduled, uses, replaces, twice } = placedFrom38(sources, winners, held)
  // MAAS deletes an image together with its selection, before any import; bootloaders stay
  const rest = held.filter((one) => !(one.synced && brought.has(resourceText(one))))
  const kept = new Map(
    rest.flatMap((one): [HeldResource, HeldResource['sets']][] => {
      if (!one.synced || isBootloader(one)) return [[one, one.sets]]
      if (!sources.some((source) => selects(source, one))) return []
      // the sync of a selection cleans up, even if its source does not offer the image
      const complete = winners.has(imageOf(one)) ? one.sets.filter((set) => set.complete).slice(-1) : one.sets
      return complete.length > 0 ? [[one, complete]] : []
    }),
  )
  const here = bytesByFile(held)
  const stays = new Set([...kept.values()].flatMap(sumsIn))
  for (const [key, one] of brought)
    for (const sum of isBootloader(one) ? sumsOf(sets.get(key) ?? []) : one.files.keys()) stays.add(sum)
  return {
    brought,
    removed: rest.filter((one) => !kept.has(one)),
    missing: new Map(
      [...scheduled].flatMap(([sum, bytes]): [string, number][] => {
        // a file that no set names any more is deleted before it is downloaded
        const lacking = bytes - (uses.has(sum) ? (here.get(sum) ?? 0) : 0)
        return lacking > 0 ? [[sum, lacking]] : []
      }),
    ),
    gone: new Map([...here].filter(([sum]) => !stays.has(sum))),
    replaces,
    fillsTwice: [...brought].some(([key, one]) => twice.has(key) && !isBootloader(one)),
  }
}

const sumsIn = (sets: HeldResource['sets']): string[] =>
  sets.flatMap(({ files }) => files.map(([sum]) => sum))

/**
 * Of an image, MAAS 3.8 deletes older sets when a newer one is complete. It cleans up after selections, and no selection
 * names a bootloader: all its versions are kept, even partial ones.
 */
const sumsOf = (sets: readonly PlacedSet[]): string[] =>
  sets.flatMap(({ files }) => [...files.values()].map(({ sum }) => sum))

/** In 3.8 the priority of the sources decides for each image, and selections do not filter kernels and labels. */
function placedFrom38(
  sources: readonly SourceOffer[],
  winners: ReadonlyMap<string, SourceOffer>,
  held: readonly HeldResource[],
): Placed {
  const winning = new Set([...winners.values()].map(({ id }) => id))
  const read = sources
    // MAAS imports bootloaders only from sources that it imports images from
    .filter(({ id }) => winning.has(id))
    .flatMap((source) =>
      listedBy38(source).filter((one) => isBootloader(one) || winners.get(imageOf(one))?.id === source.id),
    )
  return placeRead(read, held, { fetchesReplaced: true, keepsLoaders: true })
}

/** The bootloaders of a source and the images that its selections include. */
export const listedBy38 = (source: SourceOffer): Listed[] => [
  ...source.offer.bootloaders.map(listedLoader),
  ...imagesFrom38(source),
]

const imagesFrom38 = ({ offer, selections }: SourceOffer): Listed[] =>
  offer.releases.flatMap(({ os, release, arches }) => {
    const chosen = selectionsOfRelease(selections, os, release)
    return arches
      .filter(({ arch }) => chosen.some((wanted) => passes(wanted.arches, arch)))
      .flatMap((arch) =>
        arch.kernels.map((kernel, index) => listedKernel(releaseName({ os, release }), arch, kernel, index)),
      )
  })

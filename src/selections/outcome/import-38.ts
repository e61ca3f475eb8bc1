import { imageOf, isBootloader, selectionsOf } from './image-of.ts'
import { bytesHere } from './held-files.ts'
import type { ImportOutcome } from './import-outcome.ts'
import { type Brought, type HeldResource, resourceText, type SourceOffer } from '#selections/source-offer.ts'
import { selects, winnersOf } from './winners-38.ts'
import { type Listed, listedKernel, listedLoader } from './listed.ts'
import { type Placed, placeRead } from './placed.ts'
import { passes } from '#selections/wanted.ts'
import { releaseName } from '#selections/keys.ts'

/** What a region holds after an import of MAAS 3.8. */
export function importFrom38(sources: readonly SourceOffer[], held: readonly HeldResource[]): ImportOutcome {
  const { brought, scheduled, uses, replaces } = placedFrom38(sources, held)
  // MAAS deletes an image together with its selection, before any import; bootloaders stay
  const removed = held.filter(
    (one) =>
      one.synced &&
      !brought.has(resourceText(one)) &&
      !isBootloader(one) &&
      !sources.some((source) => selects(source, one)),
  )
  const goes = new Set(removed)
  const here = bytesHere(held)
  const fetched = [...brought.values()].flatMap((one) => [one, ...(one.others ?? [])])
  const stays = new Set(held.filter((one) => !goes.has(one)).flatMap((one) => staying(one, brought)))
  for (const one of fetched) {
    const isKept = brought.get(resourceText(one)) === one || isBootloader(one)
    for (const sum of isKept ? one.files.keys() : []) stays.add(sum)
  }
  return {
    brought,
    removed,
    missing: new Map(
      [...scheduled].flatMap(([sum, bytes]): [string, number][] => {
        // a file that no set names any more is deleted before it is downloaded
        const lacking = bytes - (uses.has(sum) ? (here.get(sum) ?? 0) : 0)
        return lacking > 0 ? [[sum, lacking]] : []
      }),
    ),
    gone: new Map([...here].filter(([sum]) => !stays.has(sum))),
    replaces,
  }
}

/**
 * The files of a boot resource that stay, apart from the imported ones: when a newer set is complete, older sets are
 * deleted. MAAS 3.8 cleans up after selections, and no selection names a bootloader: all its versions are kept.
 */
function staying(one: HeldResource, brought: ReadonlyMap<string, Brought>): string[] {
  const filled = one.synced ? brought.get(resourceText(one)) : undefined
  if (filled && !isBootloader(one)) return []
  const replaced = filled ? [filled, ...(filled.others ?? [])].map(({ version }) => version) : []
  return one.sets
    .filter(({ version, complete }) => !filled || (complete && !replaced.includes(version)))
    .flatMap(({ files }) => files.map(([sum]) => sum))
}

/** In 3.8 the priority of the sources decides for each image, and selections do not filter kernels and labels. */
function placedFrom38(sources: readonly SourceOffer[], held: readonly HeldResource[]): Placed {
  const winners = winnersOf(sources)
  const winning = new Set([...winners.values()].map(({ id }) => id))
  const read = sources
    // MAAS imports bootloaders only from sources that it imports images from
    .filter(({ id }) => winning.has(id))
    .flatMap((source) => [
      ...source.offer.bootloaders.map(listedLoader),
      ...imagesFrom38(source).filter((one) => winners.get(imageOf(one))?.id === source.id),
    ])
  return placeRead(read, held, { fetchesReplaced: true, dropsIncomplete: false })
}

const imagesFrom38 = ({ offer, selections }: SourceOffer): Listed[] =>
  offer.releases.flatMap(({ os, release, arches }) => {
    const chosen = selectionsOf(selections, os, release)
    return arches
      .filter(({ arch }) => chosen.some((wanted) => passes(wanted.arches, arch)))
      .flatMap((arch) =>
        arch.kernels.map((kernel, index) => listedKernel(releaseName({ os, release }), arch, kernel, index)),
      )
  })

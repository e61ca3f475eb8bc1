import { byRelease } from './by-release.ts'
import { imageOf, isBootloader } from './image-of.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'
import { passes, hasAll } from '#selections/wanted.ts'
import { imageName } from '#selections/keys.ts'

/**
 * The source that supplies an image in MAAS 3.8, by image (`ubuntu/noble amd64`): of the sources that select it, the
 * enabled one with the highest priority, even if it no longer offers the image (get_all_highest_priority).
 * @param held MAAS has a selection of its own for each image that it holds: they show what `*` of a source has included
 *   earlier
 */
export function winnersOf(
  sources: readonly SourceOffer[],
  held: readonly HeldResource[] = [],
): Map<string, SourceOffer> {
  const winners = new Map<string, SourceOffer>()
  for (const source of byPriority(sources)) {
    for (const image of selectedImages(source)) if (!winners.has(image)) winners.set(image, source)
  }
  for (const one of held) {
    if (!one.synced || isBootloader(one) || winners.has(imageOf(one))) continue
    const [source, ...others] = sources.filter((each) => selects(each, one))
    if (source && source.enabled !== false && others.length === 0) winners.set(imageOf(one), source)
  }
  return winners
}

const byPriority = (sources: readonly SourceOffer[]) =>
  sources.filter(({ enabled }) => enabled !== false).toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0))

/** Whether a selection of a source includes the image of a boot resource. */
export function selects({ selections }: SourceOffer, one: HeldResource): boolean {
  const [arch = ''] = one.architecture.split('/')
  return (
    byRelease(selections)
      .get(one.name)
      ?.some(({ arches }) => passes(arches, arch)) ?? false
  )
}

/** The images that the selections of a source include; `*` means those that it offers. */
const selectedImages = ({ offer, selections }: SourceOffer): string[] =>
  selections.flatMap(({ os, release, arches }) => {
    const offered = offer.releases.find((one) => one.os === os && one.release === release)?.arches ?? []
    const all = hasAll(arches) ? offered.map(({ arch }) => arch) : []
    const named = new Set([...all, ...arches.filter((arch) => arch !== '*')])
    return [...named].map((arch) => imageName({ os, release }, arch))
  })

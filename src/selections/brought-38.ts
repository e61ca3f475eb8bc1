import { broughtKernel, imageOf, loadersOf, selectionsOf } from './brought-resources.ts'
import { filledBy } from './filled.ts'
import type { Brought, HeldResource, SourceOffer } from './source-offer.ts'
import { passes } from './wanted-kernels.ts'
import { winnersOf } from './winners-38.ts'

/** In 3.8 the priority of the sources decides image by image, and no selection chooses among kernels and labels. */
export function broughtFrom38(
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
): Map<string, Brought> {
  const winners = winnersOf(sources)
  const winning = new Set([...winners.values()].map(({ id }) => id))
  const read = sources
    // a source that brings no image brings no bootloaders either
    .filter(({ id }) => winning.has(id))
    .flatMap((source) => [
      ...loadersOf(source),
      ...imagesFrom38(source).filter((one) => winners.get(imageOf(one))?.id === source.id),
    ])
  return filledBy(read, held)
}

function imagesFrom38({ offer, selections }: SourceOffer): Brought[] {
  return offer.releases.flatMap(({ os, release, arches }) => {
    const chosen = selectionsOf(selections, os, release)
    return arches
      .filter(({ arch }) => chosen.some((wanted) => passes(wanted.arches, arch)))
      .flatMap((arch) => arch.kernels.map((_, index) => broughtKernel(`${os}/${release}`, arch, index)))
      .filter((one) => one !== null)
  })
}

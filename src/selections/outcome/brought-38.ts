import { imageOf, selectionsOf } from './image-of.ts'
import { type Listed, listedKernel, listedLoader } from './listed.ts'
import { type Placed, placeRead } from './placed.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'
import { winnersOf } from './winners-38.ts'
import { passes } from '#selections/wanted.ts'
import { releaseName } from '#selections/keys.ts'

/** In 3.8 the priority of the sources decides image by image, and no selection chooses among kernels and labels. */
export function placedFrom38(sources: readonly SourceOffer[], held: readonly HeldResource[]): Placed {
  const winners = winnersOf(sources)
  const winning = new Set([...winners.values()].map(({ id }) => id))
  const read = sources
    // a source that brings no image brings no bootloaders either
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

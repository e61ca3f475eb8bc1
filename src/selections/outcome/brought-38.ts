import { imageOf, selectionsOf } from './image-of.ts'
import { filledBy } from './filled.ts'
import type { Brought, HeldResource, OfferedArch, SourceOffer } from '#selections/source-offer.ts'
import { winnersOf } from './winners-38.ts'
import { passes } from '#selections/wanted.ts'
import { releaseName } from '#selections/keys.ts'

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
      .flatMap((arch) =>
        arch.kernels.map((_, index) => broughtKernel(releaseName({ os, release }), arch, index)),
      )
      .filter((one) => one !== null)
  })
}

/** The bootloaders of a source, which come with every import. */
const loadersOf = ({ offer }: SourceOffer): Brought[] =>
  offer.bootloaders.map(({ os, type, arch, version, files = [] }) => ({
    name: releaseName({ os, release: type }),
    architecture: `${arch}/generic`,
    version,
    files: new Map(files.map(([bytes, sum]) => [sum, bytes])),
  }))

/** What an offered kernel becomes; null: there is none at that index. @param name `ubuntu/noble` */
function broughtKernel(
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

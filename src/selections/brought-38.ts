import { broughtKernel, imageOf, loadersOf, selectionsOf } from './brought-resources.ts'
import { type Brought, type HeldResource, resourceText, type SourceOffer } from './source-offer.ts'
import { passes } from './wanted-kernels.ts'

/** In 3.8 the priority of the sources decides image by image, and no selection chooses among kernels and labels. */
export function broughtFrom38(
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
): Map<string, Brought> {
  const winners = winnersOf(sources)
  const read = new Map<string, Brought[]>()
  for (const source of sources) {
    const own = winners.get(source.id)
    if (own === undefined) continue
    const loaders = loadersOf(source).map(({ one }) => one)
    for (const one of [...loaders, ...imagesFrom38(source).filter((image) => own.has(imageOf(image)))]) {
      read.set(resourceText(one), [...(read.get(resourceText(one)) ?? []), one])
    }
  }
  const before = new Map(held.filter(({ synced }) => synced).map((one) => [resourceText(one), one]))
  return new Map(
    [...read].flatMap(([key, list]) => {
      const one = staying(list, before.get(key))
      return one ? [[key, one]] : []
    }),
  )
}

function imagesFrom38({ id, offer, selections }: SourceOffer): Brought[] {
  return offer.releases.flatMap(({ os, release, arches }) => {
    const chosen = selectionsOf(selections, os, release)
    return arches
      .filter(({ arch }) => chosen.some((wanted) => passes(wanted.arches, arch)))
      .flatMap((arch) => arch.kernels.map((_, index) => broughtKernel(`${os}/${release}`, arch, index, id)))
      .filter((one) => one !== null)
  })
}

/**
 * What stays of several labels of a kernel, or of the same bootloader of several sources. MAAS 3.8 reads them one after
 * the other, makes a set for each version, and of the complete sets it keeps the one that it made last.
 */
function staying(read: readonly Brought[], held: HeldResource | undefined): Brought | undefined {
  type HeldSet = { version: string; sums: ReadonlySet<string>; brought: Brought | null }
  const [only] = read
  if (read.length === 1) return only
  let sets = (held?.sets ?? []).map(({ version, files }): HeldSet => {
    return { version, sums: new Set(files.map(([sum]) => sum)), brought: null }
  })
  for (const one of read) {
    const same = sets.find(({ version }) => version === one.version)
    const isHere = same !== undefined && [...one.files.keys()].every((sum) => same.sums.has(sum))
    if (isHere) same.brought = one
    else {
      sets = sets.filter((other) => other !== same)
      sets.push({ version: one.version, sums: new Set(one.files.keys()), brought: one })
    }
  }
  return sets.findLast(({ brought }) => brought !== null)?.brought ?? read.at(-1)
}

/**
 * The images that each source brings in MAAS 3.8, by its id: of those that select an image the enabled one with the
 * highest priority, whether it still offers the image or not. A source that brings none brings no bootloaders either.
 */
function winnersOf(sources: readonly SourceOffer[]): Map<number, Set<string>> {
  const best = new Map<string, SourceOffer>()
  for (const source of sources) {
    if (source.enabled === false) continue
    for (const image of selectedImages(source)) {
      const other = best.get(image)
      if (!other || (source.priority ?? 0) > (other.priority ?? 0)) best.set(image, source)
    }
  }
  const winners = new Map<number, Set<string>>()
  for (const [image, { id }] of best) winners.set(id, (winners.get(id) ?? new Set<string>()).add(image))
  return winners
}

const selectedImages = ({ offer, selections }: SourceOffer): string[] =>
  selections.flatMap(({ os, release, arches }) => {
    const offered = offer.releases.find((one) => one.os === os && one.release === release)?.arches ?? []
    const named = arches.includes('*') ? offered.map(({ arch }) => arch) : arches
    return named.map((arch) => `${os}/${release} ${arch}`)
  })

import { labelOf, wantedKernels } from './wanted-kernels.ts'

type Offer = Parameters<typeof wantedKernels>[0]

/**
 * Whether MAAS up to 3.7 imports an image that is selected from one source from another source as well. It gathers what
 * the selections of all sources match, by content id, product and version, and then imports from each source whatever
 * of that the source lists (filter_version in bootresources.py of 3.4 to 3.7). Stable and candidate have other content
 * ids and products; the catalogue knows them by their labels.
 */
export function isListedAgain(
  selected: Offer,
  filter: Parameters<typeof wantedKernels>[1],
  other: Offer,
): boolean {
  const listed = new Set(other.kernels.map((kernel) => productOf(other, kernel)))
  return [...wantedKernels(selected, filter, true)].some((index) => {
    const kernel = selected.kernels[index]
    return kernel !== undefined && listed.has(productOf(selected, kernel))
  })
}

const productOf = (offer: Offer, kernel: Offer['kernels'][number]): string =>
  `${kernel.name} ${labelOf(offer, kernel)} ${kernel.version ?? offer.version}`

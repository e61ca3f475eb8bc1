import { productOf, versionsOf, wantedKernels } from '#selections/wanted-kernels.ts'

type Offer = Parameters<typeof wantedKernels>[0]
type Filter = Parameters<typeof wantedKernels>[1]

/**
 * Whether MAAS up to 3.7 imports an image that is selected from one source from another source as well: some of its
 * kernels, or all of them. It gathers what the selections of all sources match, by content id, product and version, and
 * then imports from each source whatever of that the source lists (filter_version in bootresources.py of 3.4 to 3.7).
 */
export function isListedAgain(selected: Offer, filter: Filter, other: Offer): 'no' | 'in-part' | 'wholly' {
  const listed = new Set(
    other.kernels.flatMap((kernel) =>
      versionsOf(other, kernel).map((version) => tripleOf(other, kernel, version)),
    ),
  )
  const wanted = [...wantedKernels(selected, filter, true)].flatMap((index) => selected.kernels[index] ?? [])
  const again = wanted.filter((kernel) => {
    const [newest = ''] = versionsOf(selected, kernel)
    return listed.has(tripleOf(selected, kernel, newest))
  })
  if (again.length === 0) return 'no'
  return again.length === wanted.length ? 'wholly' : 'in-part'
}

const tripleOf = (offer: Offer, kernel: Offer['kernels'][number], version: string): string =>
  `${productOf(offer, kernel)} ${version}`

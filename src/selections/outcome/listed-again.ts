import type { OfferedArch } from '#selections/source-offer.ts'
import { productOf, versionsOf, wantedKernels } from '#selections/wanted-kernels.ts'

type Offer = Parameters<typeof wantedKernels>[0] & Pick<OfferedArch, 'overruled'>
type Filter = Parameters<typeof wantedKernels>[1]

/**
 * How many kernels of a selected image MAAS up to 3.7 imports from another source as well. It collects what the
 * selections of all sources match, by content ID, product and version. Then it imports all of that from every source
 * that lists it, even a product that another product of that source replaces (filter_version in bootresources.py of 3.4
 * to 3.7).
 */
export function listedAgain(selected: Offer, filter: Filter, other: Offer): 'none' | 'some' | 'all' {
  const listed = listedBy(other)
  const wanted = [...wantedKernels(selected, filter, true)].flatMap((index) => selected.kernels[index] ?? [])
  const again = wanted.filter((kernel) => {
    const [newest = ''] = versionsOf(selected, kernel)
    return listed.has(tripleOf(selected, kernel, newest))
  })
  if (again.length === 0) return 'none'
  return again.length === wanted.length ? 'all' : 'some'
}

const tripleOf = (offer: Offer, kernel: Offer['kernels'][number], version: string): string =>
  `${productOf(offer, kernel)} ${version}`

function listedBy(offer: Offer): ReadonlySet<string> {
  const { kernels, overruled = [] } = offer
  return new Set([
    ...kernels.flatMap((kernel) =>
      versionsOf(offer, kernel).map((version) => tripleOf(offer, kernel, version)),
    ),
    ...overruled.flatMap(({ product, version, older = [] }) =>
      [version, ...older].map((one) => `${product} ${one}`),
    ),
  ])
}

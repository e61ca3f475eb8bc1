import type { StreamProduct } from '#streams/simplestreams/products.ts'
import { isUbuntuCore } from '#streams/python-reader/ubuntu-core.ts'

/**
 * The products of one OS, release and architecture, in the order of the stream, grouped by each subarch that a
 * selection may name. For a subarch, MAAS up to 3.7 imports for each flavor and label the product of that name,
 * or else the first one that lists it among its `subarches`; for `generic` it imports the kernel that the
 * release shipped with (its importer, insert_item). A kernel flavor cannot be selected alone: it is imported
 * with its subarch. For Ubuntu Core the first product always counts.
 */
export function kernelsBySubarch(products: readonly StreamProduct[]): Map<string, StreamProduct[]> {
  const chosen = new Map<string, Map<string, StreamProduct>>()
  const slotsOf = (subarch: string) => {
    const slots = chosen.get(subarch) ?? new Map<string, StreamProduct>()
    chosen.set(subarch, slots)
    return slots
  }
  for (const product of products) {
    const slot = `${product.kflavor} ${product.label}`
    for (const subarch of product.subarches) {
      const slots = slotsOf(subarch)
      if (!slots.has(slot)) slots.set(slot, product)
    }
    if (!isUbuntuCore(product.os)) slotsOf(product.subarch).set(slot, product)
    if (shipsWithRelease(product)) slotsOf('generic').set(slot, product)
  }
  return new Map([...chosen].map(([subarch, slots]) => [subarch, [...new Set(slots.values())]]))
}

/** ga-24.04 for 24.04; before 16.04 hwe- and the first letter of the release. */
const shipsWithRelease = ({ os, subarch, subarches, version, release }: StreamProduct): boolean =>
  os === 'ubuntu' &&
  version !== '' &&
  (subarch === `ga-${version}` || subarch === `hwe-${release.slice(0, 1)}`) &&
  subarches.some((name) => name.includes('generic'))

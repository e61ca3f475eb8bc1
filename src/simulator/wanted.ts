import type { Product } from '#streams/products.ts'
import { kernelsBySubarch } from '#streams/simplestreams/kernels-by-subarch.ts'
import type { Selection } from './state.ts'

/* Which products of its sources an import brings. */

/** `*` in a filter stands for every value, including future ones. */
export const fits = (filter: readonly string[], value: string) =>
  filter.includes('*') || filter.includes(value)

/** The boot resource a product becomes: MAAS holds one per name and architecture. */
export function resourceKey(product: Product): { name: string; architecture: string } {
  if (product.kind === 'bootloader')
    return { name: `${product.os}/${product.bootloaderType}`, architecture: `${product.arch}/generic` }
  return { name: `${product.os}/${product.release}`, architecture: `${product.arch}/${product.kernel}` }
}

export const keyText = ({ name, architecture }: { name: string; architecture: string }) =>
  `${name} ${architecture}`

/** A product to import, and the source it comes from. */
export type Wanted = { readonly product: Product; readonly sourceId: number }

/**
 * The products that MAAS up to 3.7 imports, in its order. Of each subarch, flavor and label the first source to offer it
 * has it (boot_merge). Several may fill one boot resource, with other labels or from other sources. Bootloaders are
 * always imported.
 */
export function wantedProducts(
  offers: ReadonlyMap<number, readonly Product[]>,
  selections: readonly Selection[],
): Wanted[] {
  const wanted: Wanted[] = []
  const taken = new Set<string>()
  for (const [sourceId, products] of [...offers].sort(([a], [b]) => a - b)) {
    const own = selections.filter((selection) => selection.sourceId === sourceId)
    const specs = specsOf(
      products.filter(({ versions }) => versions.length > 0),
      own,
    )
    for (const [product, names] of specs) {
      if (names.every((name) => taken.has(name))) continue
      wanted.push({ product, sourceId })
    }
    for (const names of specs.values()) for (const name of names) taken.add(name)
  }
  return wanted
}

/** What MAAS knows the products of one source by that pass its selections: bootloaders first, images as they stand. */
function specsOf(products: readonly Product[], selections: readonly Selection[]): Map<Product, string[]> {
  const specs = new Map<Product, string[]>()
  for (const product of products) {
    if (product.kind === 'bootloader')
      specs.set(product, [`${keyText(resourceKey(product))} ${product.label}`])
  }
  const chosen = new Map(selections.map((selection) => [`${selection.os}/${selection.release}`, selection]))
  const everything = selections.length === 0 && !selectsByItself(products)
  for (const [release, images] of imagesByRelease(products)) {
    const selection = everything ? ALL : chosen.get(release)
    if (selection === undefined) continue
    const own = imageSpecs(release, images, selection)
    for (const product of images) {
      const names = own.get(product)
      if (names !== undefined) specs.set(product, names)
    }
  }
  return specs
}

type Filter = Pick<Selection, 'arches' | 'subarches' | 'labels'>
const ALL: Filter = { arches: ['*'], subarches: ['*'], labels: ['*'] }

/**
 * MAAS up to 3.7 selects bootloaders and release notifications by itself; where a source has none of them and no
 * selection, the list of its filters is empty, and everything passes (image_passes_filter).
 */
const selectsByItself = (products: readonly Product[]): boolean =>
  products.some(({ kind }) => kind === 'bootloader' || kind === 'notification')

function imagesByRelease(products: readonly Product[]): Map<string, Product[]> {
  const releases = new Map<string, Product[]>()
  for (const product of products) {
    if (product.kind !== 'image') continue
    const release = `${product.os}/${product.release}`
    const images = releases.get(release)
    if (images === undefined) releases.set(release, [product])
    else images.push(product)
  }
  return releases
}

/** Of one release. A flavor (low latency) cannot be filtered: it comes with its subarch. */
function imageSpecs(
  release: string,
  images: readonly Product[],
  { arches, subarches, labels }: Filter,
): Map<Product, string[]> {
  const specs = new Map<Product, string[]>()
  for (const arch of new Set(images.map((product) => product.arch))) {
    if (!fits(arches, arch)) continue
    for (const [subarch, bearers] of kernelsBySubarch(images.filter((product) => product.arch === arch))) {
      if (!fits(subarches, subarch)) continue
      for (const product of bearers) {
        if (!fits(labels, product.label)) continue
        const names = specs.get(product) ?? []
        names.push(`${release} ${arch} ${subarch} ${product.kflavor} ${product.label}`)
        specs.set(product, names)
      }
    }
  }
  return specs
}

import type { Product } from '#streams/products.ts'
import { kernelsBySubarch } from '#streams/simplestreams/kernels-by-subarch.ts'
import type { Selection } from './state.ts'

/* Which products of its sources an import brings. */

/** `*` in a filter stands for every value, also future ones. */
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
 * The products that MAAS up to 3.7 imports, one per boot resource. Of several sources the one with the lower id is
 * first, kernel by kernel. Bootloaders are always imported.
 */
export function wantedProducts(
  offers: ReadonlyMap<number, readonly Product[]>,
  selections: readonly Selection[],
): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>()
  for (const [sourceId, products] of [...offers].sort(([a], [b]) => a - b)) {
    const want = (product: Product) => {
      const key = keyText(resourceKey(product))
      const taken = wanted.get(key)
      if (product.versions.length === 0 || (taken && taken.sourceId !== sourceId)) return
      wanted.set(key, { product, sourceId })
    }
    for (const product of products) if (product.kind === 'bootloader') want(product)
    const own = selections.filter((selection) => selection.sourceId === sourceId)
    const chosen = new Map(own.map((selection) => [`${selection.os}/${selection.release}`, selection]))
    const everything = own.length === 0 && !selectsByItself(products)
    for (const [release, images] of imagesByRelease(products)) {
      const selection = everything ? ALL : chosen.get(release)
      if (selection === undefined) continue
      for (const product of bySubarchAndLabel(images, selection))
        if (fits(selection.arches, product.arch)) want(product)
    }
  }
  return wanted
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

/**
 * MAAS 3.7 and older. A flavor (low latency) cannot be filtered: it comes with its subarch. Of products that fill the
 * same boot resource the last one does.
 */
function bySubarchAndLabel(images: readonly Product[], { subarches, labels }: Filter): Product[] {
  const labelled = images.filter((product) => fits(labels, product.label))
  if (subarches.includes('*')) return labelled
  const arches = [...new Set(labelled.map(({ arch }) => arch))]
  const chosen = arches.flatMap((arch) => {
    const bearers = kernelsBySubarch(labelled.filter((product) => product.arch === arch))
    return subarches.flatMap((subarch) => bearers.get(subarch) ?? [])
  })
  return labelled.filter((product) => chosen.includes(product))
}

import { shortSha256 } from '#lib/text/short-sha256.ts'
import type { StreamReader } from '#selections/maas-version.ts'
import type { StreamProduct } from '#streams/simplestreams/products.ts'
import { kernelsBySubarch } from './kernels-by-subarch.ts'
import {
  downloads,
  fileName,
  listedFiles,
  newestProductVersion,
  olderOf,
  productKey,
} from './product-parts.ts'
import { groupBy } from './group-by.ts'

/* The kernels of one architecture of a release, and the files that they share. */

type Kernel = {
  name: string
  subarch: string
  flavour: string
  /** Only if it is older than the newest version of its architecture. */
  version?: string | undefined
  /** Only if it differs from the label of its architecture. */
  label?: string | undefined
  product?: string | undefined
  older?: string[] | undefined
}

export type Arch = {
  arch: string
  label: string
  version: string
  /**
   * One for each product, those of one kernel in the order of the stream. If several have the same name, the
   * last one that a selection lets through counts up to 3.7; 3.8 imports all of them
   * (get_files_to_download_from_product_list).
   */
  kernels: Kernel[]
  /**
   * By subarch that a selection may name: the kernels MAAS imports for it; left out if they are the kernels of
   * that name.
   */
  kernelsFor?: Record<string, number[]> | undefined
  files: [bytes: number, kernels: number[], sum?: string | undefined, name?: string | undefined][]
  /**
   * Up to 3.7: products that another product of the source replaces, but that a selection of another source can still
   * import.
   */
  overruled?: Overruled[] | undefined
}

type Overruled = {
  kernel: string
  product: string
  version: string
  older?: string[] | undefined
  /** How many of `kernels` come before it: its place where both fill a boot resource. */
  after: number
  files: [bytes: number, sum: string, name: string][]
}

/** Groups the products of one architecture. */
export function archOf(products: readonly StreamProduct[], reader: StreamReader): Arch {
  const bySubarch = reader === 'to-3.7' ? kernelsBySubarch(products) : null
  const entries = byKernel(bySubarch ? lastOfEach(importedOf(products, bySubarch)) : products)
  const version = entries.map(newestProductVersion).reduce((newest, one) => (one > newest ? one : newest), '')
  const label = entries[0]?.label ?? ''
  const kernels = entries.map((product) => ({
    name: product.kernel,
    subarch: product.subarch,
    flavour: product.kflavor,
    ...(newestProductVersion(product) < version && { version: newestProductVersion(product) }),
    ...(product.label !== label && { label: product.label }),
    ...(bySubarch && { product: productKey(product) }),
    ...olderOf(product),
  }))
  const kernelsFor = bySubarch ? otherSubarches(bySubarch, entries) : {}
  return {
    arch: entries[0]?.arch ?? '',
    label,
    version,
    kernels,
    ...(Object.keys(kernelsFor).length > 0 && { kernelsFor }),
    files: filesOf(entries),
    ...(bySubarch && overruledBy(entries, products)),
  }
}

/** Without the products that other products replace in every selection that could name them. */
function importedOf(
  products: readonly StreamProduct[],
  bySubarch: ReadonlyMap<string, StreamProduct[]>,
): StreamProduct[] {
  const imported = new Set([...bySubarch.values()].flat())
  return products.filter((product) => imported.has(product))
}

/** Kept small: a stream that lists each kernel once has none. */
function overruledBy(
  entries: readonly StreamProduct[],
  products: readonly StreamProduct[],
): Pick<Arch, 'overruled'> {
  const keys = new Set(entries.map(productKey))
  const overruled = lastOfEach(products)
    .filter((product) => product.versions.length > 0 && !keys.has(productKey(product)))
    .map((product) => ({
      kernel: product.kernel,
      product: productKey(product),
      version: newestProductVersion(product),
      ...olderOf(product),
      after: placeAmong(entries, product, products),
      files: listedFiles(product),
    }))
  return overruled.length > 0 ? { overruled } : {}
}

/** How many entries come before a product: those of other kernels count by their order, its own by the stream. */
function placeAmong(
  entries: readonly StreamProduct[],
  product: StreamProduct,
  products: readonly StreamProduct[],
): number {
  const place = products.indexOf(product)
  const isBefore = (one: StreamProduct) => one.kernel !== product.kernel || products.indexOf(one) < place
  const first = entries.findIndex((one) => one.kernel === product.kernel)
  const next = entries.findIndex((one, index) => index >= first && !isBefore(one))
  return next === -1 ? entries.length : next
}

/** The last one of the products with the same content ID and name. */
function lastOfEach(products: readonly StreamProduct[]): StreamProduct[] {
  const entries = new Map<string, StreamProduct>()
  for (const product of products) {
    entries.delete(productKey(product))
    entries.set(productKey(product), product)
  }
  return [...entries.values()]
}

/** Sorted by kernel; the products of a kernel stay in the order of the stream. */
function byKernel(products: readonly StreamProduct[]): StreamProduct[] {
  const ranks = new Map(products.map((product) => [product.kernel, kernelRank(product)]))
  const rankOf = ({ kernel }: StreamProduct) => ranks.get(kernel) ?? 0
  return products.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || (a.kernel < b.kernel ? -1 : a.kernel > b.kernel ? 1 : 0),
  )
}

function filesOf(entries: readonly StreamProduct[]): Arch['files'] {
  const paths = new Map<string, [number, number[], string, string]>()
  for (const [index, { versions }] of entries.entries()) {
    for (const { path, size, sha256 } of downloads(versions[0]?.items ?? [])) {
      const file = paths.get(path) ?? [size, [], shortSha256(sha256), fileName(path)]
      if (file[1].at(-1) !== index) file[1].push(index)
      paths.set(path, file)
    }
  }
  return [...paths.values()]
}

/** Subarches that select other kernels than the ones of that name. */
function otherSubarches(
  bySubarch: ReadonlyMap<string, StreamProduct[]>,
  entries: readonly StreamProduct[],
): Record<string, number[]> {
  const indexes = new Map(entries.map((product, index) => [productKey(product), index]))
  const indexesOf = (list: readonly StreamProduct[]) =>
    [...new Set(list.flatMap((product) => indexes.get(productKey(product)) ?? []))].sort((a, b) => a - b)
  const own = groupBy(entries, ({ subarch }) => subarch)
  return Object.fromEntries(
    [...bySubarch].flatMap(([subarch, bearers]): [string, number[]][] => {
      const brought = indexesOf(bearers)
      return brought.join() === indexesOf(own.get(subarch) ?? []).join() ? [] : [[subarch, brought]]
    }),
  )
}

/** General availability first, then hardware enablement, edge last; other flavors after generic. */
const kernelRank = ({ subarch, kflavor }: StreamProduct): number =>
  (subarch.startsWith('ga-') ? 0 : subarch.startsWith('hwe-') ? 4 : 8) +
  (subarch.endsWith('-edge') ? 2 : 0) +
  (kflavor === 'generic' ? 0 : 1)

import { displayText } from '#lib/text/display-text.ts'
import { textHash } from '#lib/text/text-hash.ts'
import type { StreamReader } from '#selections/maas-version.ts'
import { shortSha256 } from '#lib/text/short-sha256.ts'
import type { Ignored, Item, Product } from '#streams/simplestreams/products.ts'
import { StreamError } from '#streams/stream-error.ts'
import { IMPORTED_TYPES } from '#streams/python-reader/python-reader.ts'
import { kernelsBySubarch } from './kernels-by-subarch.ts'
import { releaseName } from '#selections/keys.ts'

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

type Arch = {
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
  /** Up to 3.7: products that another one of the source replaces, and which the selection of another source can bring. */
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

type Release = {
  os: string
  release: string
  title: string
  codename: string
  lts: boolean
  version: string
  supportEol: string | null
  arches: Arch[]
}

/** What a source offers, in compact form: the contract's Catalogue without the fields that the gateway adds. */
export type StreamCatalogue = {
  releases: Release[]
  bootloaders: {
    os: string
    type: string
    arch: string
    label: string
    version: string
    product?: string | undefined
    older?: string[] | undefined
    bytes: number
    files: [bytes: number, sum: string, name: string][]
  }[]
  notifications: { name: string; version: string }[]
  ignored: Ignored[]
}

/** The most subarches that all products together may list. The list of maas.io has about 4,000. */
export const MOST_SUBARCHES = 200_000

/** The contract allows no longer text. */
const LONGEST_NAME = 2000

/**
 * Groups products into releases, architectures and kernels, and counts every file once by its path.
 * @throws StreamError if MAAS selects kernels by subarch and the products list too many subarches
 */
export function catalogueOf(
  products: readonly Product[],
  ignored: readonly Ignored[],
  reader: StreamReader = 'to-3.7',
): StreamCatalogue {
  const images = products.filter((product) => product.kind === 'image')
  if (reader === 'to-3.7') refuseTooManySubarches(images)
  const releases = groupBy(images, (product) => releaseName(product))
  return {
    releases: [...releases.values()].map((release) => releaseOf(release, reader)),
    bootloaders: products.filter(({ kind }) => kind === 'bootloader').map((one) => bootloaderOf(one, reader)),
    notifications: products
      .filter((product) => product.kind === 'notification')
      .map(({ name, versions }) => ({ name: displayText(name), version: versions[0]?.version ?? '' })),
    ignored: [...ignored],
  }
}

/**
 * Without `kernelsFor` a catalogue would show no kernels for a subarch such as `generic`, although MAAS imports
 * some. So a source for which that list gets too long is refused as a whole.
 */
function refuseTooManySubarches(images: readonly Product[]): void {
  const count = images.reduce((sum, { subarches }) => sum + subarches.length, 0)
  if (count <= MOST_SUBARCHES) return
  throw new StreamError(
    `Its products list ${count} subarches in total; at most ${MOST_SUBARCHES} are supported.`,
  )
}

function releaseOf(products: readonly Product[], reader: StreamReader): Release {
  const first = products[0]
  if (!first) throw new Error('A release has at least one product.')
  const { os, release, codename, version } = first
  const title = first.releaseTitle
  return {
    os,
    release,
    title,
    codename,
    // MAAS itself recognizes an LTS by this suffix
    lts: title.endsWith(' LTS'),
    version,
    supportEol: products.reduce<string | null>(
      (latest, { supportEol }) =>
        supportEol !== null && (latest === null || supportEol > latest) ? supportEol : latest,
      null,
    ),
    arches: [...groupBy(products, (product) => product.arch).values()].map((arch) => archOf(arch, reader)),
  }
}

function archOf(products: readonly Product[], reader: StreamReader): Arch {
  const bySubarch = reader === 'to-3.7' ? kernelsBySubarch(products) : null
  const entries = byKernel(bySubarch ? lastOfEach(importedOf(products, bySubarch)) : products)
  const version = entries.map(newestOf).reduce((newest, one) => (one > newest ? one : newest), '')
  const label = entries[0]?.label ?? ''
  const kernels = entries.map((product) => ({
    name: product.kernel,
    subarch: product.subarch,
    flavour: product.kflavor,
    ...(newestOf(product) < version && { version: newestOf(product) }),
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

const olderOf = ({ versions }: Product) =>
  versions.length > 1 && { older: versions.slice(1).map(({ version }) => version) }

const newestOf = ({ versions }: Product): string => versions[0]?.version ?? ''

/** Without the products that other products replace in every selection that could name them. */
function importedOf(products: readonly Product[], bySubarch: ReadonlyMap<string, Product[]>): Product[] {
  const imported = new Set([...bySubarch.values()].flat())
  return products.filter((product) => imported.has(product))
}

/** Kept small: a stream that lists each kernel once has none. */
function overruledBy(entries: readonly Product[], products: readonly Product[]): Pick<Arch, 'overruled'> {
  const keys = new Set(entries.map(productKey))
  const overruled = lastOfEach(products)
    .filter((product) => product.versions.length > 0 && !keys.has(productKey(product)))
    .map((product) => ({
      kernel: product.kernel,
      product: productKey(product),
      version: newestOf(product),
      ...olderOf(product),
      after: placeAmong(entries, product, products),
      files: listedFiles(product),
    }))
  return overruled.length > 0 ? { overruled } : {}
}

/** How many entries come before a product: those of other kernels count by their order, its own by the stream. */
function placeAmong(entries: readonly Product[], product: Product, products: readonly Product[]): number {
  const place = products.indexOf(product)
  const isBefore = (one: Product) => one.kernel !== product.kernel || products.indexOf(one) < place
  const first = entries.findIndex((one) => one.kernel === product.kernel)
  const next = entries.findIndex((one, index) => index >= first && !isBefore(one))
  return next === -1 ? entries.length : next
}

/**
 * Identifies a product in MAAS up to 3.7 when several sources list it. It is compared, never shown, so unusual
 * names become checksums.
 */
function productKey({ contentId, name }: Product): string {
  const key = `${contentId} ${name}`
  return displayText(key) === key ? key : textHash(key)
}

/** The last one of the products with the same content ID and name. */
function lastOfEach(products: readonly Product[]): Product[] {
  const entries = new Map<string, Product>()
  for (const product of products) {
    entries.delete(productKey(product))
    entries.set(productKey(product), product)
  }
  return [...entries.values()]
}

/** Sorted by kernel; the products of a kernel stay in the order of the stream. */
function byKernel(products: readonly Product[]): Product[] {
  const ranks = new Map(products.map((product) => [product.kernel, kernelRank(product)]))
  const rankOf = ({ kernel }: Product) => ranks.get(kernel) ?? 0
  return products.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || (a.kernel < b.kernel ? -1 : a.kernel > b.kernel ? 1 : 0),
  )
}

function filesOf(entries: readonly Product[]): Arch['files'] {
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

/** MAAS's name of a file of a boot resource: the last part of its path. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).slice(0, LONGEST_NAME)

/** Subarches that bring other kernels than the ones of that name. */
function otherSubarches(
  bySubarch: ReadonlyMap<string, Product[]>,
  entries: readonly Product[],
): Record<string, number[]> {
  const indexes = new Map(entries.map((product, index) => [productKey(product), index]))
  const indexesOf = (list: readonly Product[]) =>
    [...new Set(list.flatMap((product) => indexes.get(productKey(product)) ?? []))].sort((a, b) => a - b)
  const own = groupBy(entries, ({ subarch }) => subarch)
  return Object.fromEntries(
    [...bySubarch].flatMap(([subarch, bearers]): [string, number[]][] => {
      const brought = indexesOf(bearers)
      return brought.join() === indexesOf(own.get(subarch) ?? []).join() ? [] : [[subarch, brought]]
    }),
  )
}

/**
 * The files that MAAS downloads of a version: those of types that it knows, so no manifest, and of two root
 * images the squashfs.
 */
export function downloads(items: readonly Item[]): Item[] {
  const squashed = items.some((item) => item.ftype === 'squashfs')
  return items.filter(({ ftype }) => IMPORTED_TYPES.has(ftype) && !(squashed && ftype === 'root-image.gz'))
}

function bootloaderOf(product: Product, reader: StreamReader): StreamCatalogue['bootloaders'][number] {
  const { os, bootloaderType, arch, label, versions } = product
  const files = listedFiles(product)
  return {
    os,
    type: bootloaderType ?? '',
    arch,
    label,
    version: versions[0]?.version ?? '',
    ...(reader === 'to-3.7' && { product: productKey(product) }),
    ...olderOf(product),
    bytes: files.reduce((sum, [size]) => sum + size, 0),
    files,
  }
}

/** The files of the newest version of a product. */
const listedFiles = ({ versions }: Product): [bytes: number, sum: string, name: string][] =>
  downloads(versions[0]?.items ?? []).map(({ size, sha256, path }) => [
    size,
    shortSha256(sha256),
    fileName(path),
  ])

/** General availability first, then hardware enablement, edge last; other flavors after generic. */
const kernelRank = ({ subarch, kflavor }: Product): number =>
  (subarch.startsWith('ga-') ? 0 : subarch.startsWith('hwe-') ? 4 : 8) +
  (subarch.endsWith('-edge') ? 2 : 0) +
  (kflavor === 'generic' ? 0 : 1)

function groupBy<T>(list: readonly T[], keyOf: (element: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const element of list) {
    const group = groups.get(keyOf(element))
    if (group) group.push(element)
    else groups.set(keyOf(element), [element])
  }
  return groups
}

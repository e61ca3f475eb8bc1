import { imageKey, labeledKey } from '#selections/keys.ts'
import { downloads } from './product-parts.ts'
import type { StreamProduct } from '#streams/simplestreams/products.ts'

/** One image (os/release/arch) or bootloader (os/arch) and the files that an import of it fetches. */
export type Holding = {
  readonly kind: 'image' | 'bootloader'
  /**
   * `ubuntu/noble/amd64`, followed by the label if there are several; `grub-efi-signed/amd64` for a bootloader
   */
  readonly key: string
  /**
   * Paths below the source's root. The largest file comes first, because it shows best whether the image
   * exists.
   */
  readonly paths: readonly string[]
  /** The size of each path in bytes, as the stream lists it. */
  readonly sizes: ReadonlyMap<string, number>
}

/**
 * The files that a source must have so that every image it lists can be imported: those of the newest versions.
 */
export function holdingsOf(products: readonly StreamProduct[]): Holding[] {
  const sizes = new Map<string, { kind: Holding['kind']; files: Map<string, number> }>()
  const keyOf = keysOf(products)
  for (const product of products) {
    const { kind, versions } = product
    if (kind === 'notification') continue
    const key = keyOf(product)
    const entry = sizes.get(key) ?? { kind, files: new Map<string, number>() }
    const files = downloads(versions[0]?.items ?? [])
    for (const { path, size } of files) entry.files.set(path, size)
    if (files.length > 0) sizes.set(key, entry)
  }
  return [...sizes].map(([key, { kind, files }]) => ({
    kind,
    key,
    paths: [...files].sort(([, a], [, b]) => b - a).map(([path]) => path),
    sizes: files,
  }))
}

function keysOf(products: readonly StreamProduct[]): (product: StreamProduct) => string {
  const imageOf = ({ os, release, arch }: StreamProduct) => imageKey(os, release, arch)
  const labels = new Map<string, Set<string>>()
  for (const product of products) {
    if (product.kind !== 'image') continue
    const known = labels.get(imageOf(product)) ?? new Set<string>()
    labels.set(imageOf(product), known.add(product.label))
  }
  return (product) => {
    if (product.kind !== 'image') return `${product.os}/${product.arch}`
    const image = imageOf(product)
    return (labels.get(image)?.size ?? 0) > 1 ? labeledKey(image, product.label) : image
  }
}

/** The files of all these images together; shared ones once. */
export const pathsOf = (holdings: readonly Holding[]): string[] => [
  ...new Set(holdings.flatMap(({ paths }) => paths)),
]

export const countFiles = (holdings: readonly Holding[]): number => pathsOf(holdings).length

/**
 * A sample of all paths: the largest file of bootloaders and images spread over the whole list, then the next
 * largest, up to `most` paths. The same list gives the same sample.
 */
export function sampleOf(holdings: readonly Holding[], most: number): string[] {
  const largest = (rank: number, among = holdings) =>
    among.flatMap(({ paths }) => paths.slice(rank, rank + 1))
  const bootloaders = holdings.filter(({ kind }) => kind === 'bootloader')
  const sample = new Set(spread(largest(0, bootloaders), Math.floor(most / 4)))
  const ranks = holdings.reduce((longest, { paths }) => Math.max(longest, paths.length), 0)
  for (let rank = 0; rank < ranks && sample.size < most; rank += 1) {
    const fresh = [...new Set(largest(rank))].filter((path) => !sample.has(path))
    for (const path of spread(fresh, most - sample.size)) sample.add(path)
  }
  return [...sample]
}

/** At most this many items of a list, at even distances. */
const spread = <T>(list: readonly T[], most: number): T[] =>
  list.length <= most ? [...list] : list.filter((_, at) => isStep(at, most / list.length))

/** Whether there is a multiple of 1 between one place and the next. */
const isStep = (at: number, pace: number) => Math.floor((at + 1) * pace) > Math.floor(at * pace)

/** A server's answer for one file. */
export type FileAnswer = {
  readonly state: 'there' | 'absent' | 'unclear'
  /** Bytes; null if the server does not report the size. */
  readonly size: number | null
}
export type FileVerdict = 'there' | 'unsized' | 'missing' | 'wrong-size' | 'unclear'

/**
 * Whether a file exists as the stream lists it. If the server reports no size, only its existence is checked.
 */
export function fileVerdict({ state, size }: FileAnswer, listed: number | undefined): FileVerdict {
  if (state === 'unclear') return 'unclear'
  if (state === 'absent') return 'missing'
  if (size === null || listed === undefined) return 'unsized'
  return size === listed ? 'there' : 'wrong-size'
}

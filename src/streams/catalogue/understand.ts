import { displayText } from '#lib/text/display-text.ts'
import type { StreamReader } from '#selections/maas-version.ts'
import { type IndexEntry, isIndex, readIndex } from '#streams/simplestreams/index-file.ts'
import { readProducts, type Ignored, type StreamProduct } from '#streams/simplestreams/products.ts'
import {
  regionWarnings,
  type StreamIndex,
  type StreamWarning,
} from '#streams/simplestreams/region-warnings.ts'
import { failureOf } from '#streams/simplestreams/failure.ts'
import { judgeFile, judgeIndex } from '#streams/simplestreams/judge.ts'
import { isFollowed } from '#streams/python-reader/python-index.ts'

/** The place of a file in a stream. */
export type NamedFile = {
  readonly entry: IndexEntry
  /** The number of indexes between it and the first one. */
  readonly depth: number
  /** Whether MAAS up to 3.7 reaches it. */
  readonly followed: boolean
}
/** A file of a stream as it was read, before it is interpreted. */
export type ReadFile = NamedFile & {
  readonly json: unknown
  /** The file is signed, although its address is that of an unsigned file. */
  readonly signedAnyway: boolean
  /** The file is not signed, although MAAS requires a signature: the address is that of signed files. */
  readonly lacksSignature: boolean
}

/** What one version of MAAS reads from a stream. */
export type Understood = {
  /** ISO; null if the index has no date that can be read. */
  readonly updated: string | null
  /** The products that it imports, in the order in which it reads them. */
  readonly products: readonly StreamProduct[]
  readonly ignored: readonly Ignored[]
  readonly warnings: readonly StreamWarning[]
  /** The fault that ends its reading, in MAAS's words; null if it reads the stream. */
  readonly failure: string | null
}

/**
 * The files that an index of this depth names.
 * @throws StreamError if it is not an index
 */
export const filesNamedBy = ({ json, followed }: Index, depth: number): NamedFile[] =>
  readIndex(json).entries.map((entry) => ({
    entry,
    depth,
    followed: followed && isFollowed(entry.format),
  }))

/** A file that names others. */
export type Index = Pick<ReadFile, 'json' | 'followed'>

/** Which files are indexes whose files are read as well: MAAS up to 3.7 follows them. */
export const indexesAmong = <T extends Index>(files: readonly T[], reader: StreamReader): T[] =>
  reader === 'to-3.7' ? files.filter(({ json, followed }) => followed && isIndex(json)) : []

/**
 * What the MAAS of this reader imports from a stream, and what any MAAS refuses or ignores in it.
 * @throws StreamError if the index is not valid, or if a file that this reader reads holds no products
 */
export function understandStream(
  index: StreamIndex,
  files: readonly ReadFile[],
  reader: StreamReader,
): Understood {
  const { updated, ignored } = readIndex(index.json)
  const judgedIndex = { ...index, ...judgeIndex(index.json, index.path) }
  const allIgnored: Ignored[] = [...ignored]
  const read = files.map((file) => {
    const judged = { ...file, ...judgeFile(file.json, file.entry.path) }
    if (isIndex(file.json)) return { ...judged, products: [] }
    const found = readProducts(file.json, reader)
    for (const one of found.ignored) allIgnored.push(one)
    const [imported, others] = split(found.products, (product) => product.imported)
    for (const { name } of others) allIgnored.push({ what: displayText(name), reason: PASSED_OVER })
    return { ...judged, products: imported }
  })
  return {
    updated,
    products: read.filter((file) => reads(reader, file)).flatMap(({ products }) => products),
    ignored: allIgnored,
    warnings: regionWarnings(judgedIndex, read),
    failure: failureOf(judgedIndex, read, reader),
  }
}

const PASSED_OVER = 'MAAS does not import it: MAAS does not support its name or its type of bootloader.'

/** Whether a MAAS reads a file of a stream. */
export const reads = (reader: StreamReader, { depth, followed }: NamedFile): boolean =>
  reader === 'to-3.7' ? followed : depth === 0

function split<T>(list: readonly T[], applies: (element: T) => boolean): [T[], T[]] {
  return [list.filter(applies), list.filter((element) => !applies(element))]
}

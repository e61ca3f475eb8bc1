import type { StreamReader } from '#selections/maas-version.ts'
import { keysInOrder } from '#streams/json/key-order.ts'
import { isPlainObject } from '#streams/json/plain-object.ts'
import type { JudgedIndex, StreamFile } from './region-warnings.ts'
import { INVALID_INDEX, INVALID_PRODUCTS } from '#streams/python-reader/model-reader.ts'
import type { ReadingFault } from '#streams/python-reader/python-index.ts'

type File = Omit<StreamFile, 'products'>
type Part = Pick<File, 'json' | 'faults' | 'signedAnyway'> & Partial<Pick<File, 'lacksSignature'>>

/** The only failure, apart from network failures, that MAAS up to 3.7 catches and shows in a notification. */
export const SIGNATURE_MISSING = 'No signature found!'
/** Its failure when it parses a signed file as JSON. */
export const SIGNED_ANYWAY = 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'

/** The failure that ends a reader's reading of a stream, in MAAS's words; null if it reads the stream. */
export function failureOf(index: JudgedIndex, files: readonly File[], reader: StreamReader): string | null {
  return reader === 'to-3.7' ? (metTo37(index, files)[0]?.error ?? null) : failureFrom38(index, files)
}

/**
 * The faults that end the reading of MAAS up to 3.7, in the order in which it finds them. It follows each entry
 * of an index to the end of its files before the next entry, then it stores the result, and then it imports.
 * @param files depth-first, see walkIndexes
 */
export function metTo37(index: JudgedIndex, files: readonly File[]): ReadingFault[] {
  const followed = files.filter((file) => file.followed)
  const met = metIn(index.path, index, followed)
  const at = (...whens: ReadingFault['when'][]) => met.filter(({ when }) => whens.includes(when))
  return [...at('file', 'entry'), ...at('cache'), ...at('import')]
}

/** The faults that MAAS finds in a file and in the files below it. */
function metIn(path: string, part: Part, below: readonly File[]): ReadingFault[] {
  const ofFile = (error: string): ReadingFault => ({ what: path, error, when: 'file' })
  const inside: (readonly [contentId: string, faults: readonly ReadingFault[]])[] = [
    ...part.faults.filter(({ when }) => when === 'entry').map((fault) => [fault.what, [fault]] as const),
    ...branches(below).map(
      ([file, ...rest]) => [file.entry.contentId, metIn(file.entry.path, file, rest)] as const,
    ),
  ]
  const place = placesIn(part.json)
  return [
    ...(part.signedAnyway ? [ofFile(SIGNED_ANYWAY)] : []),
    ...(part.lacksSignature === true ? [ofFile(SIGNATURE_MISSING)] : []),
    ...part.faults.filter(({ when }) => when !== 'entry'),
    ...inside.sort(([a], [b]) => place(a) - place(b)).flatMap(([, faults]) => faults),
  ]
}

/** Groups files that are listed depth-first: each file of the first level with those below it. */
function branches(files: readonly File[]): [File, ...File[]][] {
  const found: [File, ...File[]][] = []
  for (const file of files) {
    const branch = found.at(-1)
    if (branch && file.depth > branch[0].depth) branch.push(file)
    else found.push([file])
  }
  return found
}

/** The position of an entry in an index. */
function placesIn(json: unknown): (contentId: string) => number {
  const entries = isPlainObject(json) && isPlainObject(json['index']) ? keysInOrder(json['index']) : []
  const places = new Map(entries.map((contentId, place) => [contentId, place]))
  return (contentId) => places.get(contentId) ?? 0
}

function failureFrom38(index: JudgedIndex, files: readonly File[]): string | null {
  if (index.misfits.length > 0) return INVALID_INDEX
  for (const { depth, lacksSignature, misfits } of files) {
    if (depth > 0) continue
    if (lacksSignature) return 'Failed to verify PGP signature.'
    if (misfits.length > 0) return INVALID_PRODUCTS
  }
  return null
}

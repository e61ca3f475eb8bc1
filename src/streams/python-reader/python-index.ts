import { pythonStr } from '#lib/text/python-repr.ts'
import { entriesInOrder } from '#streams/json/key-order.ts'
import { isPlainObject, type PlainObject } from '#streams/json/plain-object.ts'
import { AliasError, withAliases } from './aliases.ts'
import { hasNoAttribute, isEmpty, notIndexable, typeName } from './python-words.ts'

/*
 * The faults that end the reading of MAAS up to 3.7 in an index, and in any file before its content is read:
 * see python-reader.ts.
 */

/** One fault that ends the reading, with the words of Python's exception as in MAAS's log. */
export type ReadingFault = {
  readonly what: string
  readonly error: string
  /**
   * When MAAS finds the fault. file: as it reads the file. entry: at this entry of an index, after the files of
   * the entries before it. cache: after all files of the source are read. import: when it imports the image.
   */
  readonly when: 'file' | 'entry' | 'cache' | 'import'
}

const INDEX = 'index:1.0'
export const PRODUCTS = 'products:1.0'

/** The kind of a file for python-simplestreams. */
export const formatOf = (json: unknown): string =>
  isPlainObject(json) && json['format'] !== undefined ? pythonStr(json['format']) : 'UNSPECIFIED'

/** The entries of an index that MAAS up to 3.7 follows: of any datatype, but only with one of two formats. */
export const isFollowed = (format: unknown): boolean => format === INDEX || format === PRODUCTS

/**
 * The faults of an index file, in the order in which MAAS finds them.
 * @param path the path by which the stream names the file
 */
export function indexFaults(json: unknown, path: string): ReadingFault[] {
  const [file, fault] = opened(json, path, INDEX)
  if (!file) return [fault]
  const { index } = file
  if (index === undefined || index === null || typeof index === 'number' || typeof index === 'boolean') {
    return [ofFile(path, `TypeError: '${typeName(index)}' object is not iterable`)]
  }
  if (!isPlainObject(index)) {
    return [ofFile(path, isEmpty(index) ? hasNoAttribute(index, 'items') : notIndexable(index))]
  }
  const entries = entriesInOrder(index)
  return [
    // MAAS checks all paths before it follows the first entry
    ...entries.flatMap(([contentId, entry]) =>
      (isPlainObject(entry) ? faultOfPath(entry['path']) : [hasNoAttribute(entry, 'get')]).map((error) =>
        ofFile(contentId, error),
      ),
    ),
    ...entries.flatMap(([contentId, entry]) =>
      faultOfName(isPlainObject(entry) ? entry['path'] : '').map((error): ReadingFault => ({
        what: contentId,
        error,
        when: 'entry',
      })),
    ),
  ]
}

/** A fault that MAAS finds as it reads the file. */
export const ofFile = (what: string, error: string): ReadingFault => ({ what, error, when: 'file' })

/** A file of this format with its aliases resolved; for any other file the reason why it is not read. */
export function opened(
  json: unknown,
  path: string,
  format: string,
): [PlainObject, null] | [null, ReadingFault] {
  if (!isPlainObject(json)) return [null, ofFile(path, hasNoAttribute(json, 'get'))]
  if (formatOf(json) !== format) {
    return [null, ofFile(path, `TypeError: Unknown format '${formatOf(json)}' in '${path}'`)]
  }
  try {
    return [withAliases(json), null]
  } catch (error) {
    if (error instanceof AliasError) return [null, ofFile(path, error.message)]
    throw error
  }
}

/** A path that is appended to the address of the source has to be text. */
const faultOfName = (path: unknown): string[] =>
  isEmpty(path) || typeof path === 'string'
    ? []
    : [`TypeError: can only concatenate str (not "${typeName(path)}") to str`]

/** An empty or missing path is valid, and so are dots at its end. */
export function faultOfPath(value: unknown): string[] {
  if (isEmpty(value)) return []
  const path = pythonStr(value)
  if (path.startsWith('/')) return [`TypeError: Path '${path}' is absolute path`]
  const dots = ['../', '.../']
  const start = dots.find((part) => path.startsWith(part))
  if (start !== undefined) return [`TypeError: Path '${path}' starts with '${start}'`]
  const inside = dots.map((part) => `/${part}`).find((part) => path.includes(part))
  return inside === undefined ? [] : [`TypeError: Path '${path}' contains '${inside}'`]
}

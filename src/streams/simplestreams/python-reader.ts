import { pythonRepr, pythonStr } from '#lib/python-repr.ts'
import { isPlainObject, type PlainObject } from '#streams/plain-object.ts'
import { AliasError, withAliases } from './aliases.ts'
import { passesNameRules } from './imported.ts'
import { type Levels, valueOf } from './levels.ts'
import {
  dateError,
  hasNoAttribute,
  isEmpty,
  isPythonInt,
  keyError,
  notIndexable,
  typeName,
} from './python-words.ts'

/*
 * What ends the reading of MAAS up to 3.7: python-simplestreams (0.1.0) with the callbacks of MAAS's importer and the
 * columns of its cache. Run side by side with both on thousands of mutated streams. MAAS catches only network errors
 * and a missing signature there, so each of these ends the import of all sources, and MAAS shows nothing.
 */

/** One thing that ends the reading, and the words of Python's exception, as they are in MAAS's log. */
export type Fault = { readonly what: string; readonly error: string }

const INDEX = 'index:1.0'
const PRODUCTS = 'products:1.0'

/** What python-simplestreams takes a file for. */
export const formatOf = (json: unknown): string =>
  isPlainObject(json) && json['format'] !== undefined ? pythonStr(json['format']) : 'UNSPECIFIED'

/** Entries of an index that MAAS up to 3.7 follows: whatever their datatype, and only with one of two formats. */
export const isFollowed = (format: unknown): boolean => format === INDEX || format === PRODUCTS

/** Faults of an index file, the one that MAAS meets first at the front. @param path as the stream names the file */
export function indexFaults(json: unknown, path: string): Fault[] {
  const [file, fault] = opened(json, path, INDEX)
  if (!file) return [fault]
  const { index } = file
  if (index === undefined || index === null || typeof index === 'number' || typeof index === 'boolean') {
    return [{ what: path, error: `TypeError: '${typeName(index)}' object is not iterable` }]
  }
  if (!isPlainObject(index)) {
    return isEmpty(index)
      ? [{ what: path, error: hasNoAttribute(index, 'items') }]
      : [{ what: path, error: notIndexable(index) }]
  }
  return Object.entries(index).flatMap(([contentId, entry]) => {
    if (!isPlainObject(entry)) return [{ what: contentId, error: hasNoAttribute(entry, 'get') }]
    const { path: entryPath, format } = entry
    const errors = [...faultOfPath(entryPath), ...faultOfName(isFollowed(format) ? entryPath : '')]
    return errors.map((error) => ({ what: contentId, error }))
  })
}

/** Faults of a products file, the one that MAAS meets first at the front. @param path as the stream names the file */
export function productsFaults(json: unknown, path: string): Fault[] {
  const [file, fault] = opened(json, path, PRODUCTS)
  if (!file) return [fault]
  const { products } = file
  if (products === undefined) return [{ what: path, error: keyError('products') }]
  if (!isPlainObject(products)) return [{ what: path, error: hasNoAttribute(products, 'items') }]
  const faults: Fault[] = []
  const add = (what: string, error: string) => void faults.push({ what, error })
  for (const [name, product] of Object.entries(products)) checkPaths(name, product, add)
  if (file['content_id'] === undefined) add(path, keyError('content_id'))
  for (const [name, product] of Object.entries(products)) {
    if (isPlainObject(product)) checkProduct(name, product, file, add)
    else add(name, noObject(product))
  }
  return faults
}

/** What Python says of a product or version that is not an object: it looks for a key in it first. */
const noObject = (value: unknown): string =>
  typeof value === 'string' || Array.isArray(value)
    ? hasNoAttribute(value, 'get')
    : `TypeError: argument of type '${typeName(value)}' is not iterable`

type Add = (what: string, error: string) => void

/** A file with its aliases put in, when it is of this format; else why it is not read. */
function opened(json: unknown, path: string, format: string): [PlainObject, null] | [null, Fault] {
  if (!isPlainObject(json)) return [null, { what: path, error: hasNoAttribute(json, 'get') }]
  if (formatOf(json) !== format) {
    return [null, { what: path, error: `TypeError: Unknown format '${formatOf(json)}' in '${path}'` }]
  }
  try {
    return [withAliases(json), null]
  } catch (error) {
    if (error instanceof AliasError) return [null, { what: path, error: error.message }]
    throw error
  }
}

/** Paths of the files of all versions are checked, also of those that are never fetched. */
function checkPaths(name: string, product: unknown, add: Add): void {
  if (!isPlainObject(product) || product['versions'] === undefined) return
  const { versions } = product
  if (!isPlainObject(versions)) return add(name, hasNoAttribute(versions, 'items'))
  for (const [version, value] of Object.entries(versions)) {
    const what = `${name} ${version}`
    if (!isPlainObject(value)) add(what, noObject(value))
    else if (value['items'] !== undefined && !isPlainObject(value['items'])) {
      add(what, hasNoAttribute(value['items'], 'items'))
    } else
      for (const [key, item] of Object.entries(value['items'] ?? {})) {
        if (!isPlainObject(item)) add(`${what} ${key}`, hasNoAttribute(item, 'get'))
        else for (const error of faultOfPath(item['path'])) add(`${what} ${key}`, error)
      }
  }
}

/** Of each product only the newest version is read. */
function checkProduct(name: string, product: PlainObject, file: PlainObject, add: Add): void {
  const [newest, version] = newestOf(product['versions']) ?? []
  if (newest === undefined || !version) return
  const items = isPlainObject(version['items']) ? version['items'] : {}
  const known = new Set<string>()
  for (const [key, item] of Object.entries(items)) {
    if (!isPlainObject(item)) continue
    const levels = [item, version, product, file]
    const what = `${name} ${newest}`
    for (const error of faultsOfFile(item, levels)) add(`${what} ${key}`, error)
    if (!passesNameRules(name, levels)) continue
    // the same for each file of a product, if its keys stand above
    const error = faultOfProduct(levels)
    if (error !== null && !known.has(error)) add(what, error)
    if (error !== null) known.add(error)
    else for (const missing of faultsOfImport(levels)) add(`${what} ${key}`, missing)
  }
}

/** The newest version by its key, whether it has files or not. */
export function newestOf(versions: unknown): [name: string, version: PlainObject] | null {
  if (!isPlainObject(versions)) return null
  const newest = Object.keys(versions).reduce<string | null>(
    (best, key) => (best === null || key > best ? key : best),
    null,
  )
  const version = newest === null ? null : versions[newest]
  return newest !== null && isPlainObject(version) ? [newest, version] : null
}

/** A file with a path needs a checksum and a size at once. */
function faultsOfFile(item: PlainObject, levels: Levels): string[] {
  if (isEmpty(item['path'])) return []
  if (!['md5', 'sha256', 'sha512'].some((sum) => valueOf(levels, sum) !== undefined)) {
    return [
      "InvalidChecksum: provided checksums ({}) did not include any allowed (('md5', 'sha256', 'sha512'))",
    ]
  }
  const size = valueOf(levels, 'size')
  if (size === undefined) return [`InvalidChecksum: Invalid size 'None' at ${pythonStr(item['path'])}.`]
  return isPythonInt(size) ? [] : [`ValueError: invalid literal for int() with base 10: ${pythonRepr(size)}`]
}

/** File types that MAAS 3.4 to 3.7 imports; it passes over a file of any other. */
export const IMPORTED_TYPES: ReadonlySet<string> = new Set(
  [
    'root-tgz root-tbz root-txz root-image.gz squashfs',
    'root-dd root-dd.tar root-dd.raw root-dd.bz2 root-dd.gz root-dd.xz root-dd.tar.bz2 root-dd.tar.xz',
    'boot-kernel boot-initrd boot-dtb archive.tar.xz',
  ].flatMap((names) => names.split(' ')),
)

/** What the importer needs to know of a product that passes its name rules. */
function faultOfProduct(levels: Levels): string | null {
  const get = (key: string) => valueOf(levels, key)
  const loader = get('bootloader-type')
  const needed = ['arch', ...(loader === undefined ? ['release'] : []), 'label']
  const missing = needed.find((key) => get(key) === undefined)
  if (missing !== undefined) return keyError(missing)
  if (loader === undefined && get('release') === '' && isUbuntuWithVersion(get)) {
    return 'IndexError: string index out of range'
  }
  const end = get('support_eol')
  const dateFault = end ? dateError(end) : null
  if (dateFault !== null) return dateFault
  return isTooLong(get) ? 'DataError: value too long for type character varying(32)' : null
}

/** What is needed only when the image is imported. */
function faultsOfImport(levels: Levels): string[] {
  const isMissing = (key: string) => valueOf(levels, key) === undefined
  if (isMissing('content_id')) return [keyError('content_id')]
  if (isMissing('ftype')) return [keyError('ftype')]
  if (!IMPORTED_TYPES.has(valueOf(levels, 'ftype') ?? '')) return []
  const absent = ['path', 'sha256'].find(isMissing)
  return absent === undefined ? [] : [keyError(absent)]
}

type Get = (key: string) => string | undefined

const isUbuntuWithVersion = (get: Get) => (get('os') ?? 'ubuntu') === 'ubuntu' && get('version') !== undefined

/** Columns of MAAS's cache of what a source offers. */
function isTooLong(get: Get): boolean {
  const short = ['os', 'arch', 'subarch', 'kflavor', 'release', 'label', 'bootloader-type']
  return (
    short.some((key) => (get(key) ?? '').length > 32) ||
    /[^,]{33}/.test(get('subarches') ?? '') ||
    ['release_codename', 'release_title'].some((key) => (get(key) ?? '').length > 255)
  )
}

/** A path that is put behind the address of the source has to be text. */
const faultOfName = (path: unknown): string[] =>
  isEmpty(path) || typeof path === 'string'
    ? []
    : [`TypeError: can only concatenate str (not "${typeName(path)}") to str`]

/** A path that is empty or missing is fine; dots at the very end are too. */
function faultOfPath(value: unknown): string[] {
  if (isEmpty(value)) return []
  const path = pythonStr(value)
  if (path.startsWith('/')) return [`TypeError: Path '${path}' is absolute path`]
  const dots = ['../', '.../']
  const start = dots.find((part) => path.startsWith(part))
  if (start !== undefined) return [`TypeError: Path '${path}' starts with '${start}'`]
  const inside = dots.map((part) => `/${part}`).find((part) => path.includes(part))
  return inside === undefined ? [] : [`TypeError: Path '${path}' contains '${inside}'`]
}

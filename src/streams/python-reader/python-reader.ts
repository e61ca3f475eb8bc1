import { pythonRepr, pythonStr } from '#lib/text/python-repr.ts'
import { entriesInOrder } from '#streams/json/key-order.ts'
import { isPlainObject, type PlainObject } from '#streams/json/plain-object.ts'
import { passesNameRules } from './imported.ts'
import { type Levels, valueOf } from './levels.ts'
import { type ReadingFault, faultOfPath, ofFile, opened, PRODUCTS } from './python-index.ts'
import { dateError, hasNoAttribute, isEmpty, isPythonInt, keyError, typeName } from './python-words.ts'
import { coreNames, isUbuntuCore } from './ubuntu-core.ts'

/*
 * The faults that end the reading of MAAS up to 3.7: python-simplestreams (0.1.0) with the callbacks of MAAS's
 * importer and the columns of its cache. Compared with both on thousands of mutated streams. MAAS catches only
 * network errors and a missing signature there, so each of these faults ends the import from all sources, and
 * MAAS shows no message.
 */

/**
 * The faults of a products file, in the order in which MAAS finds them.
 * @param path the path by which the stream names the file
 */
export function productsFaults(json: unknown, path: string): ReadingFault[] {
  const [file, fault] = opened(json, path, PRODUCTS)
  if (!file) return [fault]
  const { products } = file
  if (products === undefined) return [ofFile(path, keyError('products'))]
  if (!isPlainObject(products)) return [ofFile(path, hasNoAttribute(products, 'items'))]
  const faults: ReadingFault[] = []
  const add: Add = (what, error, when = 'file') => void faults.push({ what, error, when })
  const listed = entriesInOrder(products)
  for (const [name, product] of listed) checkPaths(name, product, add)
  if (file['content_id'] === undefined) add(path, keyError('content_id'))
  for (const [name, product] of listed) checkObjects(name, product, add)
  for (const [name, product] of listed) {
    if (isPlainObject(product)) checkProduct(name, product, file, add)
  }
  return faults
}

type Add = (what: string, error: string, when?: ReadingFault['when']) => void

/** In values of these types Python searches for a key without an error. */
const isSearchable = (value: unknown): boolean => typeof value === 'string' || Array.isArray(value)

const notSearchable = (value: unknown): string =>
  `TypeError: argument of type '${typeName(value)}' is not iterable`

/** MAAS checks the paths of all versions, even of those that are never downloaded. */
function checkPaths(name: string, product: unknown, add: Add): void {
  if (!isPlainObject(product)) {
    if (!isSearchable(product)) add(name, notSearchable(product))
    return
  }
  if (product['versions'] === undefined) return
  const { versions } = product
  if (!isPlainObject(versions)) return add(name, hasNoAttribute(versions, 'items'))
  for (const [version, value] of Object.entries(versions)) {
    const what = `${name} ${version}`
    if (!isPlainObject(value)) {
      if (!isSearchable(value)) add(what, notSearchable(value))
    } else if (value['items'] !== undefined && !isPlainObject(value['items'])) {
      add(what, hasNoAttribute(value['items'], 'items'))
    } else
      for (const [key, item] of Object.entries(value['items'] ?? {})) {
        if (!isPlainObject(item)) add(`${what} ${key}`, hasNoAttribute(item, 'get'))
        else for (const error of faultOfPath(item['path'])) add(`${what} ${key}`, error)
      }
  }
}

/** All products and versions have to be objects, or MAAS fails before it reads the first one. */
function checkObjects(name: string, product: unknown, add: Add): void {
  if (!isPlainObject(product)) {
    if (isSearchable(product)) add(name, hasNoAttribute(product, 'get'))
    return
  }
  const { versions } = product
  if (!isPlainObject(versions)) return
  for (const [version, value] of Object.entries(versions)) {
    if (isSearchable(value)) add(`${name} ${version}`, hasNoAttribute(value, 'get'))
  }
}

/** MAAS reads only the newest version of each product. */
function checkProduct(name: string, product: PlainObject, file: PlainObject, add: Add): void {
  const [newest, version] = newestOf(product['versions']) ?? []
  if (newest === undefined || !version) return
  const items = isPlainObject(version['items']) ? version['items'] : {}
  const known = new Set<string>()
  const above = [version, product, file]
  const what = `${name} ${newest}`
  // the same for each file of a product that inherits its keys
  const shared = judgedProduct(name, above)
  for (const [key, item] of Object.entries(items)) {
    if (!isPlainObject(item)) continue
    const levels = [item, ...above]
    for (const error of faultsOfFile(item, levels)) add(`${what} ${key}`, error)
    const own = PRODUCT_KEYS.some((key) => item[key] !== undefined)
    const { isRead, error, when } = own ? judgedProduct(name, levels) : shared
    if (!isRead) continue
    if (error !== null && !known.has(error)) add(what, error, when)
    if (error !== null) known.add(error)
    else for (const absent of faultsOfImport(levels)) add(`${what} ${key}`, absent, 'import')
  }
}

/** The keys that decide whether a product is read, and which faults it has. */
const PRODUCT_KEYS = [
  'os arch subarch subarches kflavor release label version bootloader-type support_eol',
  'release_codename release_title gadget_snap kernel_snap',
].flatMap((names) => names.split(' '))

type JudgedProduct = {
  readonly isRead: boolean
  readonly error: string | null
  readonly when: 'file' | 'cache'
}

function judgedProduct(name: string, levels: Levels): JudgedProduct {
  if (!passesNameRules(name, levels)) return { isRead: false, error: null, when: 'file' }
  const missing = missingOfProduct(levels)
  return missing === null
    ? { isRead: true, error: faultOfCache(levels), when: 'cache' }
    : { isRead: true, error: missing, when: 'file' }
}

/** The version with the highest key, whether it has files or not. */
export function newestOf(versions: unknown): [name: string, version: PlainObject] | null {
  if (!isPlainObject(versions)) return null
  const newest = Object.keys(versions).reduce<string | null>(
    (best, key) => (best === null || key > best ? key : best),
    null,
  )
  const version = newest === null ? null : versions[newest]
  return newest !== null && isPlainObject(version) ? [newest, version] : null
}

/** A file with a path needs both a checksum and a size. */
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

/** The file types that MAAS 3.4 to 3.7 imports; it ignores files of other types. */
export const IMPORTED_TYPES: ReadonlySet<string> = new Set(
  [
    'root-tgz root-tbz root-txz root-image.gz squashfs',
    'root-dd root-dd.tar root-dd.raw root-dd.bz2 root-dd.gz root-dd.xz root-dd.tar.bz2 root-dd.tar.xz',
    'boot-kernel boot-initrd boot-dtb archive.tar.xz',
  ].flatMap((names) => names.split(' ')),
)

/** The keys that the importer needs of a product that passes its name rules. */
function missingOfProduct(levels: Levels): string | null {
  const get = (key: string) => valueOf(levels, key)
  const loader = get('bootloader-type')
  const needed = ['arch', ...(loader === undefined ? ['release'] : []), 'label']
  const missing = needed.find((key) => get(key) === undefined)
  if (missing !== undefined) return keyError(missing)
  return loader === undefined && get('release') === '' && isUbuntuWithVersion(get)
    ? 'IndexError: string index out of range'
    : null
}

/** Values that do not fit into MAAS's cache of offered images. */
function faultOfCache(levels: Levels): string | null {
  const get = (key: string) => valueOf(levels, key)
  const end = get('support_eol')
  const dateFault = end ? dateError(end) : null
  if (dateFault !== null) return dateFault
  return isTooLong(get) ? 'DataError: value too long for type character varying(32)' : null
}

/** Keys that are required only when the image is imported. */
function faultsOfImport(levels: Levels): string[] {
  const isMissing = (key: string) => valueOf(levels, key) === undefined
  if (isMissing('content_id')) return [keyError('content_id')]
  if (isMissing('ftype')) return [keyError('ftype')]
  if (!IMPORTED_TYPES.has(valueOf(levels, 'ftype') ?? '')) return []
  const needed = isUbuntuCore(valueOf(levels, 'os') ?? '')
    ? ['gadget_snap', 'path', 'sha256']
    : ['path', 'sha256']
  const absent = needed.find(isMissing)
  return absent === undefined ? [] : [keyError(absent)]
}

type Get = (key: string) => string | undefined

const isUbuntuWithVersion = (get: Get) => (get('os') ?? 'ubuntu') === 'ubuntu' && get('version') !== undefined

/** The columns of MAAS's cache of offered images. */
function isTooLong(get: Get): boolean {
  const core = isUbuntuCore(get('os') ?? '') ? coreNames(get) : null
  const names = ['os', 'arch', 'label', 'bootloader-type'].map(get)
  const { subarch, subarches, kflavor, release } = core ?? {
    subarch: get('subarch'),
    subarches: (get('subarches') ?? '').split(','),
    kflavor: get('kflavor'),
    release: get('release'),
  }
  return (
    [...names, subarch, ...subarches, kflavor, release].some((name) => (name ?? '').length > 32) ||
    ['release_codename', 'release_title'].some((key) => (get(key) ?? '').length > 255)
  )
}

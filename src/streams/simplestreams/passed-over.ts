import type { StreamReader } from '#selections/maas-version.ts'
import { isIndex } from './index-file.ts'
import { isPlainObject, type PlainObject } from '#streams/json/plain-object.ts'
import { expanded, levelsOf } from './products.ts'
import { about, aboutBoth, type StreamWarning } from './findings.ts'
import { type PassedOver, passedOverBy38, passedOverTo37 } from '#streams/python-reader/imported.ts'
import { valueOf } from '#streams/python-reader/levels.ts'
import { isFollowed } from '#streams/python-reader/python-index.ts'
import { newestOf } from '#streams/python-reader/python-reader.ts'

type File = {
  readonly json: unknown
  /** The number of indexes between it and the first one. */
  readonly depth: number
  /** Whether MAAS up to 3.7 reaches it. */
  readonly followed: boolean
}

/** The parts that each MAAS ignores in the files that it reads, by the keys that it finds for each product. */
export function passedOver(index: unknown, files: readonly File[]): (StreamWarning | null)[] {
  const followed = files.filter((file) => file.followed)
  const indexes = [index, ...followed.map(({ json }) => json).filter(isIndex)]
  const old = followed.flatMap(({ json }) => productsOf(json, 'to-3.7'))
  const recent = files.filter(({ depth }) => depth === 0).flatMap(({ json }) => productsOf(json, 'from-3.8'))
  const of = (products: readonly Found[], reason: PassedOver) =>
    products.filter((product) => product.reason === reason).map(({ name }) => name)
  return [
    about(
      indexes.flatMap(unfollowedEntries),
      'to-3.7',
      'ignores',
      'MAAS ignores these entries of the index, because they have no format or one that MAAS does not support.',
    ),
    about(
      old.filter(({ isEmpty }) => isEmpty).map(({ name }) => name),
      'to-3.7',
      'ignores',
      'The newest version of these products has no files, so MAAS does not offer their images.',
    ),
    ...aboutBoth(
      of(old, 'ubuntu-name'),
      of(recent, 'ubuntu-name'),
      'ignores',
      'MAAS ignores these products, because their names do not contain :v3:.',
    ),
    ...aboutBoth(
      of(old, 'bootloader-name'),
      of(recent, 'bootloader-name'),
      'ignores',
      'MAAS does not import these bootloaders, because their names do not contain :1:.',
    ),
    about(
      of(old, 'empty-type'),
      'to-3.7',
      'ignores',
      'MAAS ignores these products, because it treats products with an empty bootloader-type as unknown bootloaders.',
    ),
  ]
}

/** Content IDs of the entries of an index that MAAS up to 3.7 does not follow. */
function unfollowedEntries(index: unknown): string[] {
  const entries = isPlainObject(index) && isPlainObject(index['index']) ? index['index'] : {}
  return Object.entries(entries)
    .filter(([, entry]) => isPlainObject(entry) && !isFollowed(entry['format']))
    .map(([contentId]) => contentId)
}

type Found = {
  readonly name: string
  /** Whether its newest version has no files. Then MAAS up to 3.7 reads nothing else of it. */
  readonly isEmpty: boolean
  readonly reason: PassedOver | null
}

/** The products of a file as a reader finds them, before it checks for missing keys. */
function productsOf(json: unknown, reader: StreamReader): Found[] {
  if (!isPlainObject(json) || isIndex(json)) return []
  const file = reader === 'to-3.7' ? expanded(json) : json
  const products = isPlainObject(file['products']) ? file['products'] : {}
  return Object.entries(products).flatMap(([name, product]) => {
    const [, newest] = (isPlainObject(product) && newestOf(product['versions'])) || []
    if (!isPlainObject(product) || !newest) return []
    const items = filesOf(newest)
    const isEmpty = items !== null && items.length === 0
    return [
      { name, isEmpty, reason: isEmpty ? null : reasonOf(name, { file, product, newest, items }, reader) },
    ]
  })
}

/** The files of a version; null if its value is not an object. */
function filesOf({ items = {} }: PlainObject): readonly unknown[] | null {
  return isPlainObject(items) ? Object.values(items) : null
}

type Parts = {
  readonly file: PlainObject
  readonly product: PlainObject
  readonly newest: PlainObject
  readonly items: readonly unknown[] | null
}

function reasonOf(
  name: string,
  { file, product, newest, items }: Parts,
  reader: StreamReader,
): PassedOver | null {
  const levels = levelsOf(product, file, reader)
  if (reader === 'to-3.7') return passedOverTo37(name, levels)
  const types = (items ?? [])
    .filter(isPlainObject)
    .map((item) => valueOf([item, newest, product, file], 'ftype') ?? '')
  return passedOverBy38(name, (key) => valueOf(levels, key) ?? '', types)
}

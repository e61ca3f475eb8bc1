import { pythonStr } from '#lib/text/python-repr.ts'
import { isPlainObject, type PlainObject } from '#streams/json/plain-object.ts'
import { isCalendarDay } from './python-words.ts'

/*
 * How MAAS 3.8 reads a stream: with strict models, in which no key is inherited from the level above. A single
 * invalid value makes the whole source unusable, but not other sources. Compared with MAAS's models on
 * thousands of mutated streams.
 */

/** One fault in words: "com.ubuntu…:ga-24.04 lacks label". */
export type Misfit = string

/** The words in the log of MAAS 3.8 for an index and for a products file with faults. */
export const INVALID_INDEX = 'Got invalid data for the index file'
export const INVALID_PRODUCTS = 'Got invalid data for the products file'

/** The longest name in a message: each problem repeats the name. */
const brief = (name: string) => name.slice(0, 200)

const DATATYPES = ['image-ids', 'image-downloads']

/** Why an index is invalid for MAAS 3.8; empty if it is valid. */
export function indexMisfits(json: unknown): Misfit[] {
  if (!isPlainObject(json)) return ['is not an object']
  const { index } = json
  const top = [...timeMisfit(json['updated']), ...optionalText(json, 'format')]
  if (!isPlainObject(index)) return [...top, 'has no index']
  const entries = Object.entries(index)
  if (entries.length === 0) return [...top, 'has no entries']
  return [
    ...top,
    ...entries.flatMap(([name, entry]) => entryMisfits(entry).map((problem) => `${brief(name)} ${problem}`)),
  ]
}

function entryMisfits(entry: unknown): Misfit[] {
  if (!isPlainObject(entry)) return ['is not an object']
  const { datatype, products } = entry
  return [
    ...(entry['name'] === undefined ? [] : ['has the key name, which MAAS sets itself']),
    ...lacking(entry, ['path']),
    ...(entry['path'] === '' ? ['has an empty path'] : []),
    ...timeMisfit(entry['updated']),
    ...optionalText(entry, 'format'),
    ...(datatype === undefined || datatype === null || isDatatype(datatype)
      ? []
      : [`has the datatype ${pythonStr(datatype)}`]),
    ...(Array.isArray(products) && products.every(isText) ? [] : ['has no list of products']),
  ]
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isDatatype = (value: unknown) => isText(value) && DATATYPES.includes(value)

/** The model that a product is meant for. */
type Model = {
  readonly texts: readonly string[]
  readonly mayBeText: readonly string[]
  readonly dates: readonly string[]
  /** One file of each group is required, and every file named here has to be valid. */
  readonly groups: readonly (readonly string[])[]
  readonly fileTexts: readonly string[]
}

const IMAGE = ['arch', 'label', 'os', 'release', 'release_title', 'subarch', 'subarches', 'version']
const BOOTLOADER: Model = {
  texts: ['arch', 'arches', 'bootloader-type', 'label', 'os'],
  mayBeText: [],
  dates: [],
  groups: [['grub2-signed', 'shim-signed', 'grub2', 'syslinux']],
  fileTexts: ['ftype', 'path', 'sha256', 'src_package', 'src_release', 'src_version'],
}
const FILES = ['ftype', 'path', 'sha256']
const SEVERAL_FILES: Model = {
  texts: IMAGE,
  mayBeText: ['kflavor', 'krel', 'release_codename'],
  dates: ['support_eol'],
  groups: [['boot-initrd'], ['boot-kernel'], ['manifest'], ['squashfs', 'root-image.gz']],
  fileTexts: FILES,
}
const SINGLE_FILE: Model = {
  texts: IMAGE,
  mayBeText: [],
  dates: ['support_eol'],
  groups: [['manifest'], ['root-tgz']],
  fileTexts: FILES,
}
/** MAAS tries the models in this order, and the last one that fits counts. */
const MODELS = { bootloader: BOOTLOADER, 'several-files': SEVERAL_FILES, 'single-file': SINGLE_FILE } as const
export type ModelName = keyof typeof MODELS

/** The model that all products of a file fit; null if there is none, so that the file is invalid for MAAS. */
export function modelOf(json: unknown): ModelName | null {
  if (firstVersionMisfits(json).length > 0) return null
  const names: readonly ModelName[] = ['single-file', 'several-files', 'bootloader']
  return names.find((name) => fileMisfits(json, () => MODELS[name]).length === 0) ?? null
}

/**
 * Why no model of MAAS 3.8 fits a products file: each product is checked against the model that it is meant
 * for.
 */
export function productsMisfits(json: unknown): Misfit[] {
  if (modelOf(json) !== null) return []
  const misfits = [...fileMisfits(json, meantFor), ...firstVersionMisfits(json)]
  return misfits.length > 0 ? misfits : ['mixes bootloaders, images of one file and images of several files']
}

/**
 * MAAS tries the model for images of several files on the first version of any file, and a date there that is
 * not text ends the reading.
 */
function firstVersionMisfits(json: unknown): Misfit[] {
  const products = isPlainObject(json) && isPlainObject(json['products']) ? json['products'] : {}
  const [[name, product] = ['', null]] = Object.entries(products)
  const [first] = isPlainObject(product) ? versionsOf(product) : []
  if (!first) return []
  const dates = itemsOf(first[1])
  return ['support_eol', 'support_esm_eol']
    .filter((key) => isOddText(dates[key]))
    .map((key) => `${brief(name)} ${brief(first[0])} has a ${key} that is not a date`)
}

/** The model that a product is meant for, by the keys of a bootloader and by its root file. */
function meantFor(product: PlainObject): Model {
  if (product['release'] === undefined && product['bootloader-type'] !== undefined) return BOOTLOADER
  const items = versionsOf(product).flatMap(([, version]) => Object.keys(itemsOf(version)))
  return items.includes('root-tgz') && !items.includes('boot-kernel') ? SINGLE_FILE : SEVERAL_FILES
}

function fileMisfits(json: unknown, modelFor: (product: PlainObject) => Model): Misfit[] {
  if (!isPlainObject(json)) return ['is not an object']
  const top = [
    ...lacking(json, ['content_id']),
    ...(isDatatype(json['datatype']) ? [] : ['has no datatype that MAAS supports']),
    ...timeMisfit(json['updated']),
    ...optionalText(json, 'format'),
  ]
  const { products } = json
  // an empty list is a list of products
  if (Array.isArray(products) && products.length === 0) return top
  if (!isPlainObject(products) || Object.keys(products).length === 0) return [...top, 'has no products']
  return [
    ...top,
    ...Object.entries(products).flatMap(([name, product]) =>
      (isPlainObject(product) ? productMisfits(product, modelFor(product)) : ['is not an object']).map(
        (problem) => `${brief(name)} ${problem}`,
      ),
    ),
  ]
}

function productMisfits(product: PlainObject, model: Model): Misfit[] {
  const versions = versionsOf(product)
  return [
    ...(product['product_name'] === undefined ? [] : ['has the key product_name, which MAAS sets itself']),
    ...lacking(product, model.texts),
    ...model.mayBeText.filter((key) => isOddText(product[key])).map((key) => `has a ${key} that is not text`),
    ...model.dates.flatMap((key) => dateMisfit(product, key)),
    ...(versions.length === 0 ? ['has no versions'] : []),
    ...versions.flatMap(([name, version]) =>
      versionMisfits(version, model).map((problem) => `${brief(name)} ${problem}`),
    ),
  ]
}

const versionsOf = (product: PlainObject) =>
  isPlainObject(product['versions']) ? Object.entries(product['versions']) : []

/** The merged form of each version. All models read it, and there may be 100,000 files. */
const merged = new WeakMap<PlainObject, PlainObject>()

/** The files of a version: MAAS reads them from `items`, or else from the version itself. */
function itemsOf(version: unknown): PlainObject {
  if (!isPlainObject(version)) return {}
  const { items } = version
  if (!isPlainObject(items)) return items === undefined ? version : {}
  const known = merged.get(version) ?? { ...version, ...items }
  merged.set(version, known)
  return known
}

function versionMisfits(version: unknown, model: Model): Misfit[] {
  if (!isPlainObject(version)) return ['is not an object']
  if (version['items'] !== undefined && !isPlainObject(version['items']))
    return ['has items that are not an object']
  const items = itemsOf(version)
  if (items['version_name'] !== undefined) return ['has the key version_name, which MAAS sets itself']
  const dates = model === SEVERAL_FILES ? ['support_eol', 'support_esm_eol'] : []
  const isThere = (key: string) => items[key] !== undefined && items[key] !== null
  return [
    ...model.groups.filter((group) => !group.some(isThere)).map((group) => `lacks ${group.join(' or ')}`),
    ...dates.flatMap((key) => dateMisfit(items, key)),
    ...model.groups
      .flat()
      .filter((key) => isThere(key))
      .flatMap((key) => itemMisfits(items[key], model).map((problem) => `${key} ${problem}`)),
  ]
}

function itemMisfits(item: unknown, { fileTexts }: Model): Misfit[] {
  if (!isPlainObject(item)) return ['is not an object']
  const { size, kpackage } = item
  return [
    ...lacking(item, fileTexts),
    ...(isWholeNumber(size)
      ? []
      : [size === undefined ? 'lacks size' : 'has a size that is not a whole number']),
    ...(fileTexts === FILES && isOddText(kpackage) ? ['has a kpackage that is not text'] : []),
  ]
}

/** Missing keys, and keys whose values are not text. */
function lacking(value: PlainObject, keys: readonly string[]): Misfit[] {
  const missing = keys.filter((key) => value[key] === undefined || value[key] === null)
  const odd = keys.filter((key) => !missing.includes(key) && !isText(value[key]))
  return [
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
    ...odd.map((key) => `has a ${key} that is not text`),
  ]
}

const isOddText = (value: unknown) => value !== undefined && value !== null && !isText(value)

/** A key that may be missing, but not null. */
const optionalText = (value: PlainObject, key: string): Misfit[] =>
  value[key] === undefined || isText(value[key]) ? [] : [`has a ${key} that is not text`]

/** Whole numbers, also as text, as pydantic accepts them. */
function isWholeNumber(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value)
  return typeof value === 'boolean' || (isText(value) && /^\s*[+-]?\d+(_\d+)*(\.0+)?\s*$/.test(value))
}

function timeMisfit(value: unknown): Misfit[] {
  if (value === undefined) return ['lacks updated']
  return isText(value) && isTime(value) ? [] : ['has no date in updated']
}

const DAYS = 'mon|tue|wed|thu|fri|sat|sun'
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const ZONE = String.raw`(?:z|[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?)`
const MAIL_DATE = new RegExp(
  String.raw`^(?:${DAYS}),\s+(\d{1,2})\s+(${MONTHS.join('|')})\s+(\d{4})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})\s+${ZONE}$`,
  'i',
)

/** "Thu, 24 Sep 2026 08:01:49 +0000", with a number or Z as the time zone, or ISO. "GMT" is not accepted. */
function isTime(text: string): boolean {
  const [, day, month, year, ...clock] = MAIL_DATE.exec(text) ?? []
  if (month === undefined) return isIsoTime(text)
  const [hours = 0, minutes = 0, seconds = 0] = clock.map(Number)
  return (
    isCalendarDay(Number(year), MONTHS.indexOf(month.toLowerCase()) + 1, Number(day)) &&
    hours < 24 &&
    minutes < 60 &&
    seconds < 62
  )
}

const ISO_DATE = /^(\d{4})-?(\d{2})-?(\d{2})$/
const ISO_WEEK = /^\d{4}-?W(\d{2})(?:-?[1-7])?$/
const ISO_CLOCK =
  /^([01]\d|2[0-3])(?::?[0-5]\d(?::?[0-5]\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d(?::?\d\d(?::?\d\d(?:\.\d+)?)?)?)?$/

function isIsoTime(text: string): boolean {
  const date = text.slice(0, dateLength(text))
  const clock = text.slice(date.length + 1)
  return isIsoDate(date) && (text.length === date.length || ISO_CLOCK.test(clock))
}

/** The number of characters of the date in a text: up to the separator between date and time. */
function dateLength(text: string): number {
  const [date = text] = /^\d{4}(?:-\d{2}-\d{2}|\d{4}|-?W\d{2}(?:-?[1-7])?)/.exec(text) ?? []
  return date.length
}

function isIsoDate(text: string): boolean {
  const week = ISO_WEEK.exec(text)?.[1]
  if (week !== undefined) return Number(week) >= 1 && Number(week) <= 53
  const [, year, month, day] = ISO_DATE.exec(text) ?? []
  return (
    year !== undefined &&
    /^\d{8}$|^\d{4}-\d{2}-\d{2}$/.test(text) &&
    isCalendarDay(Number(year), Number(month), Number(day))
  )
}

/** A date that may be missing: three numbers with dashes between them, or ISO. */
function dateMisfit(value: PlainObject, key: string): Misfit[] {
  const date = value[key]
  if (date === undefined || date === null) return []
  if (isText(date)) {
    const [, year, month, day] = /^\s*(\d+)\s*-\s*(\d+)\s*-\s*(\d+)\s*$/.exec(date) ?? []
    if (year !== undefined && isCalendarDay(Number(year), Number(month), Number(day))) return []
    if (isIsoDate(date)) return []
  }
  return [`has a ${key} that is not a date`]
}

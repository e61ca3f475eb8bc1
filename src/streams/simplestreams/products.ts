import * as z from 'zod/mini'
import { displayText } from '#lib/text/display-text.ts'
import type { StreamReader } from '#selections/maas-version.ts'
import { kernelName } from './kernel-name.ts'
import { entriesInOrder } from '#streams/json/key-order.ts'
import { isPlainObject, type PlainObject } from '#streams/json/plain-object.ts'
import { AliasError, withAliases } from '#streams/python-reader/aliases.ts'
import { isImportedBy38, passesNameRules } from '#streams/python-reader/imported.ts'
import { type Levels, valueOf } from '#streams/python-reader/levels.ts'
import { newestOf } from '#streams/python-reader/python-reader.ts'
import { CORE_NAMES, coreNames, coreTitle, isUbuntuCore } from '#streams/python-reader/ubuntu-core.ts'
import { behindRoot, leavesSource } from './source-path.ts'
import { StreamError } from '#streams/stream-error.ts'

export type Item = {
  readonly ftype: string
  readonly path: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
}

export type ProductVersion = { readonly version: string; readonly items: readonly Item[] }

/** One product of a stream, flattened. Lists are newest first by byte order of the version. */
export type StreamProduct = {
  readonly name: string
  readonly contentId: string
  readonly kind: 'image' | 'bootloader' | 'notification'
  readonly os: string
  /** For Ubuntu Core up to MAAS 3.7 it includes the gadget snap: `16-pc`. */
  readonly release: string
  readonly arch: string
  readonly label: string
  readonly subarch: string
  readonly subarches: readonly string[]
  readonly kflavor: string
  /** The MAAS name of its kernel. */
  readonly kernel: string
  readonly releaseTitle: string
  readonly codename: string
  /** "24.04" */
  readonly version: string
  /** YYYY-MM-DD; it can be a key of the product or of a version; the newest version counts. */
  readonly supportEol: string | null
  readonly bootloaderType: string | null
  /** False if MAAS ignores it because of its name or its bootloader type. */
  readonly imported: boolean
  readonly versions: readonly ProductVersion[]
}

/** A part of a stream that is not used, and the reason in words. */
export type Ignored = { readonly what: string; readonly reason: string }

const productFile = z.looseObject({ products: z.custom<PlainObject>(isPlainObject) })
/** The list of maas.io has 240. */
const MOST_PRODUCTS = 20_000

/** The form of names in requests to MAAS and of boot resources; titles for people are checked elsewhere. */
const NAMES = ['os', 'release', 'arch', 'label', 'subarch', 'kflavor', 'bootloader-type']
const isName = (text: string) => /^[\x21-\x7e]{0,200}$/.test(text)

type Ignore = (what: string, reason: string) => void

/**
 * Reads one products file (format products:1.0) as MAAS does. Up to 3.7 products, versions and items inherit
 * the keys of the levels above, the innermost one counts, and aliases are resolved. 3.8 uses the keys of the
 * product; missing ones are filled in here in the same way, because MAAS itself then refuses the file. Parts
 * that cannot be used, down to a single file, are listed in `ignored`.
 * @throws StreamError if it is not a products file
 */
export function readProducts(
  json: unknown,
  reader: StreamReader = 'to-3.7',
): { products: StreamProduct[]; ignored: Ignored[] } {
  const file = productFile.safeParse(json)
  if (!file.success) throw new StreamError('This is not a SimpleStreams products file.')
  const count = Object.keys(file.data.products).length
  if (count > MOST_PRODUCTS) {
    throw new StreamError(`It lists ${count} products; at most ${MOST_PRODUCTS} are supported.`)
  }
  const ignored: Ignored[] = []
  const ignore: Ignore = (what, reason) => void ignored.push({ what: displayText(what), reason })
  const split = splitOnce()
  const top = reader === 'to-3.7' ? expanded(file.data) : file.data
  const listed = isPlainObject(top['products']) ? top['products'] : {}
  const products = entriesInOrder(listed).flatMap(([name, value]) => {
    const outcome = readProduct(name, top, value, { reader, split, ignore })
    if (typeof outcome !== 'string') return [outcome]
    ignore(name, outcome)
    return []
  })
  return { products, ignored }
}

/** The file with its aliases resolved, or unchanged if MAAS fails on them, which is reported as a fault. */
export function expanded(file: PlainObject): PlainObject {
  try {
    return withAliases(file)
  } catch (error) {
    if (error instanceof AliasError) return file
    throw error
  }
}

type Reading = {
  readonly reader: StreamReader
  readonly split: (text: string) => readonly string[]
  readonly ignore: Ignore
}

/** Splits at commas. The same text gives the same list, because products share inherited values. */
function splitOnce(): Reading['split'] {
  const lists = new Map<string, readonly string[]>()
  return (text) => {
    const list = lists.get(text) ?? text.split(',')
    lists.set(text, list)
    return list
  }
}

/** The product, or the reason why it is not used. */
function readProduct(
  name: string,
  top: PlainObject,
  raw: unknown,
  { reader, split, ignore }: Reading,
): StreamProduct | string {
  if (!isPlainObject(raw)) return 'The product is not an object.'
  const versions = readVersions(name, raw, top, ignore)
  const levels = levelsOf(raw, top, reader)
  const get = (key: string, otherwise = '') => valueOf(levels, key) ?? otherwise
  const kind = kindOf(get, versions)
  if (kind === null) return 'It has no release and is not a bootloader.'
  const os = get('os', 'ubuntu')
  if (os === '') return 'It has no operating system.'
  const arch = get('arch')
  if (arch === '') return 'It has no architecture.'
  const [newestName, newestVersion] = newestOf(raw['versions']) ?? ['', null]
  if (newestVersion && !hasItems(newestVersion)) {
    return `Its newest version, ${displayText(newestName)}, has no files.`
  }
  const newest = versions[0]
  if (!newest) return 'None of its versions has a file.'
  // MAAS treats a product without an OS as Ubuntu, and a missing subarch as generic
  const subarch = get('subarch', 'generic')
  const kflavor = get('kflavor', 'generic')
  const core = reader === 'to-3.7' && isUbuntuCore(os)
  const odd = [...NAMES, ...(core ? CORE_NAMES : [])].find((key) => !isName(get(key)))
  if (odd !== undefined)
    return `Its ${odd} is too long or contains characters that MAAS does not use in names.`
  const title = get('release_title', get('release'))
  const value = (key: string) => valueOf(levels, key)
  return {
    name,
    contentId: valueOf([top], 'content_id') ?? '',
    kind,
    os,
    release: get('release'),
    arch,
    label: get('label'),
    subarch,
    subarches: split(get('subarches', 'generic')),
    kflavor,
    kernel: kernelName(subarch, kflavor),
    releaseTitle: displayText(core ? coreTitle(title, value) : title),
    codename: displayText(get('release_codename')),
    version: displayText(get('version')),
    supportEol: dateOf(valueOf([newest.raw, raw, top], 'support_eol')),
    bootloaderType: get('bootloader-type') || null,
    imported:
      reader === 'to-3.7'
        ? passesNameRules(name, levels)
        : isImportedBy38(
            name,
            get,
            newest.items.map(({ ftype }) => ftype),
          ),
    versions: versions.map(({ version, items }) => ({ version, items })),
    ...(core && coreNames(value)),
  }
}

/** The levels that hold the keys of a product, in order of precedence. */
export function levelsOf(product: PlainObject, top: PlainObject, reader: StreamReader): Levels {
  const [, version] = newestOf(product['versions']) ?? []
  const items = version && isPlainObject(version['items']) ? Object.values(version['items']) : []
  const inner = [items.find(isPlainObject), version].filter((level) => level !== undefined)
  return reader === 'to-3.7' ? [...inner, product, top] : [product, ...inner, top]
}

const hasItems = ({ items }: PlainObject) =>
  items !== undefined && !(isPlainObject(items) && Object.keys(items).length === 0)

type Read = ProductVersion & { readonly raw: PlainObject }

/** The versions that have a file, newest first. */
function readVersions(name: string, product: PlainObject, top: PlainObject, ignore: Ignore): Read[] {
  const { versions } = product
  if (!isPlainObject(versions)) return []
  return Object.entries(versions)
    .flatMap(([version, raw]) => {
      const what = `${name} ${version}`
      if (!isPlainObject(raw)) {
        ignore(what, 'The version is not an object.')
        return []
      }
      if (!isName(version)) {
        ignore(
          what,
          'The name of the version is too long or contains characters that MAAS does not use in names.',
        )
        return []
      }
      const items = readItems(what, raw['items'], [raw, product, top], ignore)
      return items.length > 0 ? [{ version, items, raw }] : []
    })
    .sort((a, b) => (a.version < b.version ? 1 : a.version > b.version ? -1 : 0))
}

function readItems(version: string, value: unknown, above: Levels, ignore: Ignore): Item[] {
  if (!isPlainObject(value)) return []
  return Object.entries(value).flatMap(([key, raw]) => {
    const what = `${version} ${key}`
    const levels = isPlainObject(raw) ? [raw, ...above] : []
    const [ftype, path, sha256, size] = FILE_KEYS.map((name) => valueOf(levels, name))
    const fault = faultOf({ ftype, path, sha256, size })
    if (fault !== null) ignore(what, fault)
    else if (leavesSource(behindRoot(path ?? '')))
      ignore(what, 'The path of the file points outside the source.')
    else return [{ ftype: ftype ?? '', path: path ?? '', sha256: sha256 ?? '', size: Number(size) }]
    return []
  })
}

const FILE_KEYS = ['ftype', 'path', 'sha256', 'size']

/**
 * The keys that a file lacks, or that its size is not a number; null if it is valid. Checked by hand, because a
 * source can list 100,000 invalid files, and a schema takes ten times as long.
 */
function faultOf(file: Readonly<Record<string, string | undefined>>): string | null {
  const { path, size } = file
  const missing = FILE_KEYS.filter((key) => file[key] === undefined)
  if (path === '') missing.push('path')
  if (size === '') missing.push('size')
  const faults = missing.length > 0 ? [`The file lacks ${missing.join(', ')}.`] : []
  if (size && !/^\d{1,15}$/.test(size)) faults.push('Its size is not a whole number.')
  return faults.length > 0 ? faults.join(' ') : null
}

function kindOf(get: (key: string) => string, versions: readonly Read[]): StreamProduct['kind'] | null {
  if (get('bootloader-type') !== '') return 'bootloader'
  if (
    get('release') === 'notifications' ||
    versions.some((v) => v.items.some((i) => i.ftype === 'notifications'))
  )
    return 'notification'
  return get('release') === '' ? null : 'image'
}

const dateOf = (text = '') => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null)

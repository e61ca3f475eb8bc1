import * as z from 'zod/mini'
import { displayText } from '#lib/display-text.ts'
import { kernelName } from './kernel-name.ts'
import { isPlainObject, type PlainObject } from './plain-object.ts'
import { leavesSource } from './source-path.ts'

export type Item = {
  readonly ftype: string
  readonly path: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
}

export type ProductVersion = { readonly version: string; readonly items: readonly Item[] }

/** One product of a stream, flattened. Lists are newest first by byte order of the version. */
export type Product = {
  readonly name: string
  readonly contentId: string
  readonly kind: 'image' | 'bootloader' | 'notification'
  readonly os: string
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
  /** YYYY-MM-DD; it may sit at the product or at a version, the newest version's counts. */
  readonly supportEol: string | null
  readonly bootloaderType: string | null
  readonly versions: readonly ProductVersion[]
}

/** Something in a stream that is not used, and why, in words. */
export type Ignored = { readonly what: string; readonly reason: string }

/** A file of a stream that cannot be used at all; the message says why, in words. */
export class StreamError extends Error {
  override readonly name = 'StreamError'
}

const productFile = z.looseObject({ content_id: z.string(), products: z.custom<PlainObject>(isPlainObject) })
const item = z.object({
  ftype: z.string(),
  path: z.string().check(z.minLength(1)),
  sha256: z.string(),
  size: z.string().check(z.regex(/^\d{1,15}$/)),
})

/** The real list has 240. */
const MOST_PRODUCTS = 20_000

/** What MAAS is asked by, and boot resources are called by; a person's text is elsewhere. */
const NAMES = ['os', 'release', 'arch', 'label', 'subarch', 'kflavor', 'bootloader-type']
const isName = (text: string) => /^[\x21-\x7e]{0,200}$/.test(text)

type Flat = ReadonlyMap<string, string>
type Ignore = (what: string, reason: string) => void

/**
 * Reads one products file (format products:1.0). Strings and numbers are inherited from the file to its products,
 * versions and items. What is not understood, down to a single file, is listed in `ignored`.
 * @throws StreamError when it is no products file.
 */
export function readProducts(json: unknown): { products: Product[]; ignored: Ignored[] } {
  const file = productFile.safeParse(json)
  if (!file.success) throw new StreamError('This is not a SimpleStreams products file.')
  const top = flatten(new Map(), file.data)
  const entries = Object.entries(file.data.products)
  if (entries.length > MOST_PRODUCTS) {
    throw new StreamError(`It lists ${entries.length} products; at most ${MOST_PRODUCTS} are understood.`)
  }
  const ignored: Ignored[] = []
  const ignore: Ignore = (what, reason) => void ignored.push({ what: displayText(what), reason })
  const products = entries.flatMap(([name, value]) => {
    const outcome = readProduct(name, file.data.content_id, top, value, ignore)
    if (typeof outcome !== 'string') return [outcome]
    ignore(name, outcome)
    return []
  })
  return { products, ignored }
}

/** The product, or why it is not used. */
function readProduct(
  name: string,
  contentId: string,
  top: Flat,
  raw: unknown,
  ignore: Ignore,
): Product | string {
  if (!isPlainObject(raw)) return 'The product is not an object.'
  const flat = flatten(top, raw)
  const get = (key: string, otherwise = '') => flat.get(key) || otherwise
  const versions = readVersions(name, raw['versions'], flat, ignore)
  const kind = kindOf(get, versions)
  if (kind === null) return 'It names no release and is no bootloader.'
  const arch = get('arch')
  if (arch === '') return 'It names no architecture.'
  const newest = versions[0]
  if (!newest) return 'No version of it has a file.'
  // MAAS takes a product without an os for Ubuntu, and a missing subarch for generic
  const subarch = get('subarch', 'generic')
  const kflavor = get('kflavor', 'generic')
  const odd = NAMES.find((key) => !isName(get(key)))
  if (odd !== undefined) return `Its ${odd} is too long, or holds characters that no name in MAAS has.`
  return {
    name,
    contentId,
    kind,
    os: get('os', 'ubuntu'),
    release: get('release'),
    arch,
    label: get('label'),
    subarch,
    subarches: get('subarches', 'generic')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
    kflavor,
    kernel: kernelName(subarch, kflavor),
    releaseTitle: displayText(get('release_title', get('release'))),
    codename: displayText(get('release_codename')),
    version: displayText(get('version')),
    supportEol: newest.supportEol,
    bootloaderType: get('bootloader-type') || null,
    versions: versions.map(({ version, items }) => ({ version, items })),
  }
}

type Read = ProductVersion & { readonly supportEol: string | null }

/** Versions that have a file, newest first. */
function readVersions(product: string, value: unknown, inherited: Flat, ignore: Ignore): Read[] {
  if (!isPlainObject(value)) return []
  return Object.entries(value)
    .flatMap(([version, raw]) => {
      const what = `${product} ${version}`
      if (!isPlainObject(raw)) {
        ignore(what, 'The version is not an object.')
        return []
      }
      if (!isName(version)) {
        ignore(what, 'The name of the version is too long, or holds characters that none in MAAS has.')
        return []
      }
      const flat = flatten(inherited, raw)
      const items = readItems(what, raw['items'], flat, ignore)
      return items.length > 0 ? [{ version, items, supportEol: dateOf(flat.get('support_eol')) }] : []
    })
    .sort((a, b) => (a.version < b.version ? 1 : a.version > b.version ? -1 : 0))
}

function readItems(version: string, value: unknown, inherited: Flat, ignore: Ignore): Item[] {
  if (!isPlainObject(value)) return []
  return Object.entries(value).flatMap(([key, raw]) => {
    const what = `${version} ${key}`
    // not flattened: there are thousands of files in a stream, and four keys of each count
    const field = (name: string) =>
      isPlainObject(raw) ? (scalar(raw[name]) ?? inherited.get(name)) : undefined
    const parsed = item.safeParse({
      ftype: field('ftype'),
      path: field('path'),
      sha256: field('sha256'),
      size: field('size'),
    })
    if (!parsed.success) ignore(what, 'The file lacks its ftype, path, sha256 or size.')
    else if (leavesSource(parsed.data.path)) ignore(what, 'The path of the file leads out of the source.')
    else return [{ ...parsed.data, size: Number(parsed.data.size) }]
    return []
  })
}

function kindOf(get: (key: string) => string, versions: readonly Read[]): Product['kind'] | null {
  if (get('bootloader-type') !== '') return 'bootloader'
  if (
    get('release') === 'notifications' ||
    versions.some((v) => v.items.some((i) => i.ftype === 'notifications'))
  )
    return 'notification'
  return get('release') === '' ? null : 'image'
}

const dateOf = (text = '') => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null)

function flatten(inherited: Flat, own: PlainObject): Flat {
  const flat = new Map(inherited)
  for (const [key, value] of Object.entries(own)) {
    const text = scalar(value)
    if (text !== undefined) flat.set(key, text)
  }
  return flat
}

/** What is inherited: strings and numbers, both as text. */
const scalar = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

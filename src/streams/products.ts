import * as z from 'zod/mini'
import { kernelName } from './kernel-name.ts'

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

const table = z.record(z.string(), z.unknown())
const productFile = z.looseObject({ content_id: z.string(), products: table })
const item = z.object({
  ftype: z.string(),
  path: z.string(),
  sha256: z.string(),
  size: z.coerce.number().check(z.nonnegative()),
})

type Flat = ReadonlyMap<string, string>

/**
 * Reads one products file (format products:1.0). Strings and numbers are inherited from the file to its products,
 * versions and items. What is not understood is listed in `ignored`.
 * @throws StreamError when it is no products file.
 */
export function readProducts(json: unknown): { products: Product[]; ignored: Ignored[] } {
  const file = productFile.safeParse(json)
  if (!file.success) throw new StreamError('This is not a SimpleStreams products file.')
  const top = flatten(new Map(), file.data)
  const products: Product[] = []
  const ignored: Ignored[] = []
  for (const [name, value] of entries(file.data.products)) {
    const outcome = readProduct(name, file.data.content_id, top, value)
    if ('reason' in outcome) ignored.push({ what: name, reason: outcome.reason })
    else products.push(outcome)
  }
  return { products, ignored }
}

function readProduct(
  name: string,
  contentId: string,
  top: Flat,
  value: unknown,
): Product | { reason: string } {
  const raw = table.safeParse(value)
  if (!raw.success) return { reason: 'The product is not an object.' }
  const flat = flatten(top, raw.data)
  const get = (key: string, otherwise = '') => flat.get(key) ?? otherwise
  const versions = readVersions(raw.data['versions'], flat)
  const kind = kindOf(flat, versions)
  if (kind === null) return { reason: 'It names no release and is no bootloader.' }
  const arch = get('arch')
  if (arch === '') return { reason: 'It names no architecture.' }
  const usable = versions.filter((version) => version.items.length > 0)
  if (usable.length === 0) return { reason: 'No version of it has a file.' }
  // MAAS takes a product without an os for Ubuntu, and a missing subarch for generic
  const subarch = get('subarch', 'generic')
  const kflavor = get('kflavor', 'generic')
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
    releaseTitle: get('release_title', get('release')),
    codename: get('release_codename'),
    version: get('version'),
    supportEol: usable[0]?.supportEol ?? null,
    bootloaderType: flat.get('bootloader-type') ?? null,
    versions: usable.map(({ version, items }) => ({ version, items })),
  }
}

type Read = ProductVersion & { readonly supportEol: string | null }

function readVersions(value: unknown, product: Flat): Read[] {
  const versions = table.safeParse(value)
  if (!versions.success) return []
  return entries(versions.data)
    .flatMap(([version, content]) => {
      const raw = table.safeParse(content)
      if (!raw.success) return []
      const flat = flatten(product, raw.data)
      return [
        { version, items: readItems(raw.data['items'], flat), supportEol: flat.get('support_eol') ?? null },
      ]
    })
    .sort((a, b) => (a.version < b.version ? 1 : a.version > b.version ? -1 : 0))
}

function readItems(value: unknown, version: Flat): Item[] {
  const items = table.safeParse(value)
  if (!items.success) return []
  return entries(items.data).flatMap(([, content]) => {
    const raw = table.safeParse(content)
    if (!raw.success) return []
    const parsed = item.safeParse(Object.fromEntries(flatten(version, raw.data)))
    return parsed.success ? [parsed.data] : []
  })
}

function kindOf(flat: Flat, versions: readonly Read[]): Product['kind'] | null {
  if (flat.has('bootloader-type')) return 'bootloader'
  if (
    flat.get('release') === 'notifications' ||
    versions.some((v) => v.items.some((i) => i.ftype === 'notifications'))
  )
    return 'notification'
  return flat.has('release') ? 'image' : null
}

/** Own keys only, so that `__proto__` is a name like any other. */
const entries = (object: Record<string, unknown>): [string, unknown][] => Object.entries(object)

function flatten(inherited: Flat, own: Record<string, unknown>): Flat {
  const flat = new Map(inherited)
  for (const [key, value] of entries(own)) {
    if (typeof value === 'string' || typeof value === 'number') flat.set(key, String(value))
  }
  return flat
}

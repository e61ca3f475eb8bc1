import { type HeldResource, resourceText } from '#selections/source-offer.ts'

type File = readonly [sum: string, bytes: number, here: number, name?: string | undefined]
type Held = { readonly sets: readonly { readonly files: readonly File[] }[] }

/** How many bytes of each file the region has, in whatever resource and version. */
export function bytesByFile(held: readonly Held[]): ReadonlyMap<string, number> {
  const known = filesHere.get(held)
  if (known) return known
  const here = new Map<string, number>()
  for (const { sets } of held) {
    for (const { files } of sets) {
      for (const [sum, , bytes] of files) if (bytes >= (here.get(sum) ?? 0)) here.set(sum, bytes)
    }
  }
  filesHere.set(held, here)
  return here
}

/** Cached, because every draft needs it. */
const filesHere = new WeakMap<readonly Held[], ReadonlyMap<string, number>>()
const filesKept = new WeakMap<readonly Held[], ReadonlyMap<string, number>>()

/**
 * How many bytes of each file an import of MAAS up to 3.7 does not download again: all or none. It never requests a
 * part of a file, and discards what a stopped import has left (LocalBootResourceFile.allocate of 3.5 to 3.7).
 */
export function bytesKept(held: readonly Held[]): ReadonlyMap<string, number> {
  const known = filesKept.get(held)
  if (known) return known
  const files = held.flatMap(({ sets }) => sets.flatMap((set) => set.files))
  const kept = new Map(files.flatMap(([sum, bytes, here]) => (here >= bytes ? [[sum, here] as const] : [])))
  filesKept.set(held, kept)
  return kept
}

/** Cached, because every draft needs the name and architecture of thousands of resources. */
export function knownText(one: { readonly name: string; readonly architecture: string }): string {
  const known = texts.get(one)
  if (known !== undefined) return known
  const text = resourceText(one)
  texts.set(one, text)
  return text
}

/** Synced boot resources by name and architecture. */
export function syncedByKey(held: readonly HeldResource[]): ReadonlyMap<string, HeldResource> {
  const known = synced.get(held)
  if (known) return known
  const made = new Map(held.filter((one) => one.synced).map((one) => [resourceText(one), one]))
  synced.set(held, made)
  return made
}

const texts = new WeakMap<object, string>()
const synced = new WeakMap<readonly HeldResource[], ReadonlyMap<string, HeldResource>>()

/** Bytes of all files together. */
export function totalBytes(files: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const bytes of files.values()) sum += bytes
  return sum
}

type Files = ReadonlyMap<string, number>

/** The bytes that are in both, by file. */
export const common = (files: Files, others: Files): Files =>
  new Map(
    [...files].flatMap(([sum, bytes]): [string, number][] => {
      const both = Math.min(bytes, others.get(sum) ?? 0)
      return both > 0 ? [[sum, both]] : []
    }),
  )

/** The bytes that are not in the others, by file. */
export const less = (files: Files, others: Files): Files =>
  new Map(
    [...files].flatMap(([sum, bytes]): [string, number][] => {
      const rest = bytes - (others.get(sum) ?? 0)
      return rest > 0 ? [[sum, rest]] : []
    }),
  )

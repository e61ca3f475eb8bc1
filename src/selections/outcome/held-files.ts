import { type HeldResource, resourceText } from '#selections/source-offer.ts'

type File = readonly [sum: string, bytes: number, here: number, name?: string | undefined]
type Held = { readonly sets: readonly { readonly files: readonly File[] }[] }

/** How many bytes of each file the region has, in whatever resource and version. */
export function bytesHere(held: readonly Held[]): Map<string, number> {
  const here = new Map<string, number>()
  for (const { sets } of held) {
    for (const { files } of sets) {
      for (const [sum, , bytes] of files) if (bytes >= (here.get(sum) ?? 0)) here.set(sum, bytes)
    }
  }
  return here
}

/**
 * How many bytes of each file an import of MAAS up to 3.7 does not download again: all, or none. It requests no
 * part of a file, and truncates what an import that was stopped has left (LocalBootResourceFile.allocate of 3.5
 * to 3.7).
 */
export function bytesKept(held: readonly Held[]): Map<string, number> {
  const files = held.flatMap(({ sets }) => sets.flatMap((set) => set.files))
  return new Map(files.flatMap(([sum, bytes, here]) => (here >= bytes ? [[sum, here] as const] : [])))
}

/** Synced boot resources by name and architecture. */
export function syncedByKey(held: readonly HeldResource[]): ReadonlyMap<string, HeldResource> {
  const known = synced.get(held)
  if (known) return known
  const made = new Map(held.filter((one) => one.synced).map((one) => [resourceText(one), one]))
  synced.set(held, made)
  return made
}

/** What is held is asked about again for each draft. */
const synced = new WeakMap<readonly HeldResource[], ReadonlyMap<string, HeldResource>>()

/** Bytes of all files together. */
export const sumOf = (files: ReadonlyMap<string, number>): number =>
  [...files.values()].reduce((sum, bytes) => sum + bytes, 0)

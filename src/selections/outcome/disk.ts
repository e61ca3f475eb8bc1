import { bytesHere } from './held-files.ts'
import type { HeldResource } from '#selections/source-offer.ts'
import type { ListedFile } from './listed.ts'

/* The files that sets name while MAAS puts what it reads into its boot resources. */

/** A set; its files by name. */
export type PlacedSet = {
  readonly version: string
  /** Up to 3.7 that of the product that was read last. */
  label: string
  readonly complete: boolean
  /** Shared with what is held until it is changed, so that what is known of it is known again. */
  files: ReadonlyMap<string, Entry>
  /** The files, once they are no longer those that are held. */
  own?: Map<string, Entry>
}
export type Entry = { readonly sum: string; readonly bytes: number }

type Disk = {
  /** What is deleted on the way is none of it. */
  readonly here: ReadonlyMap<string, number>
  readonly uses: Map<string, number>
  readonly scheduled: Map<string, number>
  readonly lost: Set<string>
  replaces: boolean
  adds: boolean
}

const heldFiles = new WeakMap<readonly HeldResource[], Pick<Disk, 'here' | 'uses'>>()

export function diskOf(held: readonly HeldResource[]): Disk {
  let known = heldFiles.get(held)
  if (!known) {
    const uses = new Map<string, number>()
    for (const sum of namedBy(held)) uses.set(sum, (uses.get(sum) ?? 0) + 1)
    known = { here: bytesHere(held), uses }
    heldFiles.set(held, known)
  }
  return {
    here: known.here,
    uses: new Map(known.uses),
    scheduled: new Map(),
    lost: new Set(),
    replaces: false,
    adds: false,
  }
}

/** The files that the sets of resources name, each as often as it is named. */
export const namedBy = (held: readonly Pick<HeldResource, 'sets'>[]): string[] =>
  held.flatMap(({ sets }) => sets.flatMap(({ files }) => files.map(([sum]) => sum)))

/** A file of a set that has other content makes way; it goes from the disk when no other set names it. */
export function put(disk: Disk, set: PlacedSet, { name, sum, bytes }: ListedFile): void {
  const old = set.files.get(name)?.sum
  if (old === sum && bytesOn(disk, sum) >= bytes) return
  if (old !== sum) {
    disk.adds = true
    if (old !== undefined) {
      leave(disk, old)
      disk.replaces = true
    }
    disk.uses.set(sum, (disk.uses.get(sum) ?? 0) + 1)
  }
  set.own ??= new Map(set.files)
  set.files = set.own.set(name, { sum, bytes })
  disk.scheduled.set(sum, bytes)
}

function leave({ uses, here, lost }: Disk, sum: string): void {
  const rest = (uses.get(sum) ?? 0) - 1
  if (rest > 0) uses.set(sum, rest)
  else {
    uses.delete(sum)
    if (here.has(sum)) lost.add(sum)
  }
}

const bytesOn = ({ here, lost }: Disk, sum: string): number => (lost.has(sum) ? 0 : (here.get(sum) ?? 0))

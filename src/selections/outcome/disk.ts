import { bytesByFile } from './held-files.ts'
import type { HeldResource } from '#selections/source-offer.ts'
import type { ListedFile } from './listed.ts'

/* Tracks which files belong to which sets while MAAS adds what it reads to its boot resources. */

/** A set; its files by name. */
export type PlacedSet = {
  readonly version: string
  /** Up to 3.7: the label of the product that was read last. */
  label: string
  readonly complete: boolean
  /** The same object as before until it is changed, because caches use it as their key. */
  files: ReadonlyMap<string, SetFile>
  /** A copy of the files, once they differ from those that the region holds. */
  own?: Map<string, SetFile>
}
export type SetFile = {
  readonly sum: string
  readonly bytes: number
  /** This file of this set was incomplete before the import, which does not read it. */
  readonly isPartial?: boolean
}

type Disk = {
  /** Bytes of each file before the import, including files that it deletes. */
  readonly here: ReadonlyMap<string, number>
  readonly uses: Map<string, number>
  readonly scheduled: Map<string, number>
  readonly lost: Set<string>
  replaces: boolean
}

const heldFiles = new WeakMap<readonly HeldResource[], Pick<Disk, 'here' | 'uses'>>()

export function diskOf(held: readonly HeldResource[]): Disk {
  let known = heldFiles.get(held)
  if (!known) {
    const uses = new Map<string, number>()
    for (const sum of namedBy(held)) uses.set(sum, (uses.get(sum) ?? 0) + 1)
    known = { here: bytesByFile(held), uses }
    heldFiles.set(held, known)
  }
  return {
    here: known.here,
    uses: new Map(known.uses),
    scheduled: new Map(),
    lost: new Set(),
    replaces: false,
  }
}

/** The files of all sets of the resources; a file that several sets use appears several times. */
export const namedBy = (held: readonly Pick<HeldResource, 'sets'>[]): string[] =>
  held.flatMap(({ sets }) => sets.flatMap(({ files }) => files.map(([sum]) => sum)))

/**
 * Adds a file to a set. It replaces a file of the same name with other content, which is deleted from the disk if no
 * other set uses it.
 */
export function put(disk: Disk, set: PlacedSet, { name, sum, bytes }: ListedFile): void {
  const former = set.files.get(name)
  const old = former?.sum
  const isHere = old === sum && bytesOn(disk, sum) >= bytes
  if (isHere && former?.isPartial !== true) return
  if (old !== sum) {
    if (old !== undefined) {
      leave(disk, old)
      disk.replaces = true
    }
    disk.uses.set(sum, (disk.uses.get(sum) ?? 0) + 1)
  }
  set.own ??= new Map(set.files)
  set.files = set.own.set(name, { sum, bytes })
  if (!isHere) disk.scheduled.set(sum, bytes)
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

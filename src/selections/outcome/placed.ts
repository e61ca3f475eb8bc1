import { diskOf, put, type SetFile, type PlacedSet } from './disk.ts'
import { knownText, syncedByKey } from './held-files.ts'
import { isBootloader } from './image-of.ts'
import type { Brought, HeldResource } from '#selections/source-offer.ts'
import type { Listed, ListedFile } from './listed.ts'

/*
 * How MAAS adds what it reads to its boot resources, before it downloads anything (insert up to 3.7,
 * get_files_to_download_from_product in 3.8). Each version is a set. If several products fill the same set, it gets the
 * files of all of them; of files with the same name, the one that was read last stays. The replaced file is deleted,
 * but still downloaded if its download was already scheduled. Up to 3.7 it is deleted immediately. 3.8 deletes it after
 * all files are added, and only if no set uses it by then.
 */

export type Placed = {
  /** By name and architecture: the boot resource after all downloads. */
  readonly brought: ReadonlyMap<string, Brought>
  /** By name and architecture: all sets of these boot resources, before anything is removed. */
  readonly sets: ReadonlyMap<string, readonly PlacedSet[]>
  /** The sets of these boot resources that are kept. */
  readonly kept: ReadonlyMap<string, PlacedSet>
  /**
   * By name and architecture: boot resources that are deleted although they were filled, because each of their sets has
   * an old partial file that no product lists any more.
   */
  readonly dropped: ReadonlyMap<string, Pick<Listed, 'name' | 'architecture'>>
  /** To be downloaded, by sum: the bytes of the file. */
  readonly scheduled: ReadonlyMap<string, number>
  /** Up to 3.7: sums of files that are deleted during the import; some of them are downloaded again. */
  readonly lost: ReadonlySet<string>
  /** How many sets use a file after all files are added, before anything is removed. */
  readonly uses: ReadonlyMap<string, number>
  /** Whether a file replaces another one of its set. */
  readonly replaces: boolean
  /** By name and architecture: boot resources that several products fill. */
  readonly twice: ReadonlySet<string>
  /** Sums of files that have a place in the end, in a set that does not name them yet. */
  readonly adds: ReadonlySet<string>
}

/**
 * @param fetchesReplaced see the capabilities of MAAS versions
 * @param keepsLoaders sets that are incomplete after the import are deleted, but from 3.8 on not those of bootloaders
 */
export function placeRead(
  read: readonly Listed[],
  held: readonly HeldResource[],
  { fetchesReplaced, keepsLoaders }: { fetchesReplaced: boolean; keepsLoaders: boolean },
): Placed {
  const before = syncedByKey(held)
  const disk = diskOf(held)
  const places = new Map<string, { sets: PlacedSet[]; read: Listed[] }>()
  for (const one of read) {
    const key = knownText(one)
    const place = places.get(key) ?? { sets: setsOf(before.get(key)), read: [] }
    places.set(key, place)
    place.read.push(one)
    const set = openSet(place.sets, one)
    for (const file of one.files) put(disk, set, file)
  }
  const scheduled = fetchesReplaced ? disk.scheduled : stillPlaced(disk.scheduled, places.values())
  // 3.4 shares a file among all versions that name it; later each of them counts its own bytes
  const arrives = ({ sum, bytes, isPartial = false }: SetFile) =>
    (scheduled.has(sum) || (disk.here.get(sum) ?? 0) >= bytes) && !(isPartial && fetchesReplaced)
  const brought = new Map<string, Brought>()
  const kept = new Map<string, PlacedSet>()
  const dropped = new Map<string, Listed>()
  for (const [key, { sets, read: own }] of places) {
    const keepsAll = keepsLoaders && own.some(isBootloader)
    const staying = keepsAll ? sets : sets.filter(({ files }) => [...files.values()].every(arrives))
    const set = keptOf(staying, own, keepsAll)
    const filled = set && broughtOf(set, own, scheduled)
    if (filled) brought.set(key, filled)
    if (set) kept.set(key, set)
    else if (own[0]) dropped.set(key, own[0])
  }
  return {
    brought,
    sets: new Map([...places].map(([key, { sets }]) => [key, sets])),
    kept,
    dropped,
    scheduled,
    lost: disk.lost,
    uses: disk.uses,
    replaces: disk.replaces,
    twice: new Set([...places].flatMap(([key, { read: own }]) => (own.length > 1 ? [key] : []))),
    adds: new Set([...places].flatMap(([key, { sets }]) => addedTo(sets, before.get(key)))),
  }
}

/** The files to be downloaded that no other file has replaced. */
function stillPlaced(
  scheduled: ReadonlyMap<string, number>,
  places: Iterable<{ readonly sets: readonly PlacedSet[] }>,
): Map<string, number> {
  const placed = new Set(
    [...places].flatMap(({ sets }) => sets.flatMap(({ files }) => [...files.values()].map(({ sum }) => sum))),
  )
  return new Map([...scheduled].filter(([sum]) => placed.has(sum)))
}

function addedTo(sets: readonly PlacedSet[], one: HeldResource | undefined): string[] {
  const changed = sets.filter(({ own }) => own !== undefined)
  if (changed.length === 0) return []
  const before = new Map(setsOf(one).map(({ version, files }) => [version, files]))
  return changed.flatMap(({ version, files }) =>
    [...files].flatMap(([name, { sum }]) => (before.get(version)?.get(name)?.sum === sum ? [] : [sum])),
  )
}

/** Cached, because every draft needs the sets of held resources. */
const heldSets = new WeakMap<HeldResource, readonly Readonly<PlacedSet>[]>()

function setsOf(one: HeldResource | undefined): PlacedSet[] {
  if (!one) return []
  let sets = heldSets.get(one)
  if (!sets) {
    sets = one.sets.map(({ version, label, complete, files }) => ({
      version,
      label,
      complete,
      files: new Map(
        files.map(([sum, bytes, here, name = sum]) => [
          name,
          { sum, bytes, ...(here < bytes && { isPartial: true }) },
        ]),
      ),
    }))
    heldSets.set(one, sets)
  }
  return sets.map((set) => ({ ...set }))
}

function openSet(sets: PlacedSet[], { version, label }: Listed): PlacedSet {
  const found = sets.find((set) => set.version === version)
  if (found) {
    found.label = label ?? found.label
    return found
  }
  const set = { version, label: label ?? '', complete: false, files: new Map() }
  sets.push(set)
  return set
}

/**
 * Of the sets that are complete after the import, MAAS keeps the one that was created last (resource_set_cleaner,
 * cleanup_boot_resource_sets_for_selection).
 */
function keptOf(
  sets: readonly PlacedSet[],
  read: readonly Listed[],
  mayBePartial: boolean,
): PlacedSet | undefined {
  const isRead = (version: string) => read.some((one) => one.version === version)
  // in 3.4 a version that no product lists any more becomes complete if other kernels get the files that it lacks
  const isCompleted = (set: PlacedSet) => set.complete || (!mayBePartial && set.files.size > 0)
  return sets.findLast((set) => isCompleted(set) || isRead(set.version))
}

function broughtOf(
  kept: PlacedSet,
  read: readonly Listed[],
  scheduled: ReadonlyMap<string, number>,
): Brought | null {
  const [any] = read
  if (!any) return null
  const files = bytesBySum(kept.files)
  const isOther = ({ sum }: ListedFile) => scheduled.has(sum) && !files.has(sum)
  const others = read
    .filter((one) => one.files.some(isOther))
    .map((one) => ({
      ...one,
      files: new Map(one.files.filter(isOther).map(({ sum, bytes }) => [sum, bytes])),
    }))
  return {
    name: any.name,
    architecture: any.architecture,
    version: kept.version,
    files,
    ...(others.length > 0 && { others }),
  }
}

const sums = new WeakMap<ReadonlyMap<string, SetFile>, ReadonlyMap<string, number>>()

function bytesBySum(files: ReadonlyMap<string, SetFile>): ReadonlyMap<string, number> {
  const known = sums.get(files)
  if (known) return known
  const made = new Map<string, number>()
  for (const { sum, bytes } of files.values()) made.set(sum, bytes)
  sums.set(files, made)
  return made
}

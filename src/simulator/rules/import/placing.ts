import { capabilitiesOf } from '#selections/maas-version.ts'
import { addResource, bytesSynced, isSynced, setOf } from '#simulator/rules/resources.ts'
import type { HeldFile, HeldSet, QueuedFile, Resource, State, WantedProduct } from '#simulator/state/state.ts'
import { resourceKey } from './wanted.ts'
import { resourceText } from '#selections/source-offer.ts'

/*
 * How MAAS puts what it reads into its boot resources (insert up to 3.7, in 3.8 get_files_to_download_from_product),
 * before it removes or downloads anything. A version is a set, which several products may fill: of each file name it has
 * the one that was read last.
 */

/** Files to download, by sha256: their size. */
export type DownloadSizes = Map<string, number>

/** The file names for which MAAS has planned a download, by set: those that a stop removes if the download has not begun. */
export type Planned = Map<HeldSet, Set<string>>

/** From where MAAS 3.4 downloads a file, and the version for which. */
export type Supplier = { sourceId: number; path: string; resource: Resource; set: HeldSet }
export type Suppliers = ReadonlyMap<string, Supplier>

type PlacedFiles = {
  places: Set<Resource>
  fetched: DownloadSizes
  /** Files that MAAS does not download, because a region controller has them, but copies to the others. */
  copied: Set<string>
  planned: Planned
  suppliers: Suppliers
}

/** Every wanted product gets its resource, its set, and its files there. @param held by `resourceText` */
export function placeWanted(
  state: State,
  held: ReadonlyMap<string, Resource>,
  wanted: readonly WantedProduct[],
): PlacedFiles {
  const places = new Map<string, Resource>()
  const fetched: DownloadSizes = new Map()
  const copied = new Set<string>()
  const planned: Planned = new Map()
  const suppliers = new Map<string, Supplier>()
  const uses = usesOf(state.resources.values())
  for (const { product, version, sourceId } of wanted) {
    const key = resourceText(resourceKey(product))
    const resource = places.get(key) ?? held.get(key) ?? addResource(state, product)
    places.set(key, resource)
    const { files, ...rest } = setOf(product, version)
    const set = openSet(state, resource, rest)
    const names = planned.get(set) ?? new Set()
    planned.set(set, names)
    for (const file of files) {
      const isPlanned = putFile(state, uses, { fetched, copied }, set, file)
      if (isPlanned) names.add(file.filename)
      if (!isPlanned && suppliers.has(file.sha256)) continue
      const path = version.items.find(({ sha256 }) => sha256 === file.sha256)?.path ?? ''
      suppliers.set(file.sha256, { sourceId, path, resource, set })
    }
  }
  return { places: new Set(places.values()), fetched, copied, planned, suppliers }
}

/**
 * A stop that MAAS hears while it inserts takes the planned files out of their sets again; the sets keep the files that
 * they had (delete_content_to_finalize).
 */
export function dropPlanned(planned: Planned): void {
  for (const [set, names] of planned) set.files = set.files.filter(({ filename }) => !names.has(filename))
}

/** The files for which a download is planned, by sha256, each with the version that it is planned for. */
export function plansOf(
  places: Iterable<Resource>,
  planned: Planned,
): Map<string, NonNullable<QueuedFile['plannedFor']>> {
  const plans = new Map<string, NonNullable<QueuedFile['plannedFor']>>()
  for (const { id, sets } of places)
    for (const set of sets)
      for (const { filename, sha256 } of set.files)
        if (planned.get(set)?.has(filename)) plans.set(sha256, { resourceId: id, version: set.version })
  return plans
}

/** A stop during the downloads of MAAS 3.4 removes the planned files that have not begun (delete_content_to_finalize). */
export function dropNotBegun(state: State, queue: readonly QueuedFile[]): void {
  for (const { sha256, begun, plannedFor } of queue) {
    if (begun || plannedFor === undefined) continue
    const sets = state.resources.get(plannedFor.resourceId)?.sets ?? []
    const set = sets.find(({ version }) => version === plannedFor.version)
    if (set) set.files = set.files.filter((file) => file.sha256 !== sha256)
  }
}

/**
 * MAAS from 3.5 on counts the bytes of a file for each version that names it, and only for those that the import reads: a
 * partial version that no product lists any more stays partial, even if the import brings its file for another kernel.
 */
export function leaveUnread(
  state: State,
  held: Iterable<Resource>,
  fetched: Pick<DownloadSizes, 'has'>,
  planned: Planned,
): void {
  if (!capabilitiesOf(state.version).keepsPartialFiles) return
  for (const { sets } of held) {
    for (const set of sets) {
      for (const file of set.files) {
        const isUnread = fetched.has(file.sha256) && planned.get(set)?.has(file.filename) !== true
        if (isUnread && !isSynced(state, file)) file.left = bytesSynced(state, file)
      }
    }
  }
}

/** How many of the sets name each file. */
function usesOf(resources: Iterable<Resource>): Map<string, number> {
  const uses = new Map<string, number>()
  for (const { sets } of resources)
    for (const { files } of sets)
      for (const { sha256 } of files) uses.set(sha256, (uses.get(sha256) ?? 0) + 1)
  return uses
}

/** An existing set gets the label of the later product up to 3.7, and keeps its own in 3.8. */
function openSet(
  { rules38 }: State,
  resource: Resource,
  { version, label }: Pick<HeldSet, 'version' | 'label'>,
): HeldSet {
  const same = resource.sets.find((set) => set.version === version)
  const set = same ?? { version, label, files: [] }
  if (rules38 === null) set.label = label
  if (!same) resource.sets.push(set)
  return set
}

/**
 * Removes a file of that name with other content, also from the disk if no other set names it. Returns whether a
 * download of the file is planned: in 3.4 not if a file of that content is there already.
 */
function putFile(
  state: State,
  uses: Map<string, number>,
  { fetched, copied }: { fetched: DownloadSizes; copied: Set<string> },
  set: HeldSet,
  file: HeldFile,
): boolean {
  const old = set.files.find(({ filename }) => filename === file.filename)
  if (old?.sha256 === file.sha256) {
    if (isSynced(state, old)) return false
    const isWhole = bytesSynced(state, old) >= old.size
    delete old.left
    if (isWhole) {
      copied.add(file.sha256)
      return true
    }
  } else {
    set.files = [...set.files.filter((one) => one !== old), file]
    if (old) leaveFile(state, uses, old)
    uses.set(file.sha256, (uses.get(file.sha256) ?? 0) + 1)
  }
  const isNew = !state.files.has(file.sha256)
  if (isNew) state.files.set(file.sha256, { size: file.size, done: 0 })
  fetched.set(file.sha256, file.size)
  return isNew || capabilitiesOf(state.version).fetchesReplaced
}

/** Up to 3.7 the file is deleted immediately. 3.8 checks at the end whether a set still names it. */
function leaveFile(state: State, uses: Map<string, number>, { sha256 }: HeldFile): void {
  const rest = (uses.get(sha256) ?? 0) - 1
  uses.set(sha256, rest)
  if (rest <= 0 && state.rules38 === null) state.files.delete(sha256)
}

/**
 * Files that were replaced before they were downloaded, if no set names them. MAAS from 3.5 on downloads them anyway;
 * 3.4 downloads only the files of sets.
 */
export function keepReplaced(state: State, places: Iterable<Resource>, fetched: DownloadSizes): Set<string> {
  if (!capabilitiesOf(state.version).fetchesReplaced) {
    const placed = usesOf(places)
    for (const sha256 of fetched.keys()) if (!placed.has(sha256)) fetched.delete(sha256)
    return new Set()
  }
  const uses = usesOf(state.resources.values())
  const replaced = [...fetched].filter(([sha256]) => !uses.has(sha256))
  for (const [sha256, size] of replaced) {
    if (state.rules38 !== null) state.files.delete(sha256)
    if (!state.files.has(sha256)) state.files.set(sha256, { size, done: 0 })
  }
  return new Set(replaced.map(([sha256]) => sha256))
}

import type { StreamProduct } from '#streams/simplestreams/products.ts'
import { rootOf, streamKey } from '#simulator/rules/reading.ts'
import { type DownloadSizes, keepReplaced, placeWanted } from '#simulator/rules/import/placing.ts'
import { dropResources, forgetUnusedFiles, isComplete, setOf } from '#simulator/rules/resources.ts'
import { osAndRelease, type Resource, type State } from '#simulator/state/state.ts'
import { isDone, joinLine, leaveLine } from './line.ts'
import { cannotSync, lacksFile, noSpaceFor, notify, syncIdent } from './notes38.ts'
import { isSameImage } from './own-selections.ts'
import type { Download, OwnSelection, Row, State38, Sync } from './state38.ts'
import { resourceText } from '#selections/source-offer.ts'

/** The time that a canceled sync needs to delete its partial downloads, ms. */
const ENDING_TAKES = 2000

/** MAAS ends the sync of an image after this time, ms. */
const SYNC_TAKES_AT_MOST = 2 * 60 * 60_000

/**
 * Begins the sync of a selection. First the copy of another source is deleted, then MAAS creates resources for
 * all kernels of the image and for the bootloaders of its source. Returns false if there is nothing to
 * download, if it fails, or if the last sync has not ended yet. Every sync that needs a missing file of a bootloader
 * fails here: in MAAS, a sync that finds the download of this file running does not wait for it, and can succeed.
 */
export function startSync(state: State, rules: State38, own: OwnSelection, at: number): boolean {
  if (rules.syncs.has(own.id)) return false
  dropCopiesOfOthers(state, rules, own)
  const wanted = wantedBy(state, own)
  const places = placed(state, own, wanted)
  const failure = failureOf(state, own, wanted, places)
  if (failure !== null) {
    notify(state, syncIdent(own.id), failure)
    dropRows(state, rules, places.rows)
    tidy(state, heldFor(state, own.id))
    return false
  }
  if (places.files.length === 0) {
    tidy(state, heldFor(state, own.id))
    return false
  }
  joinSync(rules, at, own, places, cutFiles(state, own, places.files, wanted))
  return true
}

/** Why a sync cannot complete, in MAAS's words; null: it can, if its source answers. */
function failureOf(
  state: State,
  own: OwnSelection,
  wanted: readonly StreamProduct[],
  { files }: Placed,
): string | null {
  const absent = absentOf(state, own, files, wanted)
  if (absent !== null) return cannotSync(own.id, absent)
  return lacksSpace(state, files) ? noSpaceFor(own.id) : null
}

/**
 * Why a file cannot be fetched: the source lacks it, which ends the sync of its image. If a source does not answer, MAAS
 * waits for it.
 */
function absentOf(
  state: State,
  own: OwnSelection,
  files: readonly string[],
  wanted: readonly StreamProduct[],
): string | null {
  const { url, tree } = treeOf(state, own)
  const item = itemsOf(wanted, files).find(({ path }) => tree?.holds(path) === null)
  return item === undefined ? null : lacksFile(`${rootOf(url)}/${item.path}`)
}

/** Files that are shorter than the source lists them: their sum is wrong, and MAAS tries them again without a message. */
function cutFiles(
  state: State,
  own: OwnSelection,
  files: readonly string[],
  wanted: readonly StreamProduct[],
): ReadonlySet<string> {
  const { tree } = treeOf(state, own)
  const cut = itemsOf(wanted, files).filter(({ path }) => tree?.isCut?.(path) === true)
  return new Set(cut.map(({ sha256 }) => sha256))
}

function treeOf(state: State, own: OwnSelection) {
  const url = state.sources.get(own.sourceId)?.url ?? ''
  return { url, tree: state.sourcesAnswer ? state.streams.get(streamKey(url)) : undefined }
}

/** The items of the newest versions that supply these files. */
function itemsOf(wanted: readonly StreamProduct[], files: readonly string[]) {
  const sums = new Set(files)
  return wanted.flatMap((product) => {
    const [newest] = product.versions
    const names = newest === undefined ? [] : setOf(product, newest).files
    const own = new Set(names.map(({ sha256 }) => sha256).filter((sha256) => sums.has(sha256)))
    return newest?.items.filter(({ sha256 }) => own.has(sha256)) ?? []
  })
}

/** Whether the region lacks a file of the newest version of a selected image. */
export const lacksFiles = (state: State, own: OwnSelection): boolean =>
  wantedBy(state, own).some((product) =>
    product.versions
      .slice(0, 1)
      .some((newest) =>
        setOf(product, newest).files.some(({ sha256 }) => !state.files.has(sha256) || !isDone(state, sha256)),
      ),
  )

/** A full disk is not tried again. */
const lacksSpace = (state: State, files: readonly string[]) =>
  files.reduce((sum, sha256) => sum + (state.files.get(sha256)?.size ?? 0), 0) > state.freeBytes

/** Records a sync and adds its files to the line. @param never files that never arrive whole */
export function joinSync(
  rules: State38,
  at: number,
  own: OwnSelection,
  { rows, files, replaced = new Set() }: Placed,
  never: ReadonlySet<string> = new Set(),
): void {
  rules.syncs.set(own.id, {
    selectionId: own.id,
    rows: [...rows],
    files: [...files],
    replaced,
    limitAt: at + SYNC_TAKES_AT_MOST,
    goneAt: null,
  })
  const downloads = files
    .filter((sha256) => !never.has(sha256))
    .map((sha256): Download => ({ sha256, sourceId: own.sourceId }))
  joinLine(rules, at, downloads)
}

/** All kernels of the image; selections cannot filter them. */
const wantedBy = (state: State, own: OwnSelection) =>
  (state.offers.get(own.sourceId) ?? []).filter(
    (product) =>
      product.versions.length > 0 &&
      (product.kind === 'bootloader' || (product.kind === 'image' && isSameImage(product, own))),
  )

function dropCopiesOfOthers(state: State, rules: State38, own: OwnSelection): void {
  const others = [...rules.selections.values()].filter((other) => other !== own && isSameImage(other, own))
  const ids = others.flatMap((other) => heldFor(state, other.id)).map(({ id }) => id)
  if (ids.length > 0) dropResources(state, ids)
}

/** The resources that a selection downloaded. */
const heldFor = (state: State, id: number) =>
  [...state.resources.values()].filter(({ selectionId }) => selectionId === id)

type Placed = {
  readonly rows: readonly Row[]
  readonly files: readonly string[]
  readonly replaced?: ReadonlySet<string>
}

/** The rows of the wanted products that are not complete, and the files to download for them. */
function placed(state: State, own: OwnSelection, products: readonly StreamProduct[]): Placed {
  const synced = [...state.resources.values()].filter(({ type }) => type === 'Synced')
  const held = new Map(synced.map((resource) => [resourceText(resource), resource]))
  const wanted = products.flatMap((product) =>
    product.versions.slice(0, 1).map((version) => ({ product, version, sourceId: own.sourceId })),
  )
  const { places, fetched, planned } = placeWanted(state, held, wanted)
  for (const resource of places) if (imageOf(resource) !== null) resource.selectionId ??= own.id
  const replaced = keepReplaced(state, places, fetched)
  const rows = [...places].flatMap(({ id, sets }) =>
    sets.flatMap((set) =>
      [...(planned.get(set) ?? [])].map((filename) => ({ resourceId: id, version: set.version, filename })),
    ),
  )
  return { rows, files: filesToFetch(state, fetched), replaced }
}

/**
 * Small files first: they are complete long before the root file system, because MAAS downloads several files
 * at a time.
 */
const filesToFetch = (state: State, fetched: DownloadSizes): string[] =>
  [...fetched]
    .filter(([sha256]) => !isDone(state, sha256))
    .sort(([, a], [, b]) => a - b)
    .map(([sha256]) => sha256)

/** Ends the syncs whose files are all complete. */
export function closeFinished(state: State, rules: State38): void {
  for (const sync of rules.syncs.values()) {
    if (sync.goneAt !== null || !sync.files.every((sha256) => isDone(state, sha256))) continue
    forgetSync(rules, sync.selectionId)
    tidy(state, heldFor(state, sync.selectionId))
    notify(state, syncIdent(sync.selectionId), null)
  }
}

/** Partial downloads are emptied immediately, and their rows are deleted when the sync has ended. */
export function cancelSync(state: State, rules: State38, selectionId: number, at: number): void {
  const sync = rules.syncs.get(selectionId)
  if (sync === undefined || sync.goneAt !== null) return
  sync.goneAt = at + ENDING_TAKES
  emptyFiles(state, rules, sync, at)
}

function emptyFiles(state: State, rules: State38, sync: Sync, at: number): void {
  const own = new Set(sync.files.filter((sha256) => !isAwaited(rules, sha256)))
  for (const sha256 of own) {
    const file = state.files.get(sha256)
    if (file !== undefined && file.done < file.size) state.files.set(sha256, { ...file, done: 0 })
  }
  leaveLine(rules, at, own)
}

const isAwaited = (rules: State38, sha256: string) =>
  [...rules.syncs.values()].some(({ goneAt, files }) => goneAt === null && files.includes(sha256))

/**
 * Finishes a canceled sync: all rows that it had to download are deleted, even complete ones, and those of bootloaders
 * that another sync downloads, too (delete_pending_files). If a version of the image has only complete rows left, it
 * counts as complete.
 */
export function endCanceled(state: State, rules: State38, sync: Sync): void {
  forgetSync(rules, sync.selectionId)
  dropRows(state, rules, sync.rows)
  tidy(state, heldFor(state, sync.selectionId))
}

/** Rows that a later sync creates under the same names are others. The versions of bootloaders stay, even without rows. */
function dropRows(state: State, rules: State38, rows: readonly Row[]): void {
  const gone = new Set(rows.map(rowText))
  for (const row of rows) {
    const set = setWith(state, row)
    if (set) set.files = set.files.filter(({ filename }) => filename !== row.filename)
  }
  for (const sync of rules.syncs.values()) sync.rows = sync.rows.filter((row) => !gone.has(rowText(row)))
}

const rowText = ({ resourceId, version, filename }: Row) => `${resourceId} ${version} ${filename}`

/**
 * Ends a sync that takes too long. Temporal closes it, so none of its own cleanup runs: no message, no row is deleted, and
 * complete files stay. Its partial downloads are emptied (SyncSelectionWorkflow).
 */
export function endLate(state: State, rules: State38, sync: Sync): void {
  forgetSync(rules, sync.selectionId)
  emptyFiles(state, rules, sync, sync.limitAt)
  const others = new Set([...rules.syncs.values()].flatMap(({ rows }) => rows.map(rowText)))
  for (const row of sync.rows) {
    const file = setWith(state, row)?.files.find(({ filename }) => filename === row.filename)
    if (file && !isDone(state, file.sha256) && !others.has(rowText(row))) file.left = 0
  }
  forgetUnusedFiles(state)
}

const setWith = (state: State, { resourceId, version }: Row) =>
  state.resources.get(resourceId)?.sets.find((set) => set.version === version)

/** Removes a sync without cleaning up after it. No run waits for it any more. */
function forgetSync(rules: State38, selectionId: number): void {
  rules.syncs.delete(selectionId)
  for (const [kind, waitedFor] of rules.runs) {
    waitedFor.delete(selectionId)
    if (waitedFor.size === 0) rules.runs.delete(kind)
  }
}

/** MAAS replaces a running sync of the selection by another one. */
export function replaceSync(state: State, rules: State38, own: OwnSelection, at: number): void {
  const running = rules.syncs.get(own.id)
  if (running !== undefined) {
    forgetSync(rules, own.id)
    emptyFiles(state, rules, running, at)
  }
  startSync(state, rules, own, at)
}

/** Deletes a selection with its sync and its current images. */
export function dropOwn(state: State, rules: State38, own: OwnSelection, at: number): void {
  const sync = rules.syncs.get(own.id)
  if (sync !== undefined) {
    forgetSync(rules, own.id)
    emptyFiles(state, rules, sync, at)
    dropRows(state, rules, sync.rows)
  }
  rules.selections.delete(own.id)
  const held = heldFor(state, own.id)
  dropResources(
    state,
    held.map(({ id }) => id),
  )
}

/**
 * Each resource of a selection keeps its newest complete set; one without a complete set is deleted. Bootloaders belong
 * to no selection, so nothing cleans up after them (cleanup_boot_resource_sets_for_selection).
 */
function tidy(state: State, resources: readonly Resource[]): void {
  for (const resource of resources)
    resource.sets = resource.sets.filter((set) => isComplete(state, set)).slice(-1)
  const empty = resources.filter(({ sets }) => sets.length === 0).map(({ id }) => id)
  if (empty.length > 0) dropResources(state, empty)
  else forgetUnusedFiles(state)
}

/** The image that a resource belongs to; null if it is a bootloader or an upload. */
export function imageOf(resource: Resource) {
  if (resource.type !== 'Synced' || resource.subarches === null) return null
  return { ...osAndRelease(resource), arch: resource.architecture.split('/')[0] ?? '' }
}

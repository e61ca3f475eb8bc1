import type { Product } from '#streams/simplestreams/products.ts'
import { rootOf, streamKey } from '#simulator/rules/reading.ts'
import { type Fetched, keepReplaced, placeWanted } from '#simulator/rules/import/placing.ts'
import { dropResources, forgetUnusedFiles, isComplete, setOf } from '#simulator/rules/resources.ts'
import { osAndRelease, type Resource, type State } from '#simulator/state/state.ts'
import { isDone, joinLine, leaveLine } from './line.ts'
import { cannotSync, lacksFile, noSpaceFor, notify, syncIdent } from './notes38.ts'
import { isSameImage } from './own-selections.ts'
import type { Download, OwnSelection, State38, Sync } from './state38.ts'
import { resourceText } from '#selections/source-offer.ts'

/** The time that a canceled sync needs to delete its partial downloads, ms. */
const ENDING_TAKES = 2000

/** MAAS ends the sync of an image after this time, ms. */
const SYNC_TAKES_AT_MOST = 2 * 60 * 60_000

/**
 * Begins the sync of a selection. First the copy of another source is deleted, then MAAS creates resources for
 * all kernels of the image and for the bootloaders of its source. Returns false if there is nothing to
 * download, or if the last sync has not ended yet.
 */
export function startSync(state: State, rules: State38, own: OwnSelection, at: number): boolean {
  if (rules.syncs.has(own.id)) return false
  dropCopiesOfOthers(state, rules, own)
  const wanted = wantedBy(state, own)
  const absent = absentOf(state, own, wanted)
  if (absent !== null) {
    notify(state, syncIdent(own.id), cannotSync(own.id, absent))
    tidy(state, rules, heldFor(state, own))
    return false
  }
  const places = placed(state, own, wanted)
  if (places.files.length === 0) {
    tidy(state, rules, heldFor(state, own))
    return false
  }
  if (lacksSpace(state, places)) {
    notify(state, syncIdent(own.id), noSpaceFor(own.id))
    tidy(state, rules, heldFor(state, own))
    return false
  }
  joinSync(rules, at, own, places, cutFiles(state, own, wanted))
  return true
}

/**
 * Why a file cannot be fetched: the source lacks it, which ends the sync of its image. If a source does not answer, MAAS
 * waits for it.
 */
function absentOf(state: State, own: OwnSelection, wanted: readonly Product[]): string | null {
  const { url, tree } = treeOf(state, own)
  const item = missingItems(state, wanted).find(({ path }) => tree?.holds(path) === null)
  return item === undefined ? null : lacksFile(`${rootOf(url)}/${item.path}`)
}

/** Files that are shorter than the source lists them: their sum is wrong, and MAAS tries them again without a message. */
function cutFiles(state: State, own: OwnSelection, wanted: readonly Product[]): ReadonlySet<string> {
  const { tree } = treeOf(state, own)
  const cut = missingItems(state, wanted).filter(({ path }) => tree?.isCut?.(path) === true)
  return new Set(cut.map(({ sha256 }) => sha256))
}

function treeOf(state: State, own: OwnSelection) {
  const url = state.sources.get(own.sourceId)?.url ?? ''
  return { url, tree: state.sourcesAnswer ? state.streams.get(streamKey(url)) : undefined }
}

/** The files of the newest versions that the region does not hold. */
const missingItems = (state: State, wanted: readonly Product[]) =>
  wanted.flatMap((product) => {
    const [newest] = product.versions
    const files = newest === undefined ? [] : setOf(product, newest).files
    const sums = new Set(files.map(({ sha256 }) => sha256).filter((sha256) => !isHeld(state, sha256)))
    return newest?.items.filter(({ sha256 }) => sums.has(sha256)) ?? []
  })

/** Whether the region lacks a file of the newest version of a selected image. */
export const lacksFiles = (state: State, own: OwnSelection): boolean =>
  missingItems(state, wantedBy(state, own)).length > 0

const isHeld = (state: State, sha256: string) => state.files.has(sha256) && isDone(state, sha256)

/** A full disk is not tried again. */
const lacksSpace = (state: State, { files }: Placed) =>
  files.reduce((sum, sha256) => sum + (state.files.get(sha256)?.size ?? 0), 0) > state.freeBytes

/** Records a sync and adds its files to the line. @param never files that never arrive whole */
export function joinSync(
  rules: State38,
  at: number,
  own: OwnSelection,
  { resources, files, replaced = new Set() }: Placed,
  never: ReadonlySet<string> = new Set(),
): void {
  rules.syncs.set(own.id, {
    selectionId: own.id,
    resources: resources.map(({ id }) => id),
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
  const ids = others.flatMap((other) => heldFor(state, other)).map(({ id }) => id)
  if (ids.length > 0) dropResources(state, ids)
}

/** The resources that a selection downloaded. */
const heldFor = (state: State, { id }: OwnSelection) =>
  [...state.resources.values()].filter(({ selectionId }) => selectionId === id)

type Placed = {
  readonly resources: readonly Resource[]
  readonly files: readonly string[]
  readonly replaced?: ReadonlySet<string>
}

/** The resources of the wanted products, and the files to download for them. */
function placed(state: State, own: OwnSelection, products: readonly Product[]): Placed {
  const synced = [...state.resources.values()].filter(({ type }) => type === 'Synced')
  const held = new Map(synced.map((resource) => [resourceText(resource), resource]))
  const wanted = products.flatMap((product) =>
    product.versions.slice(0, 1).map((version) => ({ product, version, sourceId: own.sourceId })),
  )
  const { places, fetched } = placeWanted(state, held, wanted)
  for (const resource of places) if (imageOf(resource) !== null) resource.selectionId ??= own.id
  const replaced = keepReplaced(state, places, fetched)
  return { resources: [...places], files: filesToFetch(state, fetched), replaced }
}

/**
 * Small files first: they are complete long before the root file system, because MAAS downloads several files
 * at a time.
 */
const filesToFetch = (state: State, fetched: Fetched): string[] =>
  [...fetched]
    .filter(([sha256]) => !isDone(state, sha256))
    .sort(([, a], [, b]) => a - b)
    .map(([sha256]) => sha256)

/** Ends the syncs whose files are all complete. */
export function closeFinished(state: State, rules: State38): void {
  for (const sync of rules.syncs.values()) {
    if (sync.goneAt !== null || !sync.files.every((sha256) => isDone(state, sha256))) continue
    forgetSync(rules, sync.selectionId)
    tidy(state, rules, resourcesOf(state, sync))
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
 * Finishes a canceled sync: everything that it had to download is deleted, even complete kernels of the image, and
 * bootloaders that another sync downloads, too.
 */
export function endCanceled(state: State, rules: State38, sync: Sync): void {
  forgetSync(rules, sync.selectionId)
  const resources = resourcesOf(state, sync)
  for (const resource of resources) {
    if (imageOf(resource) === null) continue
    resource.sets = resource.sets.filter(({ files }) =>
      files.every(({ sha256 }) => !sync.files.includes(sha256)),
    )
  }
  emptyLoaders(resources, sync)
  tidy(state, rules, resources)
}

/** The versions of the bootloaders stay, without the files that the sync had to download (delete_pending_files). */
function emptyLoaders(resources: readonly Resource[], sync: Sync): void {
  const own = new Set(sync.files)
  for (const resource of resources) {
    if (imageOf(resource) !== null) continue
    for (const set of resource.sets) set.files = set.files.filter(({ sha256 }) => !own.has(sha256))
  }
}

/**
 * Ends a sync that takes too long: no message, and nothing cleans up after it, but its partial downloads are emptied
 * (SyncSelection of 3.8, which runs for at most two hours).
 */
export function endLate(state: State, rules: State38, sync: Sync): void {
  forgetSync(rules, sync.selectionId)
  emptyFiles(state, rules, sync, sync.limitAt)
}

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
    emptyLoaders(resourcesOf(state, sync), sync)
  }
  rules.selections.delete(own.id)
  const held = heldFor(state, own)
  dropResources(
    state,
    held.map(({ id }) => id),
  )
}

const resourcesOf = (state: State, { resources }: Sync) =>
  resources.flatMap((id) => state.resources.get(id) ?? [])

/**
 * Each resource of an image keeps its newest complete set and those that a running sync downloads; a resource
 * without sets is deleted. Bootloaders belong to no selection, and MAAS cleans up only after selections
 * (cleanup_boot_resource_sets_for_selection).
 */
function tidy(state: State, rules: State38, resources: readonly Resource[]): void {
  for (const resource of resources) {
    if (imageOf(resource) === null) continue
    const complete = resource.sets.filter((set) => isComplete(state, set))
    resource.sets = resource.sets.filter(
      (set) =>
        set === complete.at(-1) ||
        (!isComplete(state, set) && set.files.some(({ sha256 }) => isAwaited(rules, sha256))),
    )
  }
  const empty = resources.filter(({ sets }) => sets.length === 0).map(({ id }) => id)
  if (empty.length > 0) dropResources(state, empty)
  else forgetUnusedFiles(state)
}

/** The image that a resource belongs to; null if it is a bootloader or an upload. */
export function imageOf(resource: Resource) {
  if (resource.type !== 'Synced' || resource.subarches === null) return null
  return { ...osAndRelease(resource), arch: resource.architecture.split('/')[0] ?? '' }
}

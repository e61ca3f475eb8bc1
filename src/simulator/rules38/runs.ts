import type { State } from '#simulator/state/state.ts'
import { moveBytes, nextArrival } from './line.ts'
import { keepAllOwn, winningSelections } from './own-selections.ts'
import { imageKey } from '#selections/keys.ts'
import { readEach, readSaved } from './reads.ts'
import { READ_ALL_EVERY, type RunKind, type State38 } from './state38.ts'
import { cancelSync, closeFinished, endCanceled, endLate, imageOf, joinSync, startSync } from './syncs.ts'

/** MAAS reads all sources before a requested import begins, ms. Until then it does not report that it is importing. */
const READING_ALL_TAKES = 1000

/** `op=import`: ends the running import, and begins another one after the sources are read. */
export function requestImport(state: State, rules: State38, now: number): void {
  endRun(state, rules, 'import', now)
  rules.importAt = now + READING_ALL_TAKES
}

/** `op=stop_import` stops only the run that `op=import` started, and only after it has begun. */
export function stopImport38(state: State, rules: State38, now: number): void {
  for (const id of rules.runs.get('import') ?? []) cancelSync(state, rules, id, now)
}

export const isImporting38 = (rules: State38) => rules.runs.has('import')

function endRun(state: State, rules: State38, kind: RunKind, at: number): void {
  const waitedFor = [...(rules.runs.get(kind) ?? [])]
  rules.runs.delete(kind)
  for (const id of waitedFor) cancelSync(state, rules, id, at)
}

/** A run over all selections. It skips those whose last sync has not ended. */
function startRun(state: State, rules: State38, kind: RunKind, at: number): void {
  endRun(state, rules, kind, at)
  const started = winningSelections(state, rules).filter((own) => startSync(state, rules, own, at))
  if (started.length > 0) rules.runs.set(kind, new Set(started.map(({ id }) => id)))
}

/**
 * The hourly run. The setting is read when the region starts; later changes have no effect until it restarts.
 */
export function runScheduled(state: State, rules: State38, at: number): void {
  if (rules.scheduled) startRun(state, rules, 'schedule', at)
}

type Due = { at: number; happen: () => void }

/** The events in this region that need no request, with their times. */
export function due38(state: State, rules: State38): Due[] {
  const due: Due[] = [{ at: rules.readAllAt, happen: () => readAll(state, rules) }]
  const { importAt } = rules
  if (importAt !== null) due.push({ at: importAt, happen: () => beginImport(state, rules, importAt) })
  for (const [id, { at }] of rules.reads) due.push({ at, happen: () => readSaved(state, rules, id) })
  for (const sync of rules.syncs.values())
    due.push(
      sync.goneAt === null
        ? { at: sync.limitAt, happen: () => endLate(state, rules, sync) }
        : { at: sync.goneAt, happen: () => endCanceled(state, rules, sync) },
    )
  const arrival = nextArrival(state, rules)
  if (arrival !== null) due.push(arrival)
  return due
}

/** Updates the downloaded bytes to a time. */
export function advance38(state: State, rules: State38, time: number): void {
  moveBytes(state, rules, time)
  closeFinished(state, rules)
}

function readAll(state: State, rules: State38): void {
  rules.readAllAt += READ_ALL_EVERY
  readEach(state, rules, state.sources.values())
}

function beginImport(state: State, rules: State38, at: number): void {
  rules.importAt = null
  readEach(state, rules, state.sources.values())
  startRun(state, rules, 'import', at)
}

/**
 * Starts a region: the selections, images and import of a scenario become MAAS's own selections, their images
 * and a run.
 */
export function begin38(state: State, rules: State38): void {
  rules.scheduled = state.config.get('boot_images_auto_import') === true
  keepAllOwn(state, rules)
  const owners = new Map<string, number>()
  for (const { os, release, arch, id } of [
    ...winningSelections(state, rules),
    ...rules.selections.values(),
  ]) {
    const image = imageKey(os, release, arch)
    if (!owners.has(image)) owners.set(image, id)
  }
  for (const resource of state.resources.values()) {
    const image = imageOf(resource)
    if (image !== null)
      resource.selectionId = owners.get(imageKey(image.os, image.release, image.arch)) ?? null
  }
  if (state.job !== null)
    takeOver(
      state,
      rules,
      state.job.queue.map(({ sha256 }) => sha256),
    )
  state.job = null
}

function takeOver(state: State, rules: State38, queue: readonly string[]): void {
  const waitedFor = new Set<number>()
  for (const own of rules.selections.values()) {
    const named = [...state.resources.values()]
      .filter(({ selectionId }) => selectionId === own.id)
      .flatMap(({ id, sets }) =>
        sets.flatMap(({ version, files }) =>
          files.map(({ filename, sha256 }) => ({ row: { resourceId: id, version, filename }, sha256 })),
        ),
      )
    const sums = new Set(named.map(({ sha256 }) => sha256))
    const files = queue.filter((sha256) => sums.has(sha256))
    if (files.length === 0) continue
    const rows = named.flatMap(({ row, sha256 }) => (files.includes(sha256) ? [row] : []))
    joinSync(rules, state.clock.now(), own, { rows, files })
    waitedFor.add(own.id)
  }
  if (waitedFor.size > 0) rules.runs.set('import', waitedFor)
}

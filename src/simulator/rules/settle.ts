import { download } from '#simulator/rules/import/download.ts'
import { nextInImport, startImport } from '#simulator/rules/import/import.ts'
import { advance38, due38, runScheduled } from '#simulator/rules38/runs.ts'
import { readSources } from './reading.ts'
import type { State } from '#simulator/state/state.ts'

/** MAAS syncs every hour if boot_images_auto_import is on; from 3.8 on if it was on when the region started. */
export const SYNC_EVERY = 60 * 60 * 1000

/**
 * Updates the state to the current time: everything that became due since the last call happens now, in its
 * order and at its time. A region runs nothing in the background.
 */
export function settle(state: State): void {
  const now = state.clock.now()
  for (let next = nextDue(state); next.at <= now; next = nextDue(state)) {
    moveBytes(state, next.at)
    next.happen()
  }
  moveBytes(state, now)
}

/** Whether the region imports, or is about to read a source. */
export const isBusy = ({ job, readAt, rules38 }: State): boolean =>
  job !== null ||
  readAt !== null ||
  (rules38 !== null && (rules38.importAt !== null || rules38.reads.size > 0 || rules38.syncs.size > 0))

function moveBytes(state: State, time: number): void {
  if (state.job !== null) download(state, state.job, time)
  if (state.rules38 !== null) advance38(state, state.rules38, time)
}

/** The next thing that happens without a request, and when. */
export function nextDue(state: State): { at: number; happen: () => void } {
  const due = [{ at: state.nextSyncAt, happen: () => sync(state) }]
  if (state.readAt !== null) due.push({ at: state.readAt, happen: () => readChanged(state) })
  if (state.job !== null) due.push(nextInImport(state, state.job))
  if (state.rules38 !== null) due.push(...due38(state, state.rules38))
  return due.reduce((first, other) => (other.at < first.at ? other : first))
}

function sync(state: State): void {
  const at = state.nextSyncAt
  state.nextSyncAt += SYNC_EVERY
  if (state.rules38 !== null) {
    runScheduled(state, state.rules38, at)
    return
  }
  // a running import is not changed
  if (state.config.get('boot_images_auto_import') === true && state.job === null) startImport(state, at)
}

function readChanged(state: State): void {
  state.readAt = null
  readSources(state, state.sources.values())
}

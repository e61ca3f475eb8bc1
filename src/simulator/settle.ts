import { download } from './download.ts'
import { nextInImport, startImport } from './import.ts'
import { readSources } from './reading.ts'
import type { State } from './state.ts'

/** MAAS looks for new images every hour, if boot_images_auto_import is on. */
export const SYNC_EVERY = 60 * 60 * 1000

/**
 * Brings the state up to the clock: everything that became due since somebody last asked happens now, in its order
 * and with its time. Nothing of a region runs by itself.
 */
export function settle(state: State): void {
  const now = state.clock.now()
  for (let next = nextDue(state); next.at <= now; next = nextDue(state)) {
    if (state.job !== null) download(state, state.job, next.at)
    next.happen()
  }
  if (state.job !== null) download(state, state.job, now)
}

function nextDue(state: State): { at: number; happen: () => void } {
  const due = [{ at: state.nextSyncAt, happen: () => sync(state) }]
  if (state.readAt !== null) due.push({ at: state.readAt, happen: () => readChanged(state) })
  if (state.job !== null) due.push(nextInImport(state, state.job))
  return due.reduce((first, other) => (other.at < first.at ? other : first))
}

function sync(state: State): void {
  const at = state.nextSyncAt
  state.nextSyncAt += SYNC_EVERY
  // an import that runs already is left alone
  if (state.config.get('boot_images_auto_import') === true && state.job === null) startImport(state, at)
}

function readChanged(state: State): void {
  state.readAt = null
  readSources(
    state,
    [...state.sources.values()].filter(({ id }) => id !== 1 || state.ranksSources),
  )
}

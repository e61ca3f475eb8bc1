import type { Read } from '#simulator/control/operations.ts'
import { winningSelections } from '#simulator/rules38/own-selections.ts'
import { lacksFiles } from '#simulator/rules38/syncs.ts'
import {
  cannotReach,
  DISK_FULL,
  noSignature,
  noteImportFailure,
  noteSyncFailure,
  TIMED_OUT,
} from '#simulator/state/notes.ts'
import {
  availabilityIdent,
  cannotFetchManifest,
  manifestIdent,
  noSpaceFor,
  notify,
  notOfferedNow,
  syncIdent,
} from '#simulator/rules38/notes38.ts'
import type { State } from '#simulator/state/state.ts'

/** The notification of a failed import, without the import. */
export function addFailure(state: State, cause: Read<'addFailure'>['cause'], release = ''): void {
  const setting = state.config.get('http_proxy')
  const proxy = typeof setting === 'string' ? setting : ''
  switch (cause) {
    case 'source-unreachable':
      noteUnread(state, cannotReach)
      return
    case 'proxy-refuses':
      noteUnread(state, (url) => noSignature(url, proxy))
      return
    case 'disk-full':
      if (state.rules38 === null) noteSyncFailure(state, DISK_FULL)
      else for (const { id } of unsynced(state)) notify(state, syncIdent(id), noSpaceFor(id))
      return
    case 'time-limit':
      noteSyncFailure(state, TIMED_OUT)
      return
    default:
      noteNotOffered(state, release)
  }
}

/** MAAS 3.8 notifies of each source, and keeps the cause in its log. */
function noteUnread(state: State, why: (url: string) => string): void {
  const sources = [...state.sources.values()]
  if (state.rules38 === null)
    noteImportFailure(
      state,
      sources.map(({ url }) => why(url)),
    )
  else for (const { id, url } of sources) notify(state, manifestIdent(id), cannotFetchManifest(url))
}

/** MAAS 3.8 notifies of each selection whose images it could not download: it lacks files of them. */
export const unsynced = (state: State) =>
  state.rules38 === null
    ? []
    : winningSelections(state, state.rules38).filter((own) => lacksFiles(state, own))

/** MAAS 3.8 notifies of each of its own selections, which have one architecture. */
function noteNotOffered(state: State, wanted: string): void {
  for (const { id, sourceId, os, release, arch } of state.rules38?.selections.values() ?? [])
    if (release === wanted)
      notify(state, availabilityIdent(id), notOfferedNow(sourceId, os, release, arch), {
        category: 'warning',
      })
}

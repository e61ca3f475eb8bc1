import type { Read } from '#simulator/control/operations.ts'
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
  notify,
  notOfferedNow,
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
      noteSyncFailure(state, DISK_FULL)
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
  for (const { id, url } of state.sources.values()) {
    if (state.rules38 === null) noteImportFailure(state, why(url))
    else notify(state, manifestIdent(id), cannotFetchManifest(url))
  }
}

function noteNotOffered(state: State, wanted: string): void {
  for (const { id, sourceId, os, release, arches } of state.selections.values())
    if (release === wanted)
      notify(state, availabilityIdent(id), notOfferedNow(sourceId, os, release, arches.join(',')), {
        category: 'warning',
      })
}

import { COMMISSIONING, newNote } from '#simulator/state/notes.ts'
import type { Note, State } from '#simulator/state/state.ts'

/* MAAS 3.8 notifies all users, separately for each source and selection. */

type Kind = Partial<Pick<Note, 'category' | 'dismissable'>>

/** Creates the notification, or changes the text of the existing one; null removes it. */
export function notify(state: State, ident: string, message: string | null, kind: Kind = {}): void {
  const standing = state.notes.find((note) => note.ident === ident)
  if (message === null) state.notes = state.notes.filter((note) => note !== standing)
  else if (standing !== undefined) standing.message = message
  else state.notes.push({ ...newNote(state, ident, message), users: true, ...kind })
}

export const manifestIdent = (sourceId: number) => `Image manifest fetcher (boot source ${sourceId})`
export const syncIdent = (selectionId: number) => `Sync selection ${selectionId}`
export const availabilityIdent = (selectionId: number) => `Selection availability ${selectionId}`

/** The details are only in MAAS's log. */
export const cannotFetchManifest = (url: string) =>
  `Failed to fetch image manifest for boot source with url ${url}. Check the logs for more details.`

export const cannotSync = (selectionId: number, why: string) =>
  `Failed to synchronize selection ${selectionId}: ${why}`

/**
 * The message of Python's HTTP client for a file that its source lists but lacks. Taken from MAAS's code, not recorded.
 */
export const lacksFile = (address: string) =>
  `HTTPStatusError: Client error '404 Not Found' for url '${address}'\n` +
  'For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404'

/** Taken from MAAS's code, not recorded. */
export const noSpaceFor = (selectionId: number) =>
  `Failed to synchronize selection ${selectionId}: No space left on disk`

/** The three messages below are taken from MAAS's code, not recorded. */
export const notOfferedNow = (sourceId: number, os: string, release: string, arch: string) =>
  `After boot source (id=${sourceId}) updates, the boot source selection for ${os}/${release} arch=${arch} is not available anymore.`

export function noteSwitchedOff(state: State, allDisabled: boolean): void {
  const message = 'All the boot sources are disabled. It will not be possible to download new boot resources.'
  notify(state, 'Boot sources availability', allDisabled ? message : null, {
    category: 'warning',
    dismissable: false,
  })
}

/** These two are removed only when a user dismisses them. */
export const noteCommissioning = (state: State, what: keyof typeof COMMISSIONING, name: string): void =>
  notify(
    state,
    `commissioning_series_${what}`,
    `${name} is configured as the commissioning release but ${COMMISSIONING[what]}`,
  )

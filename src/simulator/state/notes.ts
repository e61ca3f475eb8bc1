import { MaasRefusal } from './refusal.ts'
import { nextId, type Note, type State, type User } from './state.ts'

/**
 * The notification of the importer, which reads sources: why some could not be read, each on a line (cache_boot_sources
 * of 3.4 to 3.7); none if all could.
 */
export const noteImportFailure = (state: State, messages: readonly string[]) =>
  note(state, 'Image importer', messages.length === 0 ? null : messages.join('<br>'))

/**
 * The notification of the synchronization, which downloads files: why it failed; null if it did not. Users cannot
 * dismiss it (finalize of 3.5 to 3.7).
 */
export const noteSyncFailure = (state: State, cause: string | null) =>
  note(
    state,
    'Image synchronization',
    cause === null ? null : `Failed to synchronise boot resources: ${cause}`,
    false,
  )

/** Why a file was not downloaded that its source lists but lacks. */
export const notFound = (address: string) => `404, message=&#x27;Not Found&#x27;, url=&#x27;${address}&#x27;`

/** Why no download began, or the rest was not downloaded (SyncBootResourcesWorkflow of 3.5 to 3.7). */
export const DISK_FULL = 'some region controllers don&#x27;t have enough disk space'
export const TIMED_OUT = 'Workflow timed out'

/**
 * The notifications about the commissioning release, which MAAS checks whenever it has read its sources. It
 * never removes either of them when the cause is gone, and creates none while one exists, dismissed or not
 * (bootsources.py of 3.4 to 3.7).
 */
export function noteCommissioning(state: State): void {
  const release = String(state.config.get('commissioning_distro_series'))
  const isIt = (one: { os: string; release: string }) => one.os === 'ubuntu' && one.release === release
  if (![...state.selections.values()].some(isIt)) noteOnce(state, 'unselected', release)
  if (![...state.offers.values()].flat().some(isIt)) noteOnce(state, 'unavailable', release)
}

function noteOnce(state: State, what: keyof typeof COMMISSIONING, release: string): void {
  const ident = `commissioning_series_${what}`
  if (state.notes.some((other) => other.ident === ident)) return
  const message = `ubuntu ${release} is configured as the commissioning release but ${COMMISSIONING[what]}`
  state.notes.push({ ...newNote(state, ident, message), users: true })
}

export const COMMISSIONING = {
  unselected: 'it is not selected for download!',
  unavailable: 'it is unavailable in the configured streams!',
} as const

/**
 * There is one notification of each kind: null removes it, another text changes it, so that it stays dismissed
 * (components.py of MAAS).
 */
function note(state: State, ident: string, message: string | null, dismissable = true): void {
  const standing = state.notes.find((other) => other.ident === ident)
  if (message === null) state.notes = state.notes.filter((other) => other !== standing)
  else if (standing !== undefined) standing.message = message
  else state.notes.push({ ...newNote(state, ident, message), dismissable })
}

/** An error for administrators. */
export const newNote = (state: State, ident: string, message: string): Note => ({
  id: nextId(state, 'note'),
  ident,
  message,
  category: 'error',
  users: false,
  dismissable: true,
  dismissedBy: [],
})

/**
 * Hides a notification from a user; dismissing it again changes nothing. Taken from MAAS's code, not recorded.
 */
export function dismissNote({ dismissable, dismissedBy }: Note, { username }: User): void {
  if (!dismissable) throw new MaasRefusal({ kind: 'crash', message: 'Notification is not dismissable' })
  if (!dismissedBy.includes(username)) dismissedBy.push(username)
}

/** MAAS accepts addresses that are not valid URLs elsewhere, such as one with the port 99999. */
const ADDRESS = /^(\w+):\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([^?#]*)/

/** The message of Python's HTTP library, HTML-escaped as MAAS stores it. */
export function cannotReach(url: string): string {
  const [, scheme, host = '', port, folder = ''] = ADDRESS.exec(url) ?? []
  const path = `${folder.replace(/\/*$/, '/')}streams/v1/index.sjson`
  const number = port ?? (scheme === 'https' ? 443 : 80)
  return (
    `Failed to import images from ${url}: HTTPConnectionPool(host=&#x27;${host.toLowerCase()}&#x27;, port=${number}): ` +
    `Max retries exceeded with url: ${path} (Caused by NewConnectionError(&#x27;&lt;urllib3.connection.HTTPConnection ` +
    `object&gt;: Failed to establish a new connection: [Errno 111] Connection refused&#x27;))`
  )
}

/** The message when the server answers, but not with an index. */
export const noIndex = (url: string) =>
  `Failed to import images from ${url}: Unable to open ${url}. mirrors=[]`

/**
 * The message when a file lacks its required signature (bootsources.py of 3.4 to 3.7). An error page of a proxy has none
 * either: python-simplestreams looks at no status but 404. `proxy`: the one in MAAS's settings; '': none is used.
 */
export const noSignature = (url: string, proxy = '') =>
  `Failed to import images from ${url} (No signature found!). Verify network connectivity ` +
  `${proxy === '' ? '' : `via your external proxy (${proxy}) `}and try again.`

/** The message when a proxy refuses a connection to a source with TLS. */
export function cannotUseProxy(url: string): string {
  const host = (ADDRESS.exec(url)?.[2] ?? '').toLowerCase()
  return (
    `Failed to import images from ${url}: HTTPSConnectionPool(host=&#x27;${host}&#x27;, port=443): Max retries exceeded ` +
    '(Caused by ProxyError(&#x27;Cannot connect to proxy.&#x27;, OSError(&#x27;Tunnel connection failed: 407 Proxy ' +
    'Authentication Required&#x27;)))'
  )
}

import { nextId, type State } from './state.ts'

/** Of the importer, which reads sources: why the last one of them could not be read; null: all could. */
export const noteImportFailure = (state: State, message: string | null) =>
  note(state, 'Image importer', message)

/** Of the synchronization, which fetches files: the first file that is not at its source; null: all are. */
export const noteAbsentFile = (state: State, address: string | null) =>
  note(
    state,
    'Image synchronization',
    address === null
      ? null
      : `Failed to synchronise boot resources: 404, message=&#x27;Not Found&#x27;, url=&#x27;${address}&#x27;`,
  )

/** There is one notification of each kind: a new text replaces the old one, null takes it away. */
function note(state: State, ident: string, message: string | null): void {
  const standing = state.notes.find((other) => other.ident === ident)
  if (standing?.message === message) return
  state.notes = state.notes.filter((other) => other !== standing)
  if (message === null) return
  state.notes.push({
    id: nextId(state, 'note'),
    ident,
    message,
    category: 'error',
    users: false,
    dismissable: true,
  })
}

/** MAAS takes addresses that are no URL elsewhere, a port of 99999 for one. */
const ADDRESS = /^(\w+):\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([^?#]*)/

/** The words of Python's HTTP library, HTML-escaped as MAAS keeps them. */
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

/** The same when the server answers, but not with an index. */
export const noIndex = (url: string) =>
  `Failed to import images from ${url}: Unable to open ${url}. mirrors=[]`

/** The same when a file that must be signed is not (bootsources.py of 3.4 to 3.7). */
export const noSignature = (url: string) =>
  `Failed to import images from ${url} (No signature found!). Verify network connectivity and try again.`

import { nextId, type State } from './state.ts'

const IMPORTER = 'Image importer'

/** The one notification of the importer: a new text replaces the old one, null takes it away. */
export function noteImportFailure(state: State, message: string | null): void {
  const standing = state.notes.find((note) => note.ident === IMPORTER)
  if (standing?.message === message) return
  state.notes = state.notes.filter((note) => note !== standing)
  if (message === null) return
  state.notes.push({ id: nextId(state, 'note'), ident: IMPORTER, message, category: 'error' })
}

/** The words of Python's HTTP library, HTML-escaped as MAAS keeps them. */
export function cannotReach(url: string): string {
  const { hostname, port, pathname, protocol } = new URL(url)
  const path = `${pathname.replace(/\/*$/, '/')}streams/v1/index.sjson`
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : port
  return (
    `Failed to import images from ${url}: HTTPConnectionPool(host=&#x27;${hostname}&#x27;, port=${number}): ` +
    `Max retries exceeded with url: ${path} (Caused by NewConnectionError(&#x27;&lt;urllib3.connection.HTTPConnection ` +
    `object&gt;: Failed to establish a new connection: [Errno 111] Connection refused&#x27;))`
  )
}

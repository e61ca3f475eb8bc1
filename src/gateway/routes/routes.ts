import type { Caller } from '#gateway/images/caller-cache.ts'
import type { Method } from '#gateway/region/region-exchange.ts'
import type { Visitor } from '#gateway/session/sessions.ts'

/** A request that matches the table: IDs are numbers, and the route allows the query. */
export type Ask = {
  readonly ids: readonly number[]
  readonly name: string
  readonly texts: Readonly<Record<string, string>>
  readonly body: unknown
  /** The page wants data from MAAS now: it was opened or has changed something. Otherwise it polls. */
  readonly fresh: boolean
  /** Aborted, with a Refusal, when the caller leaves before the answer. For reads that cost much. */
  readonly gone?: AbortSignal
}
/** `body` undefined: no content. `cookie`: Set-Cookie headers. */
export type Reply = {
  readonly status: number
  readonly body?: unknown
  readonly cookie?: string | readonly string[]
}
/** The caller of an open route. */
export type Who = {
  readonly visitor: Visitor
  /** Address of the browser. */
  readonly address: string
  /** The browser uses plain HTTP although proxies provide TLS. */
  readonly plain: boolean
  /** The Cookie header. */
  readonly cookie: string | undefined
}

type Shape = {
  readonly method: Method
  /** `{id}` stands for a number. */
  readonly path: string
  /** The only allowed value of `op`; absent: no `op`. */
  readonly op?: string
  /** The allowed values of `name`; absent: no `name`. */
  readonly names?: readonly string[]
  /** Keys of the query whose value may be any text; each is required once. */
  readonly texts?: readonly string[]
  /** A GET that makes the gateway call other servers: only our own page may send it. */
  readonly own?: true
  /** A POST that changes nothing; its query is too long for an address. */
  readonly reads?: true
  /** What a write changes, unless that is images, sources or settings. */
  readonly changes?: 'notifications'
  /** The largest body, bytes; absent: 64 kB. */
  readonly most?: number
  /** Answered even when the gateway is overloaded. */
  readonly always?: true
}
/** Calls MAAS for a signed-in user. */
export type KeyRoute = Shape & {
  readonly open?: never
  readonly bytes?: never
  readonly handle: (ask: Ask, caller: Caller) => Promise<Reply>
}
/** A route for anyone. */
export type OpenRoute = Shape & {
  readonly open: true
  readonly bytes?: never
  readonly handle: (ask: Ask, who: Who) => Promise<Reply>
}
/** Passes the bytes of a write on as they arrive, at most `most` of them. */
export type ByteRoute = Shape & {
  readonly open?: never
  readonly bytes: true
  readonly most: number
  readonly handle: (
    ask: { readonly ids: readonly number[]; readonly bytes: Bytes },
    caller: Caller,
  ) => Promise<Reply>
}
/** A body that has not been read yet, and its length in bytes. */
type Bytes = { readonly stream: AsyncIterable<Uint8Array>; readonly length: number }
export type Route = KeyRoute | OpenRoute | ByteRoute

export type Match = { readonly route: Route } & Omit<Ask, 'body' | 'fresh' | 'gone'>

const ID = '(0|[1-9][0-9]{0,8})'

/**
 * Finds the route of a request. The path is compared undecoded, so that no escape, `..` or double slash can look like a
 * route. Null: it is not in the table.
 */
export function createMatcher(routes: readonly Route[]): (method: string, url: string) => Match | null {
  const table = routes.map((route) => ({
    route,
    pattern: new RegExp(`^${route.path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll('{id}', ID)}$`),
  }))
  return (method, url) => {
    const [path = '', search, ...rest] = url.split('?')
    if (rest.length > 0) return null
    for (const { route, pattern } of table) {
      if (route.method !== method) continue
      const ids = pattern.exec(path)?.slice(1).map(Number)
      if (!ids) continue
      const query = readQuery(route, search ?? '')
      if (query) return { route, ids, ...query }
    }
    return null
  }
}

/** `name` ('' when the route has none) and texts of the query; null: the query does not fit this route. */
function readQuery({ op, names, texts = [] }: Shape, search: string): Pick<Match, 'name' | 'texts'> | null {
  // a query without free text is compared undecoded, as the path is
  if (texts.length === 0 && /[%+]/.test(search)) return null
  const query = new URLSearchParams(search)
  const wanted = [...(op === undefined ? [] : ['op']), ...(names ? ['name'] : []), ...texts]
  if (query.size !== wanted.length || !wanted.every((key) => query.has(key))) return null
  if (op !== undefined && query.get('op') !== op) return null
  const name = query.get('name') ?? ''
  if (names && !names.includes(name)) return null
  return { name, texts: Object.fromEntries(texts.map((key) => [key, query.get(key) ?? ''])) }
}

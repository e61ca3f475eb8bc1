import type { Caller } from '#gateway/images/caller-cache.ts'
import type { Method } from '#gateway/region/region-exchange.ts'
import type { Visitor } from '#gateway/session/sessions.ts'

/** A request that has passed the table: ids are numbers, the query is one the route knows. */
export type Ask = {
  readonly ids: readonly number[]
  readonly name: string
  readonly texts: Readonly<Record<string, string>>
  readonly body: unknown
  /** The page wants what is there now: somebody has opened it, or it has changed something. Else it only polls. */
  readonly fresh: boolean
}
/** `body` undefined: no content. `cookie`: Set-Cookie headers. */
export type Reply = {
  readonly status: number
  readonly body?: unknown
  readonly cookie?: string | readonly string[]
}
/** Who asks an open route. */
export type Who = {
  readonly visitor: Visitor
  /** Of the browser. */
  readonly address: string
  /** Without TLS, where proxies are to speak it. */
  readonly plain: boolean
  /** The Cookie header. */
  readonly cookie: string | undefined
}

type Shape = {
  readonly method: Method
  /** `{id}` stands for a number. */
  readonly path: string
  /** The only value `op` may have; absent: no query at all. */
  readonly op?: string
  /** The values `name` may have; absent: no `name`. */
  readonly names?: readonly string[]
  /** Keys of the query whose value may be any text; each must be there, once. */
  readonly texts?: readonly string[]
  /** It makes the gateway ask others: only our own page may order it. */
  readonly own?: true
  /** A POST that changes nothing: what it asks is too long for an address. */
  readonly reads?: true
  /** What a write changes where that is not images, sources or settings. */
  readonly changes?: 'notifications'
  /** The largest body, bytes; absent: 64 kB. */
  readonly most?: number
  /** Answered also when the gateway has no room for anything else. */
  readonly always?: true
}
/** Speaks to MAAS, for who is signed in. */
export type KeyRoute = Shape & {
  readonly open?: never
  readonly handle: (ask: Ask, caller: Caller) => Promise<Reply>
}
/** For everybody. */
export type OpenRoute = Shape & {
  readonly open: true
  readonly handle: (ask: Ask, who: Who) => Promise<Reply>
}
export type Route = KeyRoute | OpenRoute

export type Match = { readonly route: Route } & Omit<Ask, 'body' | 'fresh'>

const ID = '(0|[1-9][0-9]{0,8})'

/**
 * Finds the route of a request line. The path is compared as it came, undecoded: no escape, no `..` and no
 * double slash can look like a route. Returns null for everything that is not in the table.
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

/** `name` ('' when the route has none) and texts of the query; null: not a query of this route. */
function readQuery({ op, names, texts = [] }: Shape, search: string): Pick<Match, 'name' | 'texts'> | null {
  // what has no free text is compared as it came, as the path is
  if (texts.length === 0 && /[%+]/.test(search)) return null
  const query = new URLSearchParams(search)
  const wanted = [...(op === undefined ? [] : ['op']), ...(names ? ['name'] : []), ...texts]
  if (query.size !== wanted.length || !wanted.every((key) => query.has(key))) return null
  if (op !== undefined && query.get('op') !== op) return null
  const name = query.get('name') ?? ''
  if (names && !names.includes(name)) return null
  return { name, texts: Object.fromEntries(texts.map((key) => [key, query.get(key) ?? ''])) }
}

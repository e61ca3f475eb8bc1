import type { Method } from './region-client.ts'

/** A request that has passed the table: ids are numbers, the query is one the route knows. */
export type Ask = { readonly ids: readonly number[]; readonly name: string; readonly body: unknown }
/** `body` undefined: no content. */
export type Reply = { readonly status: number; readonly body?: unknown }
export type Route = {
  readonly method: Method
  /** `{id}` stands for a number. */
  readonly path: string
  /** The only value `op` may have; absent: no query at all. */
  readonly op?: string
  /** The values `name` may have; absent: no `name`. */
  readonly names?: readonly string[]
  readonly handle: (ask: Ask) => Promise<Reply>
}

export type Match = { readonly route: Route; readonly ids: readonly number[]; readonly name: string }

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
      const name = readQuery(route, search ?? '')
      if (name !== null) return { route, ids, name }
    }
    return null
  }
}

/** The `name` of the query ('' when the route has none); null: not a query of this route. */
function readQuery({ op, names }: Route, search: string): string | null {
  const query = new URLSearchParams(search)
  const wanted = [...(op === undefined ? [] : ['op']), ...(names ? ['name'] : [])]
  if ([...query.keys()].sort().join() !== wanted.sort().join()) return null
  if (op !== undefined && query.get('op') !== op) return null
  const name = query.get('name') ?? ''
  return names && !names.includes(name) ? null : name
}

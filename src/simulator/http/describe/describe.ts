import { notEmbedded, type Action, type Endpoint } from '#simulator/http/endpoint.ts'

/* How MAAS describes its API to clients: the `maas` command and python-libmaas build themselves from this. */

type ActionShown = {
  name: string
  method: string
  op: string | null
  /** Whether the method alone names the action. */
  restful: boolean
  doc: string
}

type HandlerShown = {
  name: string
  path: string
  /** The address of `path`, with the host that the client used. */
  uri: string
  /** The parts of the path that a client fills in, in order. */
  params: string[]
  doc: string
  actions: ActionShown[]
}

export type ResourceShown = { name: string; auth: HandlerShown | null; anon: HandlerShown | null }

const CRUD: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'read',
  PUT: 'update',
  DELETE: 'delete',
}

/**
 * What each endpoint is and does, by the names of handlers. What MAAS has and the embedded region does not is left
 * out. `origin` is the scheme and host of the addresses.
 */
export function resourcesOf(endpoints: readonly Endpoint[], origin: string): ResourceShown[] {
  const resources = endpoints.map((endpoint) => {
    const handler = handlerOf(endpoint, origin)
    const isPublic = endpoint.access === 'anyone'
    return { name: handler.name, auth: isPublic ? null : handler, anon: isPublic ? handler : null }
  })
  return resources.sort((a, b) => compare(a.name, b.name))
}

function handlerOf({ path, handler, doc, operations }: Endpoint, origin: string): HandlerShown {
  const template = `/MAAS/api/2.0/${path.replaceAll(/:(\w+)/g, '{$1}')}`
  const actions = Object.entries(operations).flatMap(([name, action]) =>
    action === undefined || action === notEmbedded ? [] : actionOf(name, action),
  )
  return {
    name: handler,
    path: template,
    uri: `${origin}${template}`,
    params: [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name),
    doc,
    actions: actions.sort((a, b) => compare(a.name, b.name)),
  }
}

/** `GET`, or `POST op=import`. The `maas` command accepts parameters only of an action whose text has ":param". */
function actionOf(operation: string, { doc, params }: Action): ActionShown {
  const [method = '', op] = operation.split(' op=')
  const described = Object.entries(params).map(([name, about]) => `:param ${name}: ${about}`)
  return {
    name: op ?? CRUD[method] ?? method,
    method,
    op: op ?? null,
    restful: op === undefined,
    doc: [doc, ...described].join('\n\n'),
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** 40 hexadecimal digits that change with the description. The address of the region does not count. */
export async function hashOf(endpoints: readonly Endpoint[]): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(resourcesOf(endpoints, '')))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', text))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The answer of `describe/`. `handlers` repeats what `resources` has, for clients older than that. */
export function descriptionOf(resources: readonly ResourceShown[], hash: string) {
  const anonymous = resources.flatMap(({ anon }) => anon ?? [])
  const signed = resources.flatMap(({ auth }) => auth ?? [])
  return { doc: 'MAAS API', handlers: [...anonymous, ...signed], hash, resources }
}

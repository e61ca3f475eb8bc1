import { http, type HttpHandler } from 'msw'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { pythonRepr } from '#lib/text/python-repr.ts'
import {
  API_HASH,
  csrfPage,
  notAllowed,
  plain,
  raisedText,
  refusalAnswer,
  unauthorized,
  unknownEndpoint,
} from './answers.ts'
import { failsCsrfCheck, FORGET_SESSION, sessionIdOf } from './accounts/cookies.ts'
import { readForm, type Form } from './form.ts'
import { MaasRefusal } from '#simulator/state/refusal.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { User } from '#simulator/state/state.ts'

type Call = {
  user: User
  query: URLSearchParams
  form: Form
  /** The body as it is, where the endpoint takes bytes. */
  bytes: Uint8Array
  /** A numeric part of the path. Throws what MAAS answers for one that is not a number. */
  id: (name: string) => number
  /** A part of the path, unchanged. */
  part: (name: string) => string
}

type Operation = (call: Call) => Response
/** What clients may send with an operation, and what each of it means. */
type Params = Readonly<Record<string, string>>
export type Action = { readonly doc: string; readonly params: Params; readonly run: Operation }
/** `GET`, or `POST op=import` for an operation that is named in the query or the form. */
type OperationName = 'GET' | 'POST' | 'PUT' | 'DELETE' | `${'GET' | 'POST'} op=${string}`

/** One resource of the API. The rules compute its answers. */
export type Endpoint = {
  /** Below `/MAAS/api/2.0/`; `:name` stands for a part, by the name that it has in MAAS's description of its API. */
  path: string
  /** The name that MAAS's description has for it; clients name their commands and objects after it. */
  handler: string
  doc: string
  /** Who may call it: `anyone` without a signature. MAAS words the refusals of the last two differently. */
  access: 'anyone' | 'users' | 'users, administrators to write' | 'administrators'
  /** From 3.8 on: what a user needs to read and to write, where administrators alone have it. */
  permissions?: { view?: Permission; edit: Permission }
  /** The Allow header of a 405, in MAAS's order. */
  allow: string
  /**
   * Methods that MAAS accepts without a signature, because of operations that the embedded region does not
   * support.
   */
  anonymous?: readonly string[]
  /** Write operations that all users may call. */
  forUsers?: readonly OperationName[]
  /** Its operations read the bytes of the body, whatever the content type says. */
  takesBytes?: true
  operations: Partial<Record<OperationName, Action>>
}

type Permission = `can_${'view' | 'edit'}_${string}`

/** An operation, and what `describe/` says about it. */
export const action = (doc: string, run: Operation, params: Params = {}): Action => ({ doc, params, run })

/** An operation that MAAS has and the embedded region does not: it answers in its own words, not in MAAS's. */
export const notEmbedded = action('', () => raisedText(501, 'The embedded region does not support this.'))

/**
 * All endpoints behind one handler, so that a path is read as MAAS reads it: unescaped first, then matched. `hash` is
 * that of the description of these endpoints.
 */
export function api(
  region: Region,
  endpoints: readonly Endpoint[],
  hash: () => Promise<string>,
): HttpHandler {
  const routes = endpoints.map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }))
  return http.all(/\/MAAS\/api\/2\.0\//, async ({ request }) => {
    if (isMultipartWithoutBoundary(request)) return new Response(null, { status: 400 })
    if (await failsCsrfCheck(request)) return csrfPage()

    const { pathname } = new URL(request.url)
    const path = unescapedPath(pathname.slice(pathname.indexOf('/MAAS/')))
    for (const { endpoint, pattern } of routes) {
      const parts = pattern.exec(path)?.groups
      if (parts === undefined) continue
      const response = await answer(region, endpoint, request, parts)
      if (response.headers.has(API_HASH)) response.headers.set(API_HASH, await hash())
      const session = sessionIdOf(request)
      if (session !== null && region.sessions.userOf(session) === null)
        response.headers.append('Set-Cookie', FORGET_SESSION)
      return response
    }
    return unknownEndpoint(path)
  })
}

const lacks = (permission: Permission) =>
  raisedText(
    403,
    'User does not have permission to perform this operation. ' +
      `The user should have permission '${permission}'`,
  )

/**
 * The order of the checks is MAAS's: the user, the body's encoding, the method, the operation, the permissions.
 */
async function answer(
  region: Region,
  endpoint: Endpoint,
  request: Request,
  parts: Record<string, string>,
): Promise<Response> {
  const { method } = request
  const query = new URL(request.url).searchParams
  const user = callerOf(region, endpoint, request, query)
  if (user instanceof Response) return user
  const { access, permissions, allow, forUsers = [], takesBytes = false, operations } = endpoint

  try {
    const bytes = new Uint8Array(takesBytes ? await request.clone().arrayBuffer() : [])
    const form = await readForm(request)
    if (!isAllowed(method, operations)) return notAllowed(allow)
    // an empty op in the query counts as missing, so the form may have one
    const op = query.getAll('op').at(-1) || form.op
    const operation = user === null ? undefined : operationOf(operations, method, op)
    if (user === null || operation === undefined)
      return raisedText(400, `Unrecognised signature: method=${method} op=${op ?? 'None'}`)
    const needed = method === 'GET' ? permissions?.view : permissions?.edit
    const { namesPermissions } = capabilitiesOf(region.version)
    if (namesPermissions && needed !== undefined && !user.admin) return lacks(needed)
    const isWrite = method !== 'GET' && !forUsers.some((name) => name === `${method} op=${op}`)
    if (access === 'users, administrators to write' && isWrite && !user.admin)
      return raisedText(403, 'This method is reserved for admin users.')
    const part = (of: string) => parts[of] ?? ''
    return operation.run({ user, query, form, bytes, part, id: (of) => number(part(of)) })
  } catch (error) {
    if (error instanceof MaasRefusal) return refusalAnswer(error)
    throw error
  }
}

/** MAAS does not read the signature of a request for what is public. */
const NO_ONE: User = { username: '', email: '', admin: false, password: '', keys: [] }

/** The user who sent a request; null: no one has signed it, and MAAS accepts that. Else MAAS's refusal. */
function callerOf(
  region: Region,
  { access, anonymous = [] }: Endpoint,
  request: Request,
  query: URLSearchParams,
): User | Response | null {
  if (access === 'anyone') return NO_ONE
  // read from MAAS's code: a session counts before a signature
  let user = region.sessions.userOf(sessionIdOf(request) ?? '')
  if (user === null) {
    const signed = region.whoSigned(request.headers.get('Authorization'), query)
    if (signed.kind === 'wrong') return unauthorized(signed.message)
    if (signed.kind === 'user') user = signed.user
  }
  const { namesPermissions } = capabilitiesOf(region.version)
  if (access === 'administrators' && !namesPermissions && user?.admin !== true)
    return raisedText(403, 'User is not allowed access to this API.')
  if (user === null && !anonymous.includes(request.method)) return plain('Forbidden', 401)
  return user
}

const isAllowed = (method: string, operations: Endpoint['operations']) =>
  Object.keys(operations).some((name) => name.split(' ')[0] === method)

const operationOf = (
  operations: Record<string, Action | undefined>,
  method: string,
  op: string | undefined,
) => operations[op === undefined ? method : `${method} op=${op}`]

/** `boot-sources/:source/` matches one part without a slash for each name. */
const patternOf = (path: string) =>
  new RegExp(`^/MAAS/api/2\\.0/${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}(?<end>)$`)

/** Recorded from 3.5.13: the server below MAAS refuses it before the address and the signature are checked. */
const isMultipartWithoutBoundary = ({ method, headers }: Request) =>
  method === 'POST' && /^multipart\/form-data(?!.*;\s*boundary=)/i.test(headers.get('Content-Type') ?? '')

/** A slash that was escaped separates parts too; bytes that are not UTF-8 become U+FFFD. */
const unescapedPath = (path: string) =>
  path.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    new TextDecoder().decode(
      Uint8Array.from(escapes.slice(1).split('%'), (digits) => Number.parseInt(digits, 16)),
    ),
  )

/**
 * Reads a number like Python, which accepts a sign, blanks around the number, and underscores between digits.
 */
function number(part: string): number {
  const digits = part.trim()
  if (/^[+-]?\d+(?:_\d+)*$/.test(digits)) return Number(digits.replaceAll('_', ''))
  throw new MaasRefusal({
    kind: 'crash',
    message: `Field 'id' expected a number but got ${pythonRepr(part)}.`,
  })
}

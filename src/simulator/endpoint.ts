import { http, type HttpHandler } from 'msw'
import { csrfPage, notAllowed, plain, raisedText, refusalAnswer, unauthorised } from './answers.ts'
import { readForm, type Form } from './form.ts'
import { Refusal } from './refusal.ts'
import type { Region } from './region.ts'
import type { User } from './state.ts'

export type Call = {
  user: User
  query: URLSearchParams
  form: Form
  /** A numeric part of the path. Throws what MAAS answers for one that is no number. */
  id: (name: string) => number
  /** A part of the path as it is. */
  part: (name: string) => string
}

type Operation = (call: Call) => Response
/** `GET`, or `POST op=import` for an operation that is named in the query or the form. */
type OperationName = 'GET' | 'POST' | 'PUT' | 'DELETE' | `${'GET' | 'POST'} op=${string}`

type Endpoint = {
  /** Below `/MAAS/api/2.0/`, with a slash at the end. */
  path: string
  /** Every call, or only those that write, need an administrator; MAAS words the two refusals differently. */
  admin: 'always' | 'to write'
  /** The Allow header of a 405, in MAAS's order. */
  allow: string
  operations: Partial<Record<OperationName, Operation>>
}

/** One resource of the API: finds out who asks, for what, and whether they may; rules answer the rest. */
export function endpoint(region: Region, { path, admin, allow, operations }: Endpoint): HttpHandler {
  return http.all(`*/MAAS/api/2.0/${path}`, async ({ request, params }) => {
    const url = new URL(request.url)
    // the pattern also fits a second slash at the end
    if (!url.pathname.endsWith('/') || url.pathname.endsWith('//')) return unknownEndpoint(url)

    // a session cookie, even a stale one, makes MAAS ask for a CSRF token, whatever else the request carries
    if (request.method !== 'GET' && /(?:^|;\s*)sessionid=/.test(request.headers.get('Cookie') ?? ''))
      return csrfPage()

    const signed = region.whoSigned(request.headers.get('Authorization'), url.searchParams)
    if (signed.kind === 'wrong') return unauthorised(signed.message)
    if (signed.kind === 'anonymous') return admin === 'always' ? notAdmin() : anonymous(path)
    if (admin === 'always' && !signed.user.admin) return notAdmin()

    const { method } = request
    if (!Object.keys(operations).some((name) => name.split(' ')[0] === method)) return notAllowed(allow)
    if (admin === 'to write' && method !== 'GET' && !signed.user.admin)
      return raisedText(403, 'This method is reserved for admin users.')

    try {
      const form = await readForm(request)
      const op = url.searchParams.get('op') ?? (method === 'POST' ? form.text('op') : undefined)
      const name = op === undefined ? method : `${method} op=${op}`
      const operation = (operations as Record<string, Operation | undefined>)[name]
      if (operation === undefined)
        return raisedText(400, `Unrecognised signature: method=${method} op=${op ?? 'None'}`)
      const part = (of: string) => String(params[of] ?? '')
      return operation({
        user: signed.user,
        query: url.searchParams,
        form,
        part,
        id: (of) => number(part(of)),
      })
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error)
      throw error
    }
  })
}

/** Whatever is not in the API, also a known path without the slash at its end. */
export const unknownEndpoints = () =>
  http.all('*/MAAS/api/2.0/*', ({ request }) => unknownEndpoint(new URL(request.url)))

const unknownEndpoint = ({ pathname }: URL) =>
  new Response(`Unknown API endpoint: ${pathname}.`, {
    status: 404,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Frame-Options': 'DENY' },
  })

const notAdmin = () => raisedText(403, 'User is not allowed access to this API.')

const anonymous = (path: string) =>
  path.startsWith('rackcontrollers/')
    ? raisedText(400, 'Unrecognised signature: method=GET op=None')
    : plain('Forbidden', 401)

function number(part: string): number {
  if (/^\d+$/.test(part)) return Number(part)
  throw new Refusal({ kind: 'crash', message: `Field 'id' expected a number but got '${part}'.` })
}

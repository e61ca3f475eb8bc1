import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Inbound } from '#gateway/http/inbound.ts'
import type { Proxies } from '#gateway/http/trusted-proxies.ts'
import { Refusal } from '#gateway/refusal.ts'
import { busy } from './caller-limits.ts'
import { type BodyTimeout, readJson } from './json-body.ts'
import type { MemoryBudget, Reservation } from './memory-budget.ts'

export type InboundNeeds = {
  readonly proxies: Proxies
  /** Memory for bodies: of signed-in users and of all others, so that the others cannot keep signed-in users out. */
  readonly bodies: { readonly signedIn: MemoryBudget; readonly strangers: MemoryBudget }
  /** For callers who are not signed in. */
  readonly strangerTimeout: BodyTimeout
}
/** What sockets and streams hold of a body that is passed on, bytes (both kernels' buffers are not ours). */
const BUFFERED = 256 * 1_024

/** Requests of the HTTP server for the routes. Call `release` when a request is answered: it frees its memory. */
export function createInbounds({ proxies, bodies, strangerTimeout }: InboundNeeds) {
  return (request: IncomingMessage, response: ServerResponse): Inbound & { readonly release: () => void } => {
    let reserved: Reservation | null = null
    const reserve = (budget: MemoryBudget) => (reserved = budget.open())
    const { method = 'GET', url = '/', headers } = request
    return {
      method,
      url,
      headers,
      encrypted: 'encrypted' in request.socket,
      address: () => proxies.clientAddress(request),
      isPlain: () => proxies.isPlain(request),
      json: ({ most, signedIn }) =>
        readJson(request, {
          most,
          reservation: reserve(signedIn ? bodies.signedIn : bodies.strangers),
          ...(!signedIn && { timeout: strangerTimeout }),
        }),
      bytes(length) {
        if (!reserve(bodies.signedIn).grow(Math.min(length, BUFFERED))) throw busy('memory')
        return request
      },
      gone: () => whenGone(response),
      release: () => reserved?.release(),
    }
  }
}

/** Aborted when the caller leaves before the whole answer was sent: no one needs it any more. */
function whenGone(response: ServerResponse): AbortSignal {
  const leaves = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) leaves.abort(new Refusal(503, 'busy', 'The client disconnected.'))
  })
  return leaves.signal
}

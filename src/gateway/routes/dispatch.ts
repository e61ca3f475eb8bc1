import type { IncomingMessage, ServerResponse } from 'node:http'
import { FRESH_HEADER } from '#contract/gateway.ts'
import { busy, MOST_BODY } from '#gateway/requests/caller-limits.ts'
import type { CallerCache } from '#gateway/images/caller-cache.ts'
import { type BodyTimeout, readJson } from '#gateway/requests/json-body.ts'
import { createAnswerCache } from '#gateway/http/encoded-answers.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Reservation, MemoryBudget } from '#gateway/requests/memory-budget.ts'
import type { Ask, ByteRoute, KeyRoute, Match, OpenRoute } from './routes.ts'
import { checkBytes, checkOrigin, checkWrite } from '#gateway/http/security.ts'
import { sendJson, sendEncoded } from '#gateway/http/send-json.ts'
import { type Sessions, signedOut, type Visitor } from '#gateway/session/sessions.ts'
import type { Proxies } from '#gateway/http/trusted-proxies.ts'

/** The page sends this header, except when it polls. */
const isFresh = ({ headers }: IncomingMessage) => headers[FRESH_HEADER] !== undefined

type Needs = {
  readonly sessions: Sessions
  readonly callerCache: CallerCache
  readonly proxies: Proxies
  /** Memory for bodies: of signed-in users and of all others, so that the others cannot keep signed-in users out. */
  readonly bodies: { readonly signedIn: MemoryBudget; readonly strangers: MemoryBudget }
  /** For callers who are not signed in. */
  readonly strangerTimeout: BodyTimeout
}
/** What sockets and streams hold of a body that is passed on, bytes (both kernels' buffers are not ours). */
const BUFFERED = 256 * 1_024

type Asked = Omit<Ask, 'body' | 'fresh' | 'gone'>
/** One request and its answer. */
type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Memory for its body. */
  readonly reservation: Reservation
}

/**
 * Answers a matched request: routes that call MAAS for signed-in users, open routes for anyone. Writes must come from
 * our own page. Throws a Refusal.
 */
export function createDispatch({ sessions, callerCache, proxies, bodies, strangerTimeout }: Needs) {
  const encode = createAnswerCache()

  return async (
    { route, ...asked }: Match,
    { request, response }: Omit<Exchange, 'reservation'>,
  ): Promise<void> => {
    const length = route.bytes ? checkBytes(request, route.most) : 0
    if (request.method !== 'GET' && !route.bytes) checkWrite(request)
    else if (route.own) checkOrigin(request)
    const visitor = await sessions.visitor(request.headers.cookie)
    const reservation = (visitor.key === null ? bodies.strangers : bodies.signedIn).open()
    const exchange = { request, response, reservation }
    try {
      if (route.open) await answerOpen(route, asked, visitor, exchange)
      else if (route.bytes) await passOn(route, asked, visitor, { ...exchange, length })
      else await answerCaller(route, asked, visitor, exchange)
    } catch (error) {
      throw withSessionEnded(error, visitor)
    } finally {
      reservation.release()
    }
  }

  async function answerOpen(
    route: OpenRoute,
    asked: Asked,
    visitor: Visitor,
    { request, response, reservation }: Exchange,
  ): Promise<void> {
    const limits = {
      most: route.most ?? MOST_BODY.usual,
      reservation,
      ...(visitor.key === null && { timeout: strangerTimeout }),
    }
    const body = request.method === 'GET' ? undefined : await readJson(request, limits)
    const who = {
      visitor,
      address: proxies.clientAddress(request),
      plain: proxies.isPlain(request),
      cookie: request.headers.cookie,
    }
    const reply = await route.handle({ ...asked, body, fresh: isFresh(request) }, who)
    if (reply.cookie !== undefined) response.setHeader('Set-Cookie', reply.cookie)
    sendJson(response, reply.status, reply.body)
  }

  async function answerCaller(
    route: KeyRoute,
    asked: Asked,
    { key }: Visitor,
    { request, response, reservation }: Exchange,
  ): Promise<void> {
    if (!key) throw signedOut()
    const caller = callerCache.of(key)
    if (request.method === 'GET') {
      const ask = { ...asked, body: undefined, fresh: isFresh(request), gone: whenGone(response) }
      const { body } = await route.handle(ask, caller)
      return sendEncoded(request, response, encode(`${caller.id} ${request.url}`, body))
    }
    const body = await readJson(request, { most: route.most ?? MOST_BODY.usual, reservation })
    try {
      const ask = { ...asked, body, fresh: true, ...(route.reads && { gone: whenGone(response) }) }
      const reply = await route.handle(ask, caller)
      sendJson(response, reply.status, reply.body)
    } finally {
      // a read that is running may have missed this write
      if (!route.reads) callerCache.invalidate(route.changes)
    }
  }

  /** Hands the body over unread. */
  async function passOn(
    route: ByteRoute,
    { ids }: Asked,
    { key }: Visitor,
    { request, response, reservation, length }: Exchange & { readonly length: number },
  ): Promise<void> {
    if (!key) throw signedOut()
    if (!reservation.grow(Math.min(length, BUFFERED))) throw busy('memory')
    const reply = await route.handle({ ids, bytes: { stream: request, length } }, callerCache.of(key))
    sendJson(response, reply.status, reply.body)
  }

  /** The error for the caller: when MAAS refuses the key of a session, the session is over. */
  function withSessionEnded(error: unknown, { key }: Visitor): unknown {
    const revoked = error instanceof Refusal && error.code === 'unauthorized' && sessions.way === 'sign-in'
    // the cookie stays until the page reads the session, because this answer may arrive after the next sign-in
    if (revoked && key) callerCache.forget(key)
    return revoked ? signedOut() : error
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

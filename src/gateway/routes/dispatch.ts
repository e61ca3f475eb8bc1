import type { IncomingMessage, ServerResponse } from 'node:http'
import { FRESH_HEADER } from '#contract/gateway.ts'
import { MOST_BODY } from '#gateway/requests/caller-limits.ts'
import type { CallerCache } from '#gateway/images/caller-cache.ts'
import { type Patience, readJson } from '#gateway/requests/json-body.ts'
import { createAnswerCache } from '#gateway/http/encoded-answers.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Reservation, MemoryBudget } from '#gateway/requests/memory-budget.ts'
import type { Ask, KeyRoute, Match, OpenRoute } from './routes.ts'
import { checkOrigin, checkWrite } from '#gateway/http/security.ts'
import { sendJson, sendEncoded } from '#gateway/http/send-json.ts'
import { type Sessions, signedOut, type Visitor } from '#gateway/session/sessions.ts'
import type { Proxies } from '#gateway/http/trusted-proxies.ts'

/** A header of the page; a poll does not send it. */
const isFresh = ({ headers }: IncomingMessage) => headers[FRESH_HEADER] !== undefined

type Needs = {
  readonly sessions: Sessions
  readonly callers: CallerCache
  readonly proxies: Proxies
  /** For bodies: of signed-in users, and of all others, so that these cannot keep signed-in users out. */
  readonly rooms: { readonly signedIn: MemoryBudget; readonly strangers: MemoryBudget }
  /** With callers who are not signed in. */
  readonly patience: Patience
}
type Asked = Omit<Ask, 'body' | 'fresh'>
/** One request and its answer. */
type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Of its body. */
  readonly holding: Reservation
}

/**
 * Answers what has passed the table: routes that speak to MAAS for who is signed in, the open ones for everybody.
 * Writes must come from our own page. Throws a Refusal.
 */
export function createDispatch({ sessions, callers, proxies, rooms, patience }: Needs) {
  const prepareFor = createAnswerCache()

  return async (
    { route, ...asked }: Match,
    { request, response }: Omit<Exchange, 'holding'>,
  ): Promise<void> => {
    if (request.method !== 'GET') checkWrite(request)
    else if (route.own) checkOrigin(request)
    const visitor = await sessions.visitor(request.headers.cookie)
    const holding = (visitor.key === null ? rooms.strangers : rooms.signedIn).open()
    const exchange = { request, response, holding }
    try {
      if (route.open) await answerOpen(route, asked, visitor, exchange)
      else await answerCaller(route, asked, visitor, exchange)
    } catch (error) {
      throw lost(error, visitor)
    } finally {
      holding.release()
    }
  }

  async function answerOpen(
    route: OpenRoute,
    asked: Asked,
    visitor: Visitor,
    { request, response, holding }: Exchange,
  ): Promise<void> {
    const terms = {
      most: route.most ?? MOST_BODY.usual,
      holding,
      ...(visitor.key === null && { patience }),
    }
    const body = request.method === 'GET' ? undefined : await readJson(request, terms)
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
    { request, response, holding }: Exchange,
  ): Promise<void> {
    if (!key) throw signedOut()
    const caller = callers.of(key)
    if (request.method === 'GET') {
      const { body } = await route.handle({ ...asked, body: undefined, fresh: isFresh(request) }, caller)
      return sendEncoded(request, response, prepareFor(`${caller.id} ${request.url}`, body))
    }
    const body = await readJson(request, { most: route.most ?? MOST_BODY.usual, holding })
    try {
      const reply = await route.handle({ ...asked, body, fresh: true }, caller)
      sendJson(response, reply.status, reply.body)
    } finally {
      // What is being read now may not know of this write.
      if (!route.reads) callers.renew(route.changes)
    }
  }

  /** What went wrong, as it is for who has signed in: a key that MAAS refuses ends the session. */
  function lost(error: unknown, { key }: Visitor): unknown {
    const revoked = error instanceof Refusal && error.code === 'unauthorized' && sessions.way === 'sign-in'
    // its cookie stays until the page asks who is signed in: this answer may come after the next sign-in
    if (revoked && key) callers.forget(key)
    return revoked ? signedOut() : error
  }
}

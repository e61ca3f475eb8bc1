import { FRESH_HEADER } from '#contract/gateway.ts'
import { MOST_BODY } from '#gateway/requests/caller-limits.ts'
import type { CallerCache } from '#gateway/images/caller-cache.ts'
import type { Inbound } from '#gateway/http/inbound.ts'
import { checkBytes, checkOrigin, checkWrite } from '#gateway/http/own-page.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Ask, ByteRoute, KeyRoute, Match, OpenRoute, Reply } from './routes.ts'
import { type Sessions, signedOut, type Visitor } from '#gateway/session/sessions.ts'

/** The page sends this header, except when it polls. */
const isFresh = ({ headers }: Inbound) => headers[FRESH_HEADER] !== undefined

type Needs = { readonly sessions: Sessions; readonly callerCache: CallerCache }

type Asked = Omit<Ask, 'body' | 'fresh' | 'gone'>

/** An answer, and for a read with a key the caller who may store it. */
export type Answered = Reply & { readonly storedBy?: number }

/**
 * Answers a matched request: routes that call MAAS for signed-in users, open routes for anyone. Writes must come from
 * our own page. Throws a Refusal.
 */
export function createDispatch({ sessions, callerCache }: Needs) {
  return async ({ route, ...asked }: Match, inbound: Inbound): Promise<Answered> => {
    const length = route.bytes ? checkBytes(inbound, route.most) : 0
    if (inbound.method !== 'GET' && !route.bytes) checkWrite(inbound)
    else if (route.own) checkOrigin(inbound)
    const visitor = await sessions.visitor(inbound.headers.cookie)
    try {
      if (route.open) return await answerOpen(route, asked, visitor, inbound)
      if (route.bytes) return await passOn(route, asked, visitor, inbound, length)
      return await answerCaller(route, asked, visitor, inbound)
    } catch (error) {
      throw withSessionEnded(error, visitor)
    }
  }

  async function answerOpen(
    route: OpenRoute,
    asked: Asked,
    visitor: Visitor,
    inbound: Inbound,
  ): Promise<Reply> {
    const limits = { most: route.most ?? MOST_BODY.usual, signedIn: visitor.key !== null }
    const body = inbound.method === 'GET' ? undefined : await inbound.json(limits)
    const who = {
      visitor,
      address: inbound.address(),
      plain: inbound.isPlain(),
      cookie: inbound.headers.cookie,
    }
    return route.handle({ ...asked, body, fresh: isFresh(inbound) }, who)
  }

  async function answerCaller(
    route: KeyRoute,
    asked: Asked,
    { key }: Visitor,
    inbound: Inbound,
  ): Promise<Answered> {
    if (!key) throw signedOut()
    const caller = callerCache.of(key)
    if (inbound.method === 'GET') {
      const ask = { ...asked, body: undefined, fresh: isFresh(inbound), gone: inbound.gone() }
      const { body } = await route.handle(ask, caller)
      return { status: 200, body, storedBy: caller.id }
    }
    const body = await inbound.json({ most: route.most ?? MOST_BODY.usual, signedIn: true })
    try {
      const ask = { ...asked, body, fresh: true, ...(route.reads && { gone: inbound.gone() }) }
      return await route.handle(ask, caller)
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
    inbound: Inbound,
    length: number,
  ): Promise<Reply> {
    if (!key) throw signedOut()
    return route.handle({ ids, bytes: { stream: inbound.bytes(length), length } }, callerCache.of(key))
  }

  /** The error for the caller: when MAAS refuses the key of a session, the session is over. */
  function withSessionEnded(error: unknown, { key }: Visitor): unknown {
    const revoked = error instanceof Refusal && error.code === 'unauthorized' && sessions.way === 'sign-in'
    // the cookie stays until the page reads the session, because this answer may arrive after the next sign-in
    if (revoked && key) callerCache.forget(key)
    return revoked ? signedOut() : error
  }
}

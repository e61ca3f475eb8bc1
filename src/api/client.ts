import * as z from 'zod/mini'
import { atGateway } from './base-path.ts'
import type { ThereNow } from '#contract/belief.ts'
import { FRESH_HEADER, problem, type Problem, WAITS } from '#contract/gateway.ts'
import { parseJson } from '#lib/parse-json.ts'

/** Where MAAS's own calls live on the gateway. */
export const MAAS = '/MAAS/api/2.0/'
/** The answer of a call that only does something. */
export const anyAnswer = z.unknown()

/**
 * Everything that can go wrong between the page and MAAS, in a form a screen can branch on.
 * offline: the gateway did not answer. unreachable: it answered, its region did not.
 * refused: MAAS or the gateway said no. unreadable: an answer that is not what was agreed.
 * changed: MAAS has something else than a write believed, so nothing was written; `now` is what it has.
 * signed-out: nobody is signed in, or not any more; whoever asked shall sign in and ask again.
 */
export class ApiError extends Error {
  readonly kind: 'offline' | 'unreachable' | 'refused' | 'unreadable' | 'changed' | 'signed-out'
  readonly status: number | undefined
  readonly fields: Readonly<Record<string, readonly string[]>>
  /** Seconds after which it is worth another try; undefined: not known. */
  readonly retryAfter: number | undefined
  readonly now: ThereNow | undefined
  /** As the gateway sent it; undefined: there was no answer, or none of the gateway's. */
  readonly code: Problem['error']['code'] | undefined
  constructor(
    kind: ApiError['kind'],
    message: string,
    status?: number,
    fields: Readonly<Record<string, readonly string[]>> = {},
    retryAfter?: number,
    now?: ThereNow,
    code?: Problem['error']['code'],
  ) {
    super(message)
    this.name = 'ApiError'
    this.kind = kind
    this.status = status
    this.fields = fields
    this.retryAfter = retryAfter
    this.now = now
    this.code = code
  }
}

type Send = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
  /** The answer shall come from MAAS now, not from what the gateway knows. */
  fresh?: boolean
}

const OFFLINE = 'The gateway of this page does not answer. Check that it is running, then try again.'
const UNREADABLE =
  'The answer could not be understood. Reload the page; if it stays so, look at the gateway’s log.'

/**
 * Asks the gateway and checks the answer.
 * @throws ApiError, never anything else (an aborted request keeps its AbortError).
 */
export async function request<T>(path: string, answer: z.ZodMiniType<T>, send: Send = {}): Promise<T> {
  const { method = 'GET', body, signal, fresh = false } = send
  // no foreign page can set the header of our own
  const headers: Record<string, string> = { accept: 'application/json', 'x-maas-images': '1' }
  if (fresh) headers[FRESH_HEADER] = '1'
  if (method !== 'GET') headers['content-type'] = 'application/json'
  const stop = new AbortController()
  const giveUp = () => stop.abort(signal?.reason)
  signal?.addEventListener('abort', giveUp)
  const timer = setTimeout(giveUp, WAITS.pageMs)
  // ends the wait for a body that never ends, too
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error))
  })
  stopped.catch(() => undefined)
  const lost = (cause: unknown): never => {
    if (signal?.aborted) throw cause
    throw new ApiError('offline', OFFLINE)
  }
  const response = await fetch(atGateway(path), {
    method,
    headers,
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    signal: stop.signal,
  }).catch(lost)
  const json =
    response.status === 204 ? null : parseJson(await Promise.race([response.text(), stopped]).catch(lost))
  clearTimeout(timer)
  if (!response.ok) throw refusal(json, response.status)
  const parsed = answer.safeParse(json)
  // also where any answer would do: a page to log in at is no success
  if (json === undefined || !parsed.success) throw new ApiError('unreadable', UNREADABLE, response.status)
  return parsed.data
}

// what the gateway itself says with these is always a problem in its own words
const PROXY_SAYS_AWAY = [502, 503, 504]

function refusal(json: unknown, status: number): ApiError {
  const parsed = problem.safeParse(json)
  if (!parsed.success && PROXY_SAYS_AWAY.includes(status)) return new ApiError('offline', OFFLINE, status)
  if (!parsed.success) return new ApiError('unreadable', UNREADABLE, status)
  const { code, message, fields, now, retryAfter, requestId } = parsed.data.error
  // what is not the person's doing is looked up in the gateway's log
  const ended = /[.!?…]$/.test(message) ? message : `${message}.`
  const told = requestId !== undefined && status >= 500 ? `${ended} Request ${requestId}.` : message
  return new ApiError(KINDS[code] ?? 'refused', told, status, fields, retryAfter, now, code)
}

const KINDS: Partial<Record<Problem['error']['code'], ApiError['kind']>> = {
  'region-unreachable': 'unreachable',
  'region-unreadable': 'unreadable',
  'signed-out': 'signed-out',
  changed: 'changed',
}

/** Whether a write was not done because MAAS has something else than it believed. */
export const isChanged = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.kind === 'changed'

/** What a person reads when something failed; never a raw exception. */
export const messageOf = (error: unknown): string =>
  error instanceof ApiError
    ? error.message
    : 'Something unexpected went wrong. Reload the page and try again.'

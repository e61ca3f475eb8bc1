import * as z from 'zod/mini'
import { atGateway } from './base-path.ts'
import type { ThereNow } from '#contract/there-now.ts'
import { FRESH_HEADER, problem, type Problem, WAITS } from '#contract/gateway.ts'
import { parseJson } from '#lib/parse-json.ts'

/** The path of MAAS's own API on the gateway. */
export const MAAS = '/MAAS/api/2.0/'
/** The schema for calls whose answer does not matter. */
export const anyAnswer = z.unknown()

/**
 * Everything that can go wrong between the page and MAAS, as kinds that a screen can branch on. offline: the gateway
 * did not answer. unreachable: the gateway answered, its region did not. refused: MAAS or the gateway said no.
 * unreadable: the answer does not have the agreed shape. changed: MAAS no longer has what the write expected, so
 * nothing was written; `now` is what MAAS has. signed-out: no one is signed in, or the session has ended; the caller
 * has to sign in and try again.
 */
export class ApiError extends Error {
  readonly kind: 'offline' | 'unreachable' | 'refused' | 'unreadable' | 'changed' | 'signed-out'
  readonly status: number | undefined
  readonly fields: Readonly<Record<string, readonly string[]>>
  /** Seconds to wait before the next try; undefined: not known. */
  readonly retryAfter: number | undefined
  readonly now: ThereNow | undefined
  /** The code that the gateway sent; undefined: there was no answer, or it did not come from the gateway. */
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
  /** JSON, or bytes of a file. */
  body?: unknown
  signal?: AbortSignal
  /** The answer must come from MAAS now, not from the gateway's cache. */
  fresh?: boolean
}

const OFFLINE = 'The gateway of this page does not answer. Check that it is running, then try again.'
const UNREADABLE =
  'This page cannot read the answer of the gateway. Reload the page; if that does not help, check the gateway’s log.'

/** A change of MAAS that this page sends. */
export type Write = {
  readonly method: string
  /** With the query: `/MAAS/api/2.0/boot-sources/1/`. */
  readonly path: string
  /** May contain keyrings: nothing of it may be kept as it is. */
  readonly body: unknown
  /** ms */
  readonly at: number
  readonly answer: Promise<unknown>
}

/** The writes that no one listened to yet. */
let early: Write[] = []
let listener: ((write: Write) => void) | null = null

/** Calls back for every write to MAAS, also for those of the last moments. Returns a function that unsubscribes. */
export function followWrites(called: (write: Write) => void): () => void {
  listener = called
  for (const write of early) called(write)
  early = []
  return () => {
    if (listener === called) listener = null
  }
}

const MOST_EARLY = 50

/**
 * Sends a request to the gateway and validates the answer.
 * @throws ApiError, never anything else (an aborted request keeps its AbortError).
 */
export function request<T>(path: string, answer: z.ZodMiniType<T>, options: Send = {}): Promise<T> {
  const sent = send(path, answer, options)
  const { method = 'GET', body } = options
  if (method !== 'GET' && path.startsWith(MAAS)) {
    const write = { method, path, body, at: Date.now(), answer: sent }
    if (listener) listener(write)
    else early = [...early, write].slice(-MOST_EARLY)
  }
  return sent
}

/** Resolves when reads may begin again; null: they may. */
let held: Promise<void> | null = null

/** From now on nothing is read, but for what is under way, until the returned function is called. */
export function holdReads(): () => void {
  let goOn = () => undefined as void
  const hold = new Promise<void>((resolve) => (goOn = resolve))
  held = hold
  return () => {
    if (held === hold) held = null
    goOn()
  }
}

async function send<T>(path: string, answer: z.ZodMiniType<T>, options: Send): Promise<T> {
  const { method = 'GET', body, signal, fresh = false } = options
  if (method === 'GET' && held) {
    await held
    signal?.throwIfAborted()
  }
  // no page of another site can set our custom header
  const headers: Record<string, string> = { accept: 'application/json', 'x-maas-images': '1' }
  if (fresh) headers[FRESH_HEADER] = '1'
  const isFile = body instanceof Blob
  if (method !== 'GET') headers['content-type'] = isFile ? 'application/octet-stream' : 'application/json'
  const stop = new AbortController()
  const giveUp = () => stop.abort(signal?.reason)
  signal?.addEventListener('abort', giveUp)
  const timer = setTimeout(giveUp, WAITS.pageMs)
  const settle = () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', giveUp)
  }
  // this also ends the wait for a body that never ends
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error))
  })
  stopped.catch(() => undefined)
  const lost = (cause: unknown): never => {
    settle()
    if (signal?.aborted) throw cause
    throw new ApiError('offline', OFFLINE)
  }
  const response = await fetch(atGateway(path), {
    method,
    headers,
    ...(method === 'GET' ? {} : { body: isFile ? body : JSON.stringify(body ?? {}) }),
    signal: stop.signal,
  }).catch(lost)
  const json =
    response.status === 204 ? null : parseJson(await Promise.race([response.text(), stopped]).catch(lost))
  settle()
  if (!response.ok) throw refusal(json, response.status)
  const parsed = answer.safeParse(json)
  // also where any JSON is accepted: a login page of a proxy is not a success
  if (json === undefined || !parsed.success) throw new ApiError('unreadable', UNREADABLE, response.status)
  return parsed.data
}

// an answer of the gateway itself with these codes always has a problem as its body
const PROXY_SAYS_AWAY = [502, 503, 504]

function refusal(json: unknown, status: number): ApiError {
  const parsed = problem.safeParse(json)
  if (!parsed.success && PROXY_SAYS_AWAY.includes(status)) return new ApiError('offline', OFFLINE, status)
  if (!parsed.success) return new ApiError('unreadable', UNREADABLE, status)
  const { code, message, fields, now, retryAfter, requestId } = parsed.data.error
  // server errors carry the request ID, which is also in the gateway's log
  const ended = /[.!?…]$/.test(message) ? message : `${message}.`
  const text = requestId !== undefined && status >= 500 ? `${ended} Request ${requestId}.` : message
  return new ApiError(KINDS[code] ?? 'refused', text, status, fields, retryAfter, now, code)
}

const KINDS: Partial<Record<Problem['error']['code'], ApiError['kind']>> = {
  'region-unreachable': 'unreachable',
  'region-unreadable': 'unreadable',
  'signed-out': 'signed-out',
  changed: 'changed',
}

/** Whether a write was refused because MAAS no longer has what the write expected. */
export const isChanged = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.kind === 'changed'

/** The message to show when something failed; never the text of a raw exception. */
export const messageOf = (error: unknown): string =>
  error instanceof ApiError
    ? error.message
    : 'Something unexpected went wrong. Reload the page and try again.'

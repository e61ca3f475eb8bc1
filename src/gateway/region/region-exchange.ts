import { WAITS } from '#contract/gateway.ts'
import type { MaasAnswer } from './maas-error.ts'
import { type ApiKey, oauthHeader } from './oauth.ts'
import type { RegionCalled } from '#gateway/http/metrics.ts'
import { Refusal } from '#gateway/refusal.ts'
import { retried, type RetryNeeds } from './region-retry.ts'
import { unreachable } from './unreachable.ts'
import { readRetryAfter } from './retry-after.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
/** An encoded body and its content type. */
export type MaasBody = { readonly type: string; readonly bytes: Uint8Array | string }
/** A body that is passed on as it arrives; it can be sent only once. `length` in bytes. */
export type MaasStream = {
  readonly type: string
  readonly stream: AsyncIterable<Uint8Array>
  readonly length: number
}
/** One call. `path` is below the path of MAAS. `key` null: unsigned. */
export type MaasCall = {
  readonly method: Method
  readonly path: string
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly body?: MaasBody | MaasStream | undefined
  readonly key: ApiKey | null
} & ReadPart
/** How a long answer of a read is read. */
export type ReadPart = {
  /** Reads the body of a success while it arrives; by default it is the text. It is called again for each try. */
  readonly read?: ((body: AsyncIterable<Uint8Array>) => Promise<string>) | undefined
  /** The time limit, ms; by default that of all reads. */
  readonly ms?: number | undefined
  /** Ends the call: no one waits for it any more. */
  readonly signal?: AbortSignal | undefined
}
/** How calls travel to the region: over HTTP, or inside one process. */
export type Wire = {
  /** Sends a call; rejects when there is no answer, with an error whose code says why (see unreachable). */
  send(call: WireCall): Promise<WireAnswer>
  close(): Promise<void>
}
type WireCall = {
  readonly method: Method
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: MaasBody | MaasStream | undefined
  readonly signal: AbortSignal
}
type WireAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: AsyncIterable<Uint8Array>
}
export type ExchangeNeeds = RetryNeeds & {
  readonly wire: Wire
  /** Wall clock, ms. */
  readonly now?: () => number
  /** Time limit for a read (with its retries) and for a write, ms. */
  readonly readMs?: number
  readonly writeMs?: number
  /** Called for each call, retries included. */
  readonly seen?: (call: RegionCalled) => void
}

const LARGEST = 64 * 1024 * 1024

/**
 * Calls to one MAAS over a wire that all callers share. All headers are created here, and redirects are not
 * followed. A read is retried (see retried) with a new signature each time, because MAAS accepts a nonce once.
 * `exchange` resolves for every status; it throws a Refusal when there is no answer.
 */
export function createExchange(maasUrl: string, needs: ExchangeNeeds) {
  const { now = Date.now, readMs = WAITS.readMs, writeMs = WAITS.writeMs, wire, seen, ...retry } = needs
  const base = new URL(maasUrl)
  const prefix = base.pathname.replace(/\/+$/, '') || '/MAAS'

  let lastAhead: number | null = null

  async function counted(call: MaasCall, signal: AbortSignal): Promise<MaasAnswer> {
    const began = performance.now()
    const report = (status: number | null) =>
      seen?.({ method: call.method, status, seconds: (performance.now() - began) / 1_000 })
    try {
      const answer = await once(call, signal)
      report(answer.status)
      return answer
    } catch (error) {
      report(null)
      throw error
    }
  }

  async function once(
    { method, path, query, body, key, read = readText }: MaasCall,
    signal: AbortSignal,
  ): Promise<MaasAnswer> {
    const search = query ? `?${new URLSearchParams(query)}` : ''
    const {
      status,
      headers,
      body: stream,
    } = await wire.send({
      method,
      path: `${prefix}/${path}${search}`,
      headers: {
        ...(key && { authorization: oauthHeader(key, now()) }),
        accept: 'application/json',
        ...(body && { 'content-type': body.type }),
        ...(body && 'stream' in body && { 'content-length': String(body.length) }),
      },
      body,
      signal,
    })
    const retryAfter = readRetryAfter(headers['retry-after'], now())
    const ahead = Math.round((Date.parse(String(headers['date'])) - now()) / 1000)
    // an error may come from another server on the way
    if (status < 400) lastAhead = Number.isNaN(ahead) ? null : ahead
    const type = String(headers['content-type'] ?? '')
    const isList = status < 300 && !/^text\/html\b/i.test(type)
    return {
      status,
      type,
      text: await (isList ? read : readText)(stream),
      ...(typeof headers['location'] === 'string' && { location: headers['location'] }),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(!Number.isNaN(ahead) && { ahead }),
    }
  }

  return {
    /** `http://maas.example.com:5240`, for messages. */
    where: base.origin,
    /** `http://maas.example.com:5240/MAAS` */
    address: base.origin + prefix,
    exchange(call: MaasCall): Promise<MaasAnswer> {
      const reading = call.method === 'GET'
      const limit = AbortSignal.timeout(call.ms ?? (reading ? readMs : writeMs))
      const signal = call.signal ? AbortSignal.any([limit, call.signal]) : limit
      const answer = reading ? retried(() => counted(call, signal), retry) : counted(call, signal)
      return answer.catch((error: unknown) => {
        throw unreachable(base.host, error)
      })
    },
    /** Seconds by which the clock of MAAS was ahead of ours in its last answer; null: not known. */
    clockAhead: () => lastAhead,
    close: () => wire.close(),
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > LARGEST) throw new Refusal(502, 'region-unreadable', 'The answer of MAAS is too large.')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

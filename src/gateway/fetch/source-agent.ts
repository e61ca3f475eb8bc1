import { setMaxListeners } from 'node:events'
import { Agent, buildConnector, type Dispatcher, Pool } from 'undici'
import type { AddressPolicy } from '#gateway/addresses/address-policy.ts'
import type { FetchLimits } from './fetch-limits.ts'

export type Question = {
  method: 'GET' | 'HEAD'
  headers?: Record<string, string>
  /** Whether the connection is closed after it. */
  last?: boolean
  signal: AbortSignal
}

/** At most 8 connections to each origin, kept open; with a guard only to addresses it gives. */
export function agentOf(limits: FetchLimits, guard: AddressPolicy | null): Agent {
  return new Agent({
    connections: 8,
    headersTimeout: limits.idleMs,
    bodyTimeout: limits.idleMs,
    maxHeaderSize: limits.headerBytes,
    factory: (origin, options: Pool.Options) =>
      new Pool(origin, {
        ...options,
        connect: buildConnector({
          timeout: limits.connectMs,
          // said here, for a variable of the environment would switch it off
          rejectUnauthorized: true,
          ...(guard && { lookup: guard.lookupFor(new URL(origin)) }),
        }),
      }),
  })
}

/** One question and its answer. Rejects with the reason of the signal as soon as that is given. */
export async function send(agent: Agent, target: URL, question: Question): Promise<Dispatcher.ResponseData> {
  const { method, headers, last = false, signal } = question
  signal.throwIfAborted()
  // Many files may be read under one signal; Node takes more than ten for a leak.
  setMaxListeners(0, signal)
  const answer = agent.request({
    origin: target.origin,
    path: target.pathname + target.search,
    method,
    headers: { 'accept-encoding': 'gzip', 'user-agent': 'maas-images', ...headers },
    // undici closes the connection after a HEAD unless it is told not to
    reset: last,
    signal,
  })
  // While it connects, undici does not look at the signal.
  let give: (() => void) | undefined
  const givenUp = new Promise<never>((_, reject) => {
    give = () => reject(signal.reason as Error)
    signal.addEventListener('abort', give)
  })
  try {
    return await Promise.race([answer, givenUp])
  } finally {
    if (give) signal.removeEventListener('abort', give)
  }
}

/** Uses up a body that nobody wants, so that the connection serves again; one that is long is cut off. */
export function drop({ body }: Dispatcher.ResponseData, signal: AbortSignal): void {
  void body.dump({ limit: 16 * 1024, signal }).catch(() => undefined)
}

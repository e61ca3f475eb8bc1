import { setMaxListeners } from 'node:events'
import { Agent, buildConnector, type Dispatcher, Pool } from 'undici'
import type { AddressPolicy } from '#gateway/addresses/address-policy.ts'
import type { FetchLimits } from './fetch-limits.ts'

export type FetchRequest = {
  method: 'GET' | 'HEAD'
  headers?: Record<string, string>
  /** Close the connection afterwards. */
  last?: boolean
  signal: AbortSignal
}

/** At most 8 kept-alive connections per origin; with a guard only to the addresses it allows. */
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
          // set explicitly, because an environment variable could switch it off
          rejectUnauthorized: true,
          ...(guard && { lookup: guard.lookupFor(new URL(origin)) }),
        }),
      }),
  })
}

/** One request. Rejects with the reason of the signal as soon as it is aborted. */
export async function send(
  agent: Agent,
  target: URL,
  request: FetchRequest,
): Promise<Dispatcher.ResponseData> {
  const { method, headers, last = false, signal } = request
  signal.throwIfAborted()
  // many files may be read under one signal; Node reports more than ten listeners as a leak
  setMaxListeners(0, signal)
  const answer = agent.request({
    origin: target.origin,
    path: target.pathname + target.search,
    method,
    headers: { 'accept-encoding': 'gzip', 'user-agent': 'maas-images', ...headers },
    // by default undici closes the connection after a HEAD
    reset: last,
    signal,
  })
  // undici ignores the signal while it connects
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

/** Discards a body so that the connection can be reused; a long one is cut off. */
export function drop({ body }: Dispatcher.ResponseData, signal: AbortSignal): void {
  void body.dump({ limit: 16 * 1024, signal }).catch(() => undefined)
}

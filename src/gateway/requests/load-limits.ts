import type { IncomingMessage } from 'node:http'
import { createThrottledWarning } from './throttled-warning.ts'
import { CALLER_LIMITS, type CallerLimits, type Overload, UNCOUNTED } from './caller-limits.ts'
import { createConnectionCounter } from './connection-counter.ts'
import { timeoutAfter } from './json-body.ts'
import type { Log } from '#gateway/http/log.ts'
import { createMemoryBudget } from './memory-budget.ts'
import type { Proxies } from '#gateway/http/trusted-proxies.ts'

type Needs = { readonly proxies: Proxies; readonly log: Log; readonly now: () => number }

/** Whether and how a request is accepted. */
export type Admission = {
  /** It came on a connection over the limit. */
  readonly surplus: boolean
  /** The exhausted resource, so that only a few routes are answered; null: none. */
  readonly overload: Overload | null
  /** Call it when the request ends. */
  readonly release: () => void
}

/** Keeps callers from exhausting the gateway, for the whole process. */
export function createLoadLimits(limits: Partial<CallerLimits>, { proxies, log, now }: Needs) {
  const most = { ...CALLER_LIMITS, ...limits }
  const connections = createConnectionCounter({ ...most, isProxy: (address) => proxies.isProxy(address) })
  const bodies = {
    signedIn: createMemoryBudget({ most: most.bodyBytes, free: UNCOUNTED.body }),
    strangers: createMemoryBudget({ most: most.strangerBodyBytes, free: UNCOUNTED.body }),
  }
  const headers = createMemoryBudget({ most: most.headerBytes, free: UNCOUNTED.headers })

  function admit(request: IncomingMessage): Admission {
    const client = proxies.clientBehind(request)
    const leave = client === null ? undefined : connections.acceptProxied(client)
    const reservation = headers.open()
    const fits = reservation.grow(lengthOf(request))
    const surplus = connections.isSurplus(request.socket)
    return {
      surplus,
      overload: surplus || leave === null ? 'connections' : fits ? null : 'memory',
      release() {
        leave?.()
        reservation.release()
      },
    }
  }

  return {
    /** For createHttpServer. */
    server: {
      connections,
      admit,
      surplusMs: most.strangerMs,
      onOverload: createThrottledWarning(log, 'more connections or requests than the gateway accepts', now),
    },
    /** For createInbounds. */
    inbound: { proxies, bodies, strangerTimeout: timeoutAfter(most.strangerMs) },
    /** For createMetrics. */
    figures: {
      connections: connections.open,
      refused: connections.refused,
      requestBytes: () => bodies.signedIn.held() + bodies.strangers.held() + headers.held(),
    },
  }
}

/** Bytes of the address and the headers of a request. */
const lengthOf = ({ url = '', rawHeaders }: IncomingMessage) =>
  rawHeaders.reduce((sum, text) => sum + text.length, url.length)

import type { IncomingMessage } from 'node:http'
import { createThrottledWarning } from './throttled-warning.ts'
import { CALLER_LIMITS, type CallerLimits, type Overload, UNCOUNTED } from './caller-limits.ts'
import { createConnectionCounter } from './connection-counter.ts'
import { patienceOf } from './json-body.ts'
import type { Log } from '#gateway/http/log.ts'
import { createMemoryBudget } from './memory-budget.ts'
import type { Proxies } from '#gateway/http/trusted-proxies.ts'

type Needs = { readonly proxies: Proxies; readonly log: Log; readonly now: () => number }

/** The room that a request has been given. */
export type Admission = {
  /** It came on a connection that is one too many. */
  readonly surplus: boolean
  /** What there was no room in; null: there was. */
  readonly full: Overload | null
  /** The request is over. */
  readonly release: () => void
}

/** What keeps callers from exhausting the gateway, for the whole process. */
export function createLoadLimits(limits: Partial<CallerLimits>, { proxies, log, now }: Needs) {
  const most = { ...CALLER_LIMITS, ...limits }
  const crowd = createConnectionCounter({ ...most, isProxy: (address) => proxies.isProxy(address) })
  const rooms = {
    signedIn: createMemoryBudget({ most: most.bodyBytes, free: UNCOUNTED.body }),
    strangers: createMemoryBudget({ most: most.strangerBodyBytes, free: UNCOUNTED.body }),
  }
  const headers = createMemoryBudget({ most: most.headerBytes, free: UNCOUNTED.headers })

  function admit(request: IncomingMessage): Admission {
    const client = proxies.clientBehind(request)
    const leave = client === null ? undefined : crowd.enter(client)
    const holding = headers.open()
    const fits = holding.grow(lengthOf(request))
    const surplus = crowd.isSurplus(request.socket)
    return {
      surplus,
      full: surplus || leave === null ? 'connections' : fits ? null : 'room',
      release() {
        leave?.()
        holding.release()
      },
    }
  }

  return {
    /** For createHttpServer. */
    front: {
      crowd,
      admit,
      surplusMs: most.strangerMs,
      crowded: createThrottledWarning(log, 'more connections or requests than the gateway takes', now),
    },
    /** For createDispatch. */
    dispatch: { proxies, rooms, patience: patienceOf(most.strangerMs) },
    /** For createMetrics. */
    figures: {
      connections: crowd.open,
      refused: crowd.refused,
      requestBytes: () => rooms.signedIn.held() + rooms.strangers.held() + headers.held(),
    },
  }
}

/** Bytes of the address and the headers of a request. */
const lengthOf = ({ url = '', rawHeaders }: IncomingMessage) =>
  rawHeaders.reduce((sum, text) => sum + text.length, url.length)

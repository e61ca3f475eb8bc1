import type { IncomingMessage } from 'node:http'
import { createAlarm } from './throttled-warning.ts'
import { CALLER_LIMITS, type CallerLimits, type Full, UNCOUNTED } from './caller-limits.ts'
import { createCrowd } from './connection-counter.ts'
import { patienceOf } from './json-body.ts'
import type { Log } from '#gateway/http/log.ts'
import { createRoom } from './memory-budget.ts'
import type { Proxies } from '#gateway/http/trusted-proxies.ts'

type Needs = { readonly proxies: Proxies; readonly log: Log; readonly now: () => number }

/** The room that a request has been given. */
export type Admitted = {
  /** It came on a connection that is one too many. */
  readonly surplus: boolean
  /** What there was no room in; null: there was. */
  readonly full: Full | null
  /** The request is over. */
  readonly release: () => void
}

/** What keeps callers from exhausting the gateway, for the whole process. */
export function createBounds(limits: Partial<CallerLimits>, { proxies, log, now }: Needs) {
  const most = { ...CALLER_LIMITS, ...limits }
  const crowd = createCrowd({ ...most, isProxy: (address) => proxies.isProxy(address) })
  const rooms = {
    signedIn: createRoom({ most: most.bodyBytes, free: UNCOUNTED.body }),
    strangers: createRoom({ most: most.strangerBodyBytes, free: UNCOUNTED.body }),
  }
  const headers = createRoom({ most: most.headerBytes, free: UNCOUNTED.headers })

  function admit(request: IncomingMessage): Admitted {
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
    /** For createFront. */
    front: {
      crowd,
      admit,
      surplusMs: most.strangerMs,
      crowded: createAlarm(log, 'more connections or requests than the gateway takes', now),
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

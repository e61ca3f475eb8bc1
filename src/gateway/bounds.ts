import { createAlarm } from './alarm.ts'
import { CALLER_LIMITS, type CallerLimits, UNCOUNTED } from './caller-limits.ts'
import { createCrowd } from './crowd.ts'
import { patienceOf } from './json-body.ts'
import type { Log } from './log.ts'
import { createRoom } from './room.ts'
import type { Proxies } from './trusted-proxies.ts'

type Needs = { readonly proxies: Proxies; readonly log: Log; readonly now: () => number }

/** What keeps callers from exhausting the gateway, for the whole process. */
export function createBounds(limits: Partial<CallerLimits>, { proxies, log, now }: Needs) {
  const most = { ...CALLER_LIMITS, ...limits }
  const crowd = createCrowd({ ...most, isProxy: (address) => proxies.isProxy(address) })
  const rooms = {
    signedIn: createRoom({ most: most.bodyBytes, free: UNCOUNTED.body }),
    strangers: createRoom({ most: most.strangerBodyBytes, free: UNCOUNTED.body }),
  }
  const headers = createRoom({ most: most.headerBytes, free: UNCOUNTED.headers })
  return {
    /** For createFront. */
    front: {
      crowd,
      headers,
      surplusMs: most.strangerMs,
      behindProxy: proxies.clientBehind,
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

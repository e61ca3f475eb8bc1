import { createAlarm } from './alarm.ts'
import { createBodyBytes } from './body-bytes.ts'
import { CALLER_LIMITS, type CallerLimits } from './caller-limits.ts'
import { createCrowd } from './crowd.ts'
import { patienceOf } from './json-body.ts'
import type { Log } from './log.ts'
import type { Proxies } from './trusted-proxies.ts'

type Needs = { readonly proxies: Proxies; readonly log: Log; readonly now: () => number }

/** What keeps callers from exhausting the gateway, for the whole process. */
export function createBounds(limits: Partial<CallerLimits>, { proxies, log, now }: Needs) {
  const most = { ...CALLER_LIMITS, ...limits }
  const crowd = createCrowd({ ...most, isProxy: (address) => proxies.isProxy(address) })
  const bodies = createBodyBytes(most)
  return {
    /** For createFront. */
    front: {
      crowd,
      surplusMs: most.strangerMs,
      behindProxy: proxies.clientBehind,
      crowded: createAlarm(log, 'more connections than the gateway takes', now),
    },
    /** For createDispatch. */
    dispatch: { proxies, bodies, patience: patienceOf(most.strangerMs) },
    /** For createMetrics. */
    figures: { connections: crowd.open, refused: crowd.refused, bodyBytes: bodies.held },
  }
}

import type { Log } from '#gateway/http/log.ts'

const PAUSE_MS = 60_000

/**
 * Logs a warning about something an attacker can cause at any rate: the first time, then at most once a minute with the
 * number of times since. `now`: ms.
 */
export function createThrottledWarning(log: Log, message: string, now: () => number): () => void {
  let times = 0
  let warnedAt = -Infinity
  return () => {
    times += 1
    if (now() - warnedAt < PAUSE_MS) return
    log.warn({ times }, message)
    times = 0
    warnedAt = now()
  }
}

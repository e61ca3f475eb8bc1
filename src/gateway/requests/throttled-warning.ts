import type { Log } from '#gateway/http/log.ts'

const PAUSE_MS = 60_000

/**
 * Warns of what an attacker can cause at any rate: the first time, and then at most once a minute, with how often it
 * has happened since. `now`: ms.
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

const LEAP_MS = 10 * 60_000

/**
 * A clock for the gateway's caches of an embedded region: ten minutes pass between any two reads. So each answer is read
 * again for every caller, and whoever changes the region from outside sees that immediately.
 */
export function leapingClock(): () => number {
  let time = 0
  return () => (time += LEAP_MS)
}

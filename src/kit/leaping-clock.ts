const LEAP_MS = 10 * 60_000

/**
 * A clock for the gateway's caches of the region: ten minutes pass between any two reads. So each answer is read again
 * for every caller, and a test whose time stands still immediately sees its changes in the region.
 */
export function leapingClock(): () => number {
  let time = 0
  return () => (time += LEAP_MS)
}

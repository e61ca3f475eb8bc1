const LEAP_MS = 10 * 60_000

/**
 * A clock for what the gateway remembers of the region: between any two looks ten minutes pass. So each answer is read
 * for the one who asks, and a test whose time stands still sees at once what it changed in the region.
 */
export function leapingClock(): () => number {
  let time = 0
  return () => (time += LEAP_MS)
}

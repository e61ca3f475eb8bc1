const HOUR = 3_600_000
/** The timer of MAAS keeps its minute; reading the sources before the event takes a varying time. */
const TOLERANCE = 120_000
/** Clocks differ a little, and MAAS reads its sources before it reports the start. */
const OVERDUE = 600_000
/** Starts of the timer that must agree: two may be a coincidence of imports that people started. */
const AGREEING = 3

/**
 * The minute past the hour of the automatic sync, found from the starts of imports. The timer starts with the region
 * and is independent of imports that people start, so its starts are whole hours apart. Only an unbroken series counts,
 * and only while the next start is not overdue: a restarted region has another minute. null: not known.
 */
export function hourlyMinute(starts: readonly number[], now: number): number | null {
  const newestFirst = starts.toSorted((a, b) => b - a)
  for (const start of newestFirst) {
    if (now - start > HOUR + OVERDUE) return null
    if (hoursBefore(start, newestFirst) >= AGREEING) return new Date(start).getUTCMinutes()
  }
  return null
}

/** How many starts lie one hour apart in a row, from this one back. */
function hoursBefore(start: number, starts: readonly number[]): number {
  let count = 1
  for (let at = start; ; count += 1) {
    const before = starts.find((other) => Math.abs(at - HOUR - other) <= TOLERANCE)
    if (before === undefined) return count
    at = before
  }
}

const HOUR = 3_600_000
/** The timer of MAAS keeps its minute; reading the sources before the event takes a varying time. */
const TOLERANCE = 120_000
/** Clocks differ a little, and MAAS reads its sources before it tells of the start. */
const OVERDUE = 600_000
/** Starts of the timer that must agree: two may be a coincidence of imports that people started. */
const AGREEING = 3

/**
 * The minute past the hour at which MAAS looks for new images by itself, learned from when imports started. The timer
 * starts with the region and does not move with an import that somebody starts, so the starts of the timer lie whole
 * hours apart. Only a row of hours without a gap counts, and only while the next one is not overdue: a region that was
 * started again has another minute. null: not known.
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

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The unit for spans from this length on. */
const STEPS: readonly [from: number, unit: Intl.RelativeTimeFormatUnit, size: number][] = [
  [365 * DAY, 'year', 365 * DAY],
  [30 * DAY, 'month', 30 * DAY],
  [DAY, 'day', DAY],
  [HOUR, 'hour', HOUR],
  [MINUTE, 'minute', MINUTE],
]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
// not from Intl, which writes "Sept" or "Sep" depending on its version
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const ZONED = /(?:z|[+-]\d\d:?\d\d)$/i

/**
 * A moment in ms, or null when it cannot be read. ISO text without a zone is UTC,
 * because MAAS writes its times so; a plain YYYY-MM-DD is that day's start in UTC.
 */
export function instant(at: string | number | null): number | null {
  if (at === null) return null
  const text = typeof at === 'string' ? at.trim() : ''
  const iso = text.replace(' ', 'T')
  const ms = typeof at === 'number' ? at : Date.parse(iso.includes('T') && !ZONED.test(iso) ? `${iso}Z` : iso)
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? ms : null
}

/** "3 minutes ago", "in 2 hours", "yesterday"; "just now" within a minute; '' when it cannot be read. */
export function relativeTime(at: string | number | null, now: number): string {
  const ms = instant(at)
  if (ms === null) return ''
  const span = ms - now
  for (const [from, unit, size] of STEPS) {
    if (Math.abs(span) >= from) return relative.format(Math.trunc(span / size), unit)
  }
  return span > SECOND ? 'in less than a minute' : 'just now'
}

/** A span in ms in its largest unit: "3 minutes", "1 hour"; "less than a minute" below that. */
export function duration(ms: number): string {
  for (const [from, unit, size] of STEPS) {
    const count = Math.trunc(ms / size)
    if (ms >= from) return `${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return 'less than a minute'
}

/** Milliseconds until `bytes` have arrived, at bytes per second; null: nothing arrives, so it is not known. */
export const timeLeft = (bytes: number, rate: number | null): number | null =>
  rate === null || rate <= 0 ? null : (bytes / rate) * 1_000

/** "23 Nov 2026, 00:06 UTC", always in UTC and marked so; '' when it cannot be read. */
export function absoluteTime(at: string | number | null): string {
  return instant(at) === null ? '' : `${formatDay(at)}, ${clockTime(at)}`
}

/** "00:06 UTC", for a moment of today; '' when it cannot be read. */
export function clockTime(at: string | number | null): string {
  const ms = instant(at)
  if (ms === null) return ''
  const date = new Date(ms)
  return `${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())} UTC`
}

/** "00:06 UTC" for a moment of the same day as `now`, else "23 Nov 2026, 00:06 UTC"; '' when it cannot be read. */
export const timeText = (at: string | number | null, now: number): string =>
  formatDay(at) === formatDay(now) ? clockTime(at) : absoluteTime(at)

/** A day in UTC, "1 Jun 2027", the same in every browser; '' when it cannot be read. */
export function formatDay(at: string | number | null): string {
  const ms = instant(at)
  if (ms === null) return ''
  const date = new Date(ms)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** Whether a day such as "2027-06-01" is over in UTC; a day that cannot be read is not. */
export function isDayOver(day: string | null, now: number): boolean {
  const ms = instant(day)
  return ms !== null && ms + DAY <= now
}

const twoDigits = (count: number): string => String(count).padStart(2, '0')

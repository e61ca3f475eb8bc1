/** Nobody is told to wait longer than this, seconds. */
const LONGEST = 3_600

/**
 * A Retry-After header, seconds or an HTTP date, in whole seconds from `now` (ms), at most an hour.
 * undefined: none, or not understood.
 */
export function readRetryAfter(
  header: string | string[] | null | undefined,
  now: number,
): number | undefined {
  const text = typeof header === 'string' ? header.trim() : ''
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), LONGEST)
  // Date.parse understands more than HTTP dates: "-1" and "1.5" are years for it
  if (!/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text)) return undefined
  const at = Date.parse(text)
  if (Number.isNaN(at)) return undefined
  return Math.min(Math.max(Math.ceil((at - now) / 1000), 0), LONGEST)
}

/** Longer waits are cut to this, in seconds. */
const MAX_SECONDS = 3_600

/**
 * A Retry-After header, seconds or an HTTP date, in whole seconds from `now` (ms), at most an hour.
 * undefined: there is none, or it is malformed.
 */
export function readRetryAfter(
  header: string | string[] | null | undefined,
  now: number,
): number | undefined {
  const text = typeof header === 'string' ? header.trim() : ''
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), MAX_SECONDS)
  // Date.parse accepts more than HTTP dates: it reads "-1" and "1.5" as years
  if (!/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text)) return undefined
  const at = Date.parse(text)
  if (Number.isNaN(at)) return undefined
  return Math.min(Math.max(Math.ceil((at - now) / 1000), 0), MAX_SECONDS)
}

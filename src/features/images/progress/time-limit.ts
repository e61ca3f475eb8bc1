import { clockTime } from '#lib/time.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'

const LIMIT_MS = 2 * 60 * 60_000

type Running = {
  readonly version: string
  /** Start of the import in MAAS's events, ISO; null: not known. */
  readonly lastStarted: string | null
  /** ms */
  readonly now: number
  /** Until everything has arrived at the present rate, ms; null: not known, or nothing arrives. */
  readonly left: number | null
}

/**
 * That MAAS 3.5 to 3.7 will end the running import before it is complete; '' if it has no such limit, or will be
 * complete before. MAAS counts from the first download, which follows the start by seconds.
 */
export function limitText({ version, lastStarted, now, left }: Running): string {
  if (lastStarted === null || !capabilitiesOf(version).limitsDownloads) return ''
  const end = Date.parse(lastStarted) + LIMIT_MS
  if (Number.isNaN(end) || end <= now || (left !== null && now + left <= end)) return ''
  const limit = `MAAS ends this import at about ${clockTime(end)}, 2 hours after it began.`
  return left === null
    ? limit
    : `${limit} At this rate it needs longer. Completed images are kept: retry the import then, or select fewer images at a time.`
}

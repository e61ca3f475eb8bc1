import { clockTime, relativeTime } from '#lib/time.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

export type SyncFacts = {
  readonly importing: boolean
  /** Whether bytes of images are arriving. */
  readonly arriving: boolean
  /** ISO time of the last import in MAAS's events; null: none known. */
  readonly lastStarted: string | null
  /** Minute past the hour at which the hourly sync runs; undefined: not known. */
  readonly minute: number | undefined
  readonly autoImport: boolean
  /** Whether MAAS logs when imports start, and the setting stops the hourly sync (up to 3.7). */
  readonly logsImports: boolean
  /** When this was read, ms. */
  readonly now: number
}

/**
 * When images were last imported, and when the next automatic sync is. The hourly timer of MAAS starts with the
 * region and does not change when a user starts or stops an import, so the last import does not predict the next
 * sync. Non-breaking space: nothing is known.
 */
export function syncText(facts: SyncFacts): string {
  if (facts.importing) return 'Importing now'
  // MAAS 3.8 reports only requested imports, not the scheduled sync
  if (facts.arriving) return 'Downloading images now'
  const last = lastText(facts)
  const next = nextText(facts)
  if (last === null) return next === null ? '\u00a0' : next.charAt(0).toUpperCase() + next.slice(1)
  return next === null ? last : `${last}, ${next}`
}

function lastText({ lastStarted, logsImports, now }: SyncFacts): string | null {
  // after an upgrade to 3.8, MAAS still has the old events
  if (lastStarted === null || !logsImports) return null
  // the clock of the region may be ahead of the clock of this browser
  return `Last import started ${relativeTime(Math.min(Date.parse(lastStarted), now), now)}`
}

function nextText({ autoImport, logsImports, minute, now }: SyncFacts): string | null {
  // MAAS 3.8 keeps its schedule for some time after the setting has changed, and its interval is configurable
  if (!logsImports) return autoImport ? 'automatic sync at the interval set in MAAS' : null
  if (!autoImport) return 'automatic sync is off'
  if (minute === undefined) return 'next sync within the hour'
  const thisHour = Math.floor(now / HOUR) * HOUR + minute * MINUTE
  return `next sync about ${clockTime(thisHour + MINUTE > now ? thisHour : thisHour + HOUR)}`
}

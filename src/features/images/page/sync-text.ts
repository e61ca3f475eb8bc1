import { clockTime, relativeTime } from '#lib/time.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

export type SyncFacts = {
  readonly importing: boolean
  /** Bytes of images arrive. */
  readonly arriving: boolean
  /** ISO time of the last import that MAAS's events tell of; null: none known. */
  readonly lastStarted: string | null
  /** Minute past the hour of the hourly sync; undefined: not known. */
  readonly minute: number | undefined
  readonly autoImport: boolean
  /** MAAS tells when imports started, and the setting stops the hourly sync (up to 3.7). */
  readonly logsImports: boolean
  /** When this was read, ms. */
  readonly now: number
}

/**
 * When images were last imported, and when MAAS looks for new ones by itself. Its hourly timer starts with the region
 * and does not move with an import that somebody starts or stops, so the last import does not tell the next sync.
 * Non-breaking space: nothing is known.
 */
export function syncText(facts: SyncFacts): string {
  if (facts.importing) return 'Importing now'
  // MAAS 3.8 reports only what was requested, not the sync of its schedule
  if (facts.arriving) return 'Downloading images now'
  const last = lastText(facts)
  const next = nextText(facts)
  if (last === null) return next === null ? '\u00a0' : next.charAt(0).toUpperCase() + next.slice(1)
  return next === null ? last : `${last}, ${next}`
}

function lastText({ lastStarted, logsImports, now }: SyncFacts): string | null {
  // a MAAS that was upgraded to 3.8 still has the events of before
  if (lastStarted === null || !logsImports) return null
  // the region's clock may be ahead of this one
  return `Last import started ${relativeTime(Math.min(Date.parse(lastStarted), now), now)}`
}

function nextText({ autoImport, logsImports, minute, now }: SyncFacts): string | null {
  // MAAS 3.8 keeps its schedule for some time after the setting has changed, and its interval can be set
  if (!logsImports) return autoImport ? 'automatic sync at the interval set in MAAS' : null
  if (!autoImport) return 'automatic sync is off'
  if (minute === undefined) return 'next sync within the hour'
  const thisHour = Math.floor(now / HOUR) * HOUR + minute * MINUTE
  return `next sync about ${clockTime(thisHour + MINUTE > now ? thisHour : thisHour + HOUR)}`
}

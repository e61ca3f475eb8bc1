import { maasEvents } from '#contract/maas.ts'
import { hourlyMinute } from './hourly-minute.ts'
import { withoutPasswords } from './without-passwords.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'

/** The start of an import from MAAS's events; `at`: ISO time, null when it could not be parsed. */
type ImportStart = { readonly id: number; readonly at: string | null }
/**
 * `newest`: null: none known. `minute`: past the hour, when the hourly sync starts; null: not known. `problems`: what
 * warnings and errors since the newest start say, without passwords.
 */
export type ImportStarts = {
  readonly newest: ImportStart | null
  readonly minute: number | null
  readonly problems: readonly string[]
}
/** Imports that MAAS reports as started. Never fails: the last known state is better than no page. */
export type ImportEvents = (region: RegionClient) => Promise<ImportStarts>

/** As MAAS up to 3.7 shows the types REGION_IMPORT_WARNING and REGION_IMPORT_ERROR. */
const PROBLEMS = new Set(['Region import warning', 'Region import error'])
const MOST_PROBLEMS = 10

/** Starts that are kept to find the hourly ones: one day. */
const MOST = 48

/**
 * Follows MAAS's events for "Started importing of boot images from N source(s).". MAAS lists these events among all
 * others of level DEBUG, so the first read goes as far back as MAAS allows, and later ones read new events.
 */
export function createImportEvents(now: () => number): ImportEvents {
  const starts = new Map<number, string | null>()
  let problems: { readonly id: number; readonly text: string }[] = []
  let seen: number | null = null

  return async (region) => {
    const query = {
      op: 'query',
      level: 'DEBUG',
      limit: '1000',
      ...(seen !== null && { after: String(seen) }),
    }
    const answer = await region.get('events/', maasEvents, query).catch(() => null)
    for (const { id, type, description, created } of answer?.events ?? []) {
      seen = Math.max(seen ?? 0, id)
      if (description.startsWith('Started importing')) starts.set(id, isoOfEvent(created))
      if (PROBLEMS.has(type)) problems.push({ id, text: withoutPasswords(description).slice(0, 2_000) })
    }
    const ids = [...starts.keys()].toSorted((a, b) => a - b)
    for (const id of ids.splice(0, Math.max(0, ids.length - MOST))) starts.delete(id)
    const id = ids.at(-1)
    problems = problems.filter((one) => one.id > (id ?? 0)).slice(-MOST_PROBLEMS)
    return {
      newest: id === undefined ? null : { id, at: starts.get(id) ?? null },
      minute: hourlyMinute(
        [...starts.values()].flatMap((at) => (at === null ? [] : [Date.parse(at)])),
        now(),
      ),
      problems: [...new Set(problems.map(({ text }) => text))],
    }
  }
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** "Mon, 23 Nov. 2026 00:06:50" (UTC) as ISO; null: another format. */
export function isoOfEvent(created: string): string | null {
  const [, day, month, year, time] =
    /^\w+, (\d{1,2}) ([A-Z][a-z]{2})\w*\.? (\d{4}) (\d\d:\d\d:\d\d)$/.exec(created) ?? []
  const index = MONTHS.indexOf(month ?? '?')
  if (!day || index < 0 || index % 3 !== 0) return null
  const iso = `${year}-${String(index / 3 + 1).padStart(2, '0')}-${day.padStart(2, '0')}T${time}.000Z`
  return Number.isNaN(Date.parse(iso)) ? null : iso
}

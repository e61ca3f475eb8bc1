import { maasEvents } from '#contract/maas.ts'
import type { RegionClient } from './region-client.ts'
import { share } from './share.ts'

/** The start of an import as MAAS's events tell it; `at`: ISO time, null when it could not be read. */
export type ImportStart = { readonly id: number; readonly at: string | null }
/** The newest import MAAS tells of; null: none known. Never fails: the last known one is better than no page. */
export type ImportEvents = () => Promise<ImportStart | null>

/**
 * Follows MAAS's events for "Started importing of boot images from N source(s).". They lie at level DEBUG
 * among all others, so the first look goes as far back as MAAS allows, later ones ask for what is new.
 */
export function createImportEvents(region: RegionClient): ImportEvents {
  let newest: ImportStart | null = null
  let seen: number | null = null

  return share(async () => {
    const query = {
      op: 'query',
      level: 'DEBUG',
      limit: '1000',
      ...(seen !== null && { after: String(seen) }),
    }
    const answer = await region.get('events/', maasEvents, query).catch(() => null)
    for (const { id, description, created } of answer?.events ?? []) {
      seen = Math.max(seen ?? 0, id)
      const started = description.startsWith('Started importing')
      if (started && id > (newest?.id ?? -1)) newest = { id, at: isoOfEvent(created) }
    }
    return newest
  })
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** "Mon, 23 Nov. 2026 00:06:50" (UTC) as ISO; null when it reads otherwise. */
export function isoOfEvent(created: string): string | null {
  const [, day, month, year, time] =
    /^\w+, (\d{1,2}) ([A-Z][a-z]{2})\w*\.? (\d{4}) (\d\d:\d\d:\d\d)$/.exec(created) ?? []
  const index = MONTHS.indexOf(month ?? '?')
  if (!day || index < 0 || index % 3 !== 0) return null
  const iso = `${year}-${String(index / 3 + 1).padStart(2, '0')}-${day.padStart(2, '0')}T${time}.000Z`
  return Number.isNaN(Date.parse(iso)) ? null : iso
}

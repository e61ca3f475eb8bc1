import * as z from 'zod/mini'
import type { RegionAnswer } from '#contract/gateway.ts'
import type { RecordKind } from '#api/store/records.ts'
import type { Entry } from './entry.ts'
import {
  selectionKey,
  selectionText,
  settingKey,
  settingText,
  settingTitle,
  sourceKey,
  sourceText,
  urlKey,
} from './object-text.ts'
import { safeUrl } from './safe-text.ts'

/*
 * API 2.0 of MAAS 3.4 to 3.8 shows no audit event of sources, selections and settings: it lists only events of machines
 * and controllers. API v3 of 3.6 and later lists all of them, but does not accept API keys. So changes that were not sent
 * from this browser are found by comparing what was read before and now.
 */

const item = z.object({
  what: z.enum(['selection', 'source', 'setting']),
  subject: z.string(),
  text: z.string(),
  /** Keys of own changes that explain a change of it. */
  with: z.array(z.string()),
})
const region = z.object({
  at: z.number(),
  /** Whether MAAS showed sources and selections. */
  full: z.boolean(),
  items: z.record(z.string(), item),
})
/** The sources, selections and settings of a region, in words, by their keys. */
export type RegionSeen = Readonly<z.infer<typeof region>>

export const REGION_SEEN: RecordKind<RegionSeen> = { name: 'region-seen', version: 1, schema: region }

/** @param at when it was read, ms */
export function regionSeen(
  { sources, config }: Pick<RegionAnswer, 'sources' | 'config'>,
  at: number,
): RegionSeen {
  const items: Record<string, RegionSeen['items'][string]> = {}
  for (const { source, selections } of sources ?? []) {
    const keys = [sourceKey(source.id), urlKey(source.url)]
    items[sourceKey(source.id)] = {
      what: 'source',
      subject: safeUrl(source.url),
      text: sourceText(source),
      with: keys,
    }
    for (const one of selections)
      items[selectionKey(source.id, one.os, one.release)] = {
        what: 'selection',
        subject: `${one.os} ${one.release}`,
        text: selectionText(one),
        with: keys,
      }
  }
  const settings = {
    boot_images_auto_import: config.autoImport,
    commissioning_distro_series: config.commissioningRelease,
    default_osystem: config.defaultOs,
    default_distro_series: config.defaultRelease,
  }
  for (const [name, value] of Object.entries(settings))
    items[settingKey(name)] = {
      what: 'setting',
      subject: settingTitle(name),
      text: settingText(value),
      with: [],
    }
  return { at, full: sources !== null, items }
}

/** Clocks of tabs are the same, but an answer may come from the gateway's cache. */
const MARGIN_MS = 60_000
/** Two tabs see the same change at different times. */
const SAME_MS = 5 * 60_000

/**
 * The changes between two reads that were not sent from this browser.
 * @param known the changes that are recorded already, of all tabs
 */
export function seenChanges(before: RegionSeen, now: RegionSeen, known: readonly Entry[]): Entry[] {
  if (before.full !== now.full) return []
  const keys = [...new Set([...Object.keys(before.items), ...Object.keys(now.items)])]
  return keys.flatMap((key): Entry[] => {
    const [old, is] = [before.items[key], now.items[key]]
    const one = is ?? old
    if (!one || old?.text === is?.text) return []
    const [was, text] = [old?.text ?? null, is?.text ?? null]
    const explained = new Set([key, ...one.with, ...(old?.with ?? [])])
    const isOwn = ({ who, at, result, key: of }: Entry) =>
      who !== '' &&
      at >= before.at - MARGIN_MS &&
      !['refused', 'conflict'].includes(result) &&
      explained.has(of)
    const isKnown = (entry: Entry) =>
      entry.who === '' && entry.key === key && entry.after === text && now.at - entry.at < SAME_MS
    if (known.some((entry) => isOwn(entry) || isKnown(entry))) return []
    return [
      {
        at: now.at,
        since: before.at,
        who: '',
        what: one.what,
        action: was === null ? 'create' : text === null ? 'delete' : 'change',
        key,
        subject: one.subject,
        before: was,
        after: text,
        result: 'done',
        message: '',
      },
    ]
  })
}

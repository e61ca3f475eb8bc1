import type { RegionAnswer } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import type { Check } from './checks.ts'
import { checkDoubled } from './doubled-check.ts'
import { checkBootloaders, checkCommissioning, checkOffers, type ImageFacts } from './image-checks.ts'
import { checkClocks, checkDisk, checkLastImport, checkSources, checkSync } from './region-checks.ts'
import { checkSource, type SourceRead } from './source-check.ts'

export type PreflightFacts = Pick<ImageFacts, 'saved' | 'images' | 'table'> & {
  readonly region: RegionAnswer
  /** Catalogue and error of every source, in the order of the region's sources; null: it has none. */
  readonly reads: readonly SourceRead[] | null
  /** Notifications of MAAS that are not outdated. */
  readonly notifications: RegionAnswer['notifications']
  readonly importing: boolean
  /** ms */
  readonly now: number
}

/**
 * Everything that would keep images from arriving, in the order in which it matters. What only administrators can see
 * is left out for others.
 */
export function preflight({
  region,
  reads,
  notifications,
  importing,
  now,
  ...images
}: PreflightFacts): Check[] {
  const known = region.notificationsUnread ? null : notifications
  const { syncsSelections } = capabilitiesOf(region.version)
  const used = reads?.filter(({ source }) => source.enabled !== false) ?? []
  const usedIds = new Set(used.map(({ source }) => source.id))
  const facts: ImageFacts = {
    ...images,
    saved: new Map([...images.saved].filter(([, { sourceId }]) => usedIds.has(sourceId))),
    catalogues: new Map(
      used.flatMap(({ source, catalogue }) => (catalogue ? [[source.id, catalogue] as const] : [])),
    ),
    allRead: used.every(({ catalogue }) => catalogue !== null),
    commissioningRelease: region.config.commissioningRelease,
    reportedByMaas: notifications.some(({ ident }) => ident?.startsWith('commissioning_series_') ?? false),
  }
  const isAnySelected = images.saved.size > 0
  return [
    ...(reads ? [checkSources(reads, syncsSelections)] : []),
    ...used.map((read) =>
      checkSource(read, { version: region.version, saved: images.saved, others: used.length - 1, now }),
    ),
    checkLastImport({
      notifications: known,
      importing,
      seesSelections: reads !== null,
      table: images.table,
    }),
    checkSync(region.config.autoImport, syncsSelections),
    // without sources and selections there is nothing to offer yet
    ...(used.length > 0 && isAnySelected
      ? [checkCommissioning(facts), checkOffers(facts), checkBootloaders(facts)]
      : []),
    ...(syncsSelections ? [] : checkDoubled(images.images)),
    checkClocks(region.clockAhead),
    checkDisk(known),
  ]
}

/** "2 checks need attention", or "8 passed, 1 not known": short, because it shares a line with other facts. */
export function preflightSummary(checks: readonly Check[]): string {
  const count = (...states: Check['state'][]) => checks.filter(({ state }) => states.includes(state)).length
  const attention = count('problem', 'reported')
  if (attention > 0) return attention === 1 ? '1 check needs attention' : `${attention} checks need attention`
  const unknown = count('unknown')
  return `${count('passed')} passed${unknown > 0 ? `, ${unknown} not known` : ''}`
}

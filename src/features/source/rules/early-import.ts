import type { Offer } from '#selections/source-offer.ts'
import { releaseName } from '#selections/keys.ts'
import { NOT_READ_WHEN_SAVED } from '#selections/maas-version.ts'
import { hasAll, sameSelection, type WantedRelease } from '#selections/wanted.ts'
import { namesOf } from '#streams/catalogue/compare.ts'
import type { SourceState, SourceTarget } from './model.ts'
import { selectionSteps } from './selection-steps.ts'

/*
 * Whether MAAS imports from the new address of a source before it accepts the new selections: it accepts only what it has
 * read of the source. Up to 3.7 it does not read a source 1 that was saved until it imports or another source changes,
 * which no change of source 1 does before its selections; 3.8 syncs a source when its address changes.
 */

/** A source that keeps its id and gets another address. */
export type Moved = {
  readonly old: SourceState
  /** What it offers at the former address and at the new one. */
  readonly before: Offer
  readonly after: Offer
  readonly wanted: SourceTarget['selections']
}

/**
 * The selections of a source with which MAAS up to 3.7 begins to import from its new address, because it refuses the
 * next one until then. Undefined: it accepts all of them, or reads the source without an import.
 */
export function earlySelections({ old, before, wanted }: Moved): readonly WantedRelease[] | undefined {
  if (old.source.id !== NOT_READ_WHEN_SAVED) return undefined
  let selections: readonly WantedRelease[] = old.selections
  for (const step of selectionSteps(old, wanted)) {
    if (step.kind !== 'create-selection' && step.kind !== 'update-selection') continue
    if (!isAccepted(before, step.wanted)) return selections
    selections = [...selections.filter((one) => releaseName(one) !== releaseName(step.wanted)), step.wanted]
  }
  return undefined
}

/** Whether MAAS 3.8 syncs a source before it has the new selections. */
export const syncsEarly = ({ old, before, after, wanted }: Moved): boolean =>
  wanted.some(
    (one) =>
      !old.selections.some((saved) => sameSelection(saved, one)) &&
      (!isAccepted(before, one) || coversMore(one, before, after)),
  )

/**
 * Whether all architectures of a release are more at the former address: MAAS 3.8 selects those, if it has not read the
 * new address yet, and then imports them from no other source.
 */
function coversMore(wanted: WantedRelease, before: Offer, after: Offer): boolean {
  const archesIn = ({ releases }: Offer) =>
    releases.find((one) => releaseName(one) === releaseName(wanted))?.arches.map(({ arch }) => arch) ?? []
  const there = archesIn(after)
  return hasAll(wanted.arches) && !archesIn(before).every((arch) => there.includes(arch))
}

/** Whether MAAS accepts a selection by what it has read of the source. */
function isAccepted({ releases }: Offer, wanted: WantedRelease): boolean {
  const listed = releases.find((one) => releaseName(one) === releaseName(wanted))
  if (!listed) return false
  const { subarches, labels } = namesOf(listed)
  const arches = listed.arches.map(({ arch }) => arch)
  const takes = (list: readonly string[], there: readonly string[]) =>
    hasAll(list) || list.every((one) => there.includes(one))
  return takes(wanted.arches, arches) && takes(wanted.subarches, subarches) && takes(wanted.labels, labels)
}

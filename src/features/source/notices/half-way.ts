import { capabilitiesOf } from '#selections/maas-version.ts'
import { alternateAddress } from '#features/source/rules/alternate-address.ts'
import { canUpdate } from '#features/source/rules/source-steps.ts'
import {
  selectsSomething,
  specOf,
  type SourceState,
  type SourceTarget,
} from '#features/source/rules/model.ts'
import type { NewSelection } from '#contract/maas.ts'
import { sameSelection, plainSelection } from '#selections/wanted.ts'

/** A state that looks like a source change that stopped half-way, as the change it would be. */
export type HalfWay = {
  readonly target: SourceTarget
  readonly before: readonly SourceState[]
  readonly old: SourceState
  readonly made: SourceState
  /** Everything selected from the old source is also selected from the new one. */
  readonly whole: boolean
  /** Equal for the same two sources. */
  readonly id: string
}

/**
 * Detects a source change that stopped between its calls: MAAS up to 3.7 with two sources, where the newer one selects
 * all or some of what the older one selects. Some of it counts only if the change had to create a second source (see
 * canUpdate). Two sources with selections of their own do not count. The state may still be intended.
 */
export function halfWayOf(sources: readonly SourceState[], version: string): HalfWay | null {
  if (capabilitiesOf(version).ranksSources) return null
  const [old, made, ...more] = [...sources].sort((a, b) => a.source.id - b.source.id)
  if (!old || !made || more.length > 0) return null
  const former = old.selections.filter(selectsSomething)
  const carried = made.selections.filter(selectsSomething)
  if (carried.length === 0 || !carried.every((one) => former.some((from) => isCarried(one, from))))
    return null
  const whole = former.every((from) => carried.some((one) => isCarried(one, from)))
  if (!whole && canUpdate(old, specOf(made.source))) return null
  const isTwin = alternateAddress(sources, made.source.url) === old.source.url
  return {
    target: {
      // a source that was created at the alternate address gets the final address last
      spec: { ...specOf(made.source), ...(isTwin && { url: old.source.url }) },
      selections: former.map((from) => plainSelection(carried.find((one) => isCarried(one, from)) ?? from)),
      replaces: old.source.id,
    },
    before: [old],
    old,
    made,
    whole,
    id: JSON.stringify([old, made].map(({ source: { id, url } }) => [id, url])),
  }
}

/** The same selection, or the part of it that the new source offers. */
const isCarried = (one: NewSelection, from: NewSelection): boolean =>
  sameSelection({ ...one, arches: from.arches }, from) &&
  one.arches.every((arch) => from.arches.includes(arch))

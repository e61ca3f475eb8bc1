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

/** What looks like a change of source that stopped half-way, as the change it would be. */
export type HalfWay = {
  readonly target: SourceTarget
  readonly before: readonly SourceState[]
  readonly old: SourceState
  readonly made: SourceState
  /** All that is selected from the old source is selected from the new one, too. */
  readonly whole: boolean
  /** The same for the same two sources. */
  readonly id: string
}

/**
 * A region as a change of source leaves it that stops between its calls: MAAS up to 3.7 with two sources, the newer of
 * which selects what the older one selects, or begins to. A part counts only where a change has to make a second
 * source (see canUpdate); two sources with selections of their own are none. It may be meant so all the same.
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
      // what is made at the twin of an address gets the address in the end
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

/** It is the same selection, or what a new source that does not offer all its architectures is given of it. */
const isCarried = (one: NewSelection, from: NewSelection): boolean =>
  sameSelection({ ...one, arches: from.arches }, from) &&
  one.arches.every((arch) => from.arches.includes(arch))

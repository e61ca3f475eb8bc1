import type { NewSelection } from '#contract/maas.ts'
import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { compareCatalogues, type Comparison } from '#streams/catalogue/compare.ts'
import { canUpdate } from './source-steps.ts'
import { choiceKey, isMissing, offeredOf, type ChoiceRules } from './choices.ts'
import { sameSpec, sameWanted, specOf, wantedOf, type SourceState, type SourceTarget } from './model.ts'

type Restored = {
  readonly selections: readonly NewSelection[]
  /** `os/release` of what cannot come back: the source does not offer it any more. */
  readonly lost: readonly string[]
}

/**
 * Former selections, as far as MAAS takes them again: it makes and changes none that the source does not offer, and up
 * to 3.7 it does not let the commissioning release go from a source that stays.
 * @param comparison what has become of `former` at the source.
 * @param saved what is selected now.
 */
export function restoredSelections(
  former: readonly NewSelection[],
  comparison: Comparison,
  saved: readonly NewSelection[],
  { inPlace, commissioning, mayDropCommissioning }: ChoiceRules & { readonly mayDropCommissioning: boolean },
): Restored {
  const selections: NewSelection[] = []
  const lost: string[] = []
  const stays = new Map((inPlace ? saved : []).map((one) => [choiceKey(one), wantedOf(one)]))
  for (const [index, change] of comparison.selected.entries()) {
    const wanted = former[index]
    if (!wanted) continue
    const there = stays.get(choiceKey(wanted))
    if (there && (isMissing(change) || sameWanted(there, wanted))) selections.push(there)
    else if (isMissing(change)) lost.push(choiceKey(wanted))
    else {
      const offered = change.images.filter(({ kind }) => kind !== 'missing').map(({ arch }) => arch)
      selections.push({ ...wantedOf(wanted), arches: offeredOf(wanted.arches, offered) })
    }
  }
  const commissioned = stays.get(commissioning)
  const has = selections.some((one) => choiceKey(one) === commissioning)
  if (commissioned && !has && !mayDropCommissioning) selections.push(commissioned)
  return { selections, lost }
}

/** What a way back makes of what is selected now, by `os/release`, and which releases it selects besides. */
export type Return = {
  readonly fates: ReadonlyMap<string, Fate>
  /** Titles. */
  readonly again: readonly string[]
}
/** It stays as it is, gets these architectures, or is not selected any more. */
export type Fate = 'stays' | 'goes' | { readonly arches: readonly string[] }

/** @param former what was selected, compared with the source. */
export function returnOf(
  saved: readonly NewSelection[],
  restored: readonly NewSelection[],
  former: Comparison,
): Return {
  const find = (list: readonly NewSelection[], key: string) => list.find((one) => choiceKey(one) === key)
  const fates = saved.map((one): [string, Fate] => {
    const then = find(restored, choiceKey(one))
    if (!then) return [choiceKey(one), 'goes']
    return [choiceKey(one), sameWanted(wantedOf(one), then) ? 'stays' : { arches: then.arches }]
  })
  const again = former.selected
    .filter((one) => !find(saved, choiceKey(one)) && find(restored, choiceKey(one)))
    .map(({ title }) => title)
  return { fates: new Map(fates), again }
}

/** The source whose selections stay when this target is reached; undefined: they are made anew. */
const stayingFor = (
  now: readonly SourceState[],
  { spec, replaces }: SourceTarget,
): SourceState | undefined =>
  spec === null
    ? undefined
    : (now.find(({ source }) => sameSpec(specOf(source), spec)) ??
      now.find((state) => state.source.id === replaces && canUpdate(state, spec)))

/** Whether a way back has to make or change selections, which MAAS may refuse. */
export function makesSelections(target: SourceTarget, now: readonly SourceState[]): boolean {
  const saved = stayingFor(now, target)?.selections ?? []
  return !target.selections.every((one) => saved.some((other) => sameWanted(one, other)))
}

/** A way back as far as MAAS goes along with it. `catalogue`: what its source offers. */
export function feasible(
  target: SourceTarget,
  now: readonly SourceState[],
  { catalogue, region }: { readonly catalogue: Catalogue; readonly region: RegionAnswer },
): { readonly target: SourceTarget; readonly lost: readonly string[] } {
  const staying = stayingFor(now, target)
  const comparison = compareCatalogues(null, catalogue, target.selections, { kernelsFiltered: true })
  const { selections, lost } = restoredSelections(target.selections, comparison, staying?.selections ?? [], {
    inPlace: staying !== undefined,
    commissioning: `ubuntu/${region.config.commissioningRelease}`,
    mayDropCommissioning: capabilitiesOf(region.version).mayDropCommissioning,
  })
  return { target: { ...target, selections }, lost }
}

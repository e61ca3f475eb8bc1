import type { NewSelection } from '#contract/maas.ts'
import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { compareCatalogues, type Comparison } from '#streams/catalogue/compare.ts'
import { canUpdate } from './source-steps.ts'
import { acceptedPart, isMissing, type ChoiceRules } from './choices.ts'
import { sameSpec, specOf, type SourceState, type SourceTarget } from './model.ts'
import { releaseName } from '#selections/keys.ts'
import { sameSelection, plainSelection } from '#selections/wanted.ts'

type Restored = {
  readonly selections: readonly NewSelection[]
  /** `os/release` of selections that cannot be restored because the source no longer offers them. */
  readonly lost: readonly string[]
}

/**
 * Former selections, as far as MAAS accepts them: it does not create or change selections that the source does not
 * offer. Up to 3.7, it also does not delete the commissioning release's selection from a remaining source.
 * @param comparison `former`, compared with what the source offers
 * @param saved the current selections
 */
export function restoredSelections(
  former: readonly NewSelection[],
  comparison: Comparison,
  saved: readonly NewSelection[],
  { inPlace, commissioning, mayDropCommissioning }: ChoiceRules & { readonly mayDropCommissioning: boolean },
): Restored {
  const selections: NewSelection[] = []
  const lost: string[] = []
  const stays = new Map((inPlace ? saved : []).map((one) => [releaseName(one), plainSelection(one)]))
  for (const [index, change] of comparison.selected.entries()) {
    const wanted = former[index]
    if (!wanted) continue
    const there = stays.get(releaseName(wanted))
    if (there && (isMissing(change) || sameSelection(there, wanted))) selections.push(there)
    else if (isMissing(change)) lost.push(releaseName(wanted))
    else selections.push(acceptedPart(wanted, change))
  }
  const commissioned = stays.get(commissioning)
  const has = selections.some((one) => releaseName(one) === commissioning)
  if (commissioned && !has && !mayDropCommissioning) selections.push(commissioned)
  return { selections, lost }
}

/** What an undo does to the current selections, by `os/release`, and which releases it adds. */
export type Return = {
  readonly fates: ReadonlyMap<string, SelectionFate>
  /** Titles of the releases that it adds. */
  readonly again: readonly string[]
}
/** A selection stays as it is, gets these architectures, or is deleted. */
export type SelectionFate = 'stays' | 'goes' | { readonly arches: readonly string[] }

/** @param former the former selections, compared with what the source offers */
export function returnOf(
  saved: readonly NewSelection[],
  restored: readonly NewSelection[],
  former: Comparison,
): Return {
  const find = (list: readonly NewSelection[], key: string) => list.find((one) => releaseName(one) === key)
  const fates = saved.map((one): [string, SelectionFate] => {
    const then = find(restored, releaseName(one))
    if (!then) return [releaseName(one), 'goes']
    return [releaseName(one), sameSelection(one, then) ? 'stays' : { arches: then.arches }]
  })
  const again = former.selected
    .filter((one) => !find(saved, releaseName(one)) && find(restored, releaseName(one)))
    .map(({ title }) => title)
  return { fates: new Map(fates), again }
}

/** The source that keeps its selections when this target is applied; undefined: they are created again. */
const stayingFor = (now: readonly SourceState[], { spec, replaces }: SourceTarget): SourceState | undefined =>
  spec === null
    ? undefined
    : (now.find(({ source }) => sameSpec(specOf(source), spec)) ??
      now.find((state) => state.source.id === replaces && canUpdate(state, spec)))

/** Whether going back creates or changes selections, which MAAS may refuse. */
export function makesSelections(target: SourceTarget, now: readonly SourceState[]): boolean {
  const saved = stayingFor(now, target)?.selections ?? []
  return !target.selections.every((one) => saved.some((other) => sameSelection(one, other)))
}

/** The part of a target that MAAS accepts when going back. `catalogue`: what the restored source offers. */
export function feasible(
  target: SourceTarget,
  now: readonly SourceState[],
  { catalogue, region }: { readonly catalogue: Catalogue; readonly region: RegionAnswer },
): { readonly target: SourceTarget; readonly lost: readonly string[] } {
  const staying = stayingFor(now, target)
  const { filtersKernels: kernelsFiltered, mayDropCommissioning } = capabilitiesOf(region.version)
  const comparison = compareCatalogues(null, catalogue, target.selections, { kernelsFiltered })
  const { selections, lost } = restoredSelections(target.selections, comparison, staying?.selections ?? [], {
    inPlace: staying !== undefined,
    commissioning: releaseName({ os: 'ubuntu', release: region.config.commissioningRelease }),
    mayDropCommissioning,
  })
  return { target: { ...target, selections }, lost }
}

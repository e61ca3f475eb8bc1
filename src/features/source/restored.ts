import type { NewSelection } from '#contract/maas.ts'
import type { Comparison } from '#streams/compare.ts'
import { choiceKey, isMissing, offeredOf, type Rules } from './choices.ts'
import { sameWanted, wantedOf } from './model.ts'

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
  { inPlace, commissioning, mayDropCommissioning }: Rules & { readonly mayDropCommissioning: boolean },
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

import type { BootSource, NewSelection, Selection } from '#contract/maas.ts'
import { dropsArches } from '#selections/outcome/drops-arches.ts'
import { sameSelection } from '#selections/wanted.ts'
import { extrasOf, selectsSomething, type SourceState, type SourceStep } from './model.ts'

/**
 * The calls that give a source these selections. Creates before deletes: MAAS refuses to delete the last selection of
 * the commissioning release.
 */
export function selectionSteps(
  { source, selections }: SourceState,
  wanted: readonly NewSelection[],
): SourceStep[] {
  const find = ({ os, release }: NewSelection) =>
    selections.find((selection) => selection.os === os && selection.release === release)
  const creates: SourceStep[] = []
  const updates: SourceStep[] = []
  for (const one of wanted) {
    const saved = find(one)
    if (!saved && !selectsSomething(one)) continue
    if (!saved) creates.push({ kind: 'create-selection', sourceId: source.id, wanted: one })
    else if (!sameSelection(saved, one)) updates.push(...changed(source, saved, one))
  }
  const deletes = selections
    .filter(({ os, release }) => !wanted.some((one) => one.os === os && one.release === release))
    .map(({ id, os, release }): SourceStep => ({
      kind: 'delete-selection',
      sourceId: source.id,
      id,
      os,
      release,
    }))
  return [...creates, ...updates, ...deletes]
}

/**
 * Whether MAAS deletes the images of a selection to change it: only MAAS 3.8 does, which is also the only one that
 * ranks sources.
 */
export const isRecreated = (source: BootSource, { arches }: Selection, wanted: NewSelection): boolean =>
  extrasOf(source) !== undefined && dropsArches(arches, wanted.arches, null)

/**
 * MAAS 3.8, the only version that ranks sources, cannot remove an architecture by an update: delete the selection and
 * create it again.
 */
function changed(source: BootSource, saved: Selection, wanted: NewSelection): SourceStep[] {
  const { id, os, release } = saved
  if (!isRecreated(source, saved, wanted))
    return [{ kind: 'update-selection', sourceId: source.id, id, wanted }]
  return [
    { kind: 'delete-selection', sourceId: source.id, id, os, release },
    { kind: 'create-selection', sourceId: source.id, wanted },
  ]
}

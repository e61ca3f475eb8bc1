import { capabilitiesOf } from '#selections/maas-version.ts'
import { offeredBy } from '#features/images/forecast/offered-by.ts'
import { setArches } from '#features/images/rules/selection.ts'
import type { Table } from '#features/images/rules/model.ts'
import { saveSelection } from '#features/images/save/save.ts'
import { releaseTitleIn, rulesOf } from '#features/images/save/use-save.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { offeredArches } from '#features/images/table/row-selection.ts'
import type { Replacing } from './replacing.ts'

const CHANGED = 'Someone else changed the selection or its source at the same time. Try again.'
const GONE = 'No source offers it any more.'

/**
 * Saves the selection of the image that replaces another one, and starts an import. If it is selected already, nothing is
 * written. Resolves with the reason of a failure; null: there was none. Never throws.
 */
export async function selectOther(
  { by }: Replacing,
  { region, saved, catalogues }: ReturnType<typeof useImages>,
  table: Table,
): Promise<string | null> {
  const row = table.groups
    .flatMap(({ rows }) => rows)
    .find(
      ({ selectable, sourceId, os, release }) =>
        selectable && sourceId === by.sourceId && os === by.os && release === by.release,
    )
  if (!row || !saved || !region.data) return GONE
  const draft = setArches(
    new Map(),
    saved,
    [{ id: row, arches: [by.arch], offered: offeredArches(row) }],
    true,
  )
  if (draft.size === 0) return null
  const { version, config } = region.data
  const outcome = await saveSelection({
    draft,
    commissioningRelease: config.commissioningRelease,
    rules: {
      ...rulesOf(version),
      importsOneAtATime: capabilitiesOf(version).syncsSelections,
      offered: offeredBy(catalogues),
    },
    nameOf: (id) => releaseTitleIn(table, id),
    onSteps: () => undefined,
    onWritten: () => undefined,
  })
  if (outcome.kind === 'saved') return null
  return outcome.kind === 'failed' ? outcome.message : CHANGED
}

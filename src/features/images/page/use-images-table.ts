import { useEffect, useMemo, useState } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'
import type { Draft, Saved, Table } from '#features/images/rules/model.ts'
import { tableBuilder } from '#features/images/table/table-builder.ts'
import { keepWithoutUpdates, useWithoutUpdates } from '#features/images/data/without-updates.ts'
import { offeredAgain } from '#features/images/table/offered-again.ts'
import { applyView, type View } from '#features/images/table/view.ts'

const NOTHING_SAVED: Saved = new Map()

type Data = ReturnType<typeof useImages>

/** The selections in MAAS; empty until they have been read. */
export const savedOf = (data: Data): Saved => data.saved ?? NOTHING_SAVED

/** All rows of the region and its sources with the draft applied, and the rows that the view shows. */
export function useImagesTable(data: Data, draft: Draft, view: View): { table: Table; visible: Table } {
  const { sources, catalogues, list, justAppeared, importing, syncsSelections, lastByteAt } = data
  const { kernelsFiltered, takesFirstListed } = data
  const saved = savedOf(data)
  const withoutUpdates = useWithoutUpdates(data.owner)
  const now = data.images.dataUpdatedAt
  const commissioningRelease = data.region.data?.config.commissioningRelease ?? ''
  const sourceOrder = data.region.data?.sourceOrder
  const [buildTable] = useState(tableBuilder)
  const table = useMemo(
    () =>
      buildTable({
        sources,
        sourceOrder,
        catalogues,
        images: list,
        justAppeared,
        withoutUpdates,
        saved,
        draft,
        importing,
        kernelsFiltered,
        takesFirstListed,
        syncsSelections,
        commissioningRelease,
        lastByteAt,
        now,
      }),
    [
      buildTable,
      sources,
      sourceOrder,
      catalogues,
      list,
      justAppeared,
      withoutUpdates,
      saved,
      draft,
      importing,
      kernelsFiltered,
      takesFirstListed,
      syncsSelections,
      commissioningRelease,
      lastByteAt,
      now,
    ],
  )
  const { owner } = data
  useEffect(() => {
    // if the source drops it once more, that is news
    const again = offeredAgain(table, withoutUpdates)
    if (owner && again.length > 0) void keepWithoutUpdates(owner, again, false)
  }, [owner, table, withoutUpdates])
  const visible = useMemo(() => applyView(table, view), [table, view])
  return { table, visible }
}

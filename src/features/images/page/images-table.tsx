import { memo, useMemo } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import { ImagesGrid } from '#features/images/grid/images-grid.tsx'
import type { Table } from '#features/images/rules/model.ts'
import type { StateContext } from '#features/images/rules/state-detail.ts'
import type { View } from '#features/images/table/view.ts'
import { Toolbar } from './toolbar.tsx'

// rendered again only when their props change, not whenever a dialog opens over the page
const SteadyToolbar = memo(Toolbar)
const SteadyGrid = memo(ImagesGrid)

type Props = {
  data: ReturnType<typeof useImages>
  table: Table
  /** What the filters leave of it. */
  visible: Table
  view: View
  onView: (part: Partial<View>) => void
  actions: GridActions
}

/** The table of images, with its search and filters. */
export function ImagesTable({ data, table, visible, view, onView, actions }: Props) {
  const context = useStateContext(data)
  return (
    <>
      <SteadyToolbar table={table} visible={visible} view={view} onChange={onView} />
      <SteadyGrid
        table={visible}
        view={view}
        onView={onView}
        actions={actions}
        kernelsFiltered={data.kernelsFiltered}
        context={context}
      />
    </>
  )
}

/** What the description of a state depends on besides its image. */
function useStateContext({ importing, stopping, region, syncsSelections, images }: Props['data']) {
  const autoImport = region.data?.config.autoImport ?? false
  const now = images.dataUpdatedAt
  return useMemo<StateContext>(
    () => ({ importing, stopping, autoImport, syncsSelections, now }),
    [importing, stopping, autoImport, syncsSelections, now],
  )
}

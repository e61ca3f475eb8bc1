import { useMemo, useRef, useState, type CSSProperties } from 'react'
import { GridHead } from './grid-head.tsx'
import { GroupRow } from './group-row.tsx'
import { ReleaseLine } from './release-row.tsx'
import { RowDetail, usePrefetchOfDetails } from './row-detail.tsx'
import { gridLines } from './grid-lines.ts'
import type { StateContext } from '#features/images/rules/state-detail.ts'
import type { GridActions } from './grid-actions.ts'
import { standOn, START, useGridKeyboard } from './use-grid-keyboard.ts'
import { useGridWindow } from './use-grid-window.ts'
import type { Table } from '#features/images/rules/model.ts'
import type { View } from '#features/images/table/view.ts'

type Props = {
  table: Table
  view: View
  onView: (part: Partial<View>) => void
  actions: GridActions
  kernelsFiltered: boolean
  context: StateContext
}

/** The number of columns besides the architectures: box, release, support; size, state. */
const LEADING = 3
const TRAILING = 2

/** The table of images: renders the lines of groups, releases and open rows that are in the window. */
export function ImagesGrid({ table, view, onView, actions, kernelsFiltered, context }: Props) {
  const { arches } = table
  const cols = LEADING + arches.length + TRAILING
  const body = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => gridLines(table, view.open), [table, view.open])
  const [at, setAt] = useState(START)
  const { height, shown, scrollTo } = useGridWindow(body, lines, standOn(lines, at).activeIndex)
  usePrefetchOfDetails()
  const { onKeyDown, onFocus, colOf } = useGridKeyboard({ body, lines, cols, at, setAt, scrollTo })
  return (
    <div
      role="grid"
      tabIndex={-1}
      aria-label="Images"
      aria-rowcount={lines.length + 1}
      aria-colcount={cols}
      className="grid"
      style={{ '--arches': arches.length } as CSSProperties}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <GridHead arches={arches} view={view} onView={onView} />
      {lines.length === 0 && (
        <div role="row" className="grid__empty">
          <div role="gridcell">No images match. Change the search or clear the filters.</div>
        </div>
      )}
      <div ref={body} role="rowgroup" className="grid__body" style={{ height }}>
        {shown.map(({ line, position }) => {
          if (line.kind === 'group')
            return (
              <GroupRow
                key={line.key}
                {...position}
                line={line.line}
                col={colOf(line.line)}
                group={line.group}
                open={line.open}
                arches={arches}
                actions={actions}
              />
            )
          if (line.kind === 'release')
            return (
              <ReleaseLine
                key={line.key}
                {...position}
                line={line.line}
                col={colOf(line.line)}
                row={line.row}
                groupTitle={line.group.title}
                open={line.open}
                arches={arches}
                actions={actions}
              />
            )
          return (
            <RowDetail
              key={line.key}
              {...position}
              row={line.row}
              actions={actions}
              kernelsFiltered={kernelsFiltered}
              cols={cols}
              context={context}
            />
          )
        })}
      </div>
    </div>
  )
}

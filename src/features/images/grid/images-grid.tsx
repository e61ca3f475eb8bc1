import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react'
import { GridHead } from './grid-head.tsx'
import { GroupRow } from './group-row.tsx'
import { ReleaseLine } from './release-row.tsx'
import { RowDetail } from './row-detail.tsx'
import { gridLines } from './grid-lines.ts'
import type { StateContext } from '#features/images/rules/state-detail.ts'
import { nextSpot, type Spot } from './grid-keys.ts'
import type { GridActions } from './grid-actions.ts'
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

const ROW = 41
const OVERSCAN = 4
/** Columns that are no architecture: tick, release, support; size, state. */
const LEADING = 3
const TRAILING = 2

/** The one table: drawn only where it is seen, so that its length does not matter. */
export function ImagesGrid({ table, view, onView, actions, kernelsFiltered, context }: Props) {
  const body = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  // the line by its key, so that the keyboard stays on a release when sorting moves it
  const [spot, setSpot] = useState<Spot & { key: string | null }>({ key: null, line: 0, col: 1 })
  const lines = useMemo(() => gridLines(table, view.open), [table, view.open])
  const stops = lines.filter((line) => line.kind !== 'detail')
  const kept = stops.find((line) => line.key === spot.key)
  const active = kept ? kept.line : Math.min(spot.line, Math.max(0, stops.length - 1))
  const activeIndex = lines.findIndex((line) => line.kind !== 'detail' && line.line === active)
  const cols = LEADING + table.arches.length + TRAILING

  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => (lines[index]?.kind === 'detail' ? 260 : ROW),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: OVERSCAN,
    scrollMargin: offset,
    // the line the keyboard is on stays, so that focus is not lost while scrolling
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range)
      return activeIndex < 0 || shown.includes(activeIndex)
        ? shown
        : [...shown, activeIndex].sort((a, b) => a - b)
    },
  })

  // Notices above the grid come and go with any render; the guard ends it.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    const top = Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
    if (top !== offset) setOffset(top)
  })

  const stand = (at: Spot) => setSpot({ ...at, key: stops[at.line]?.key ?? null })
  // a row that sorting moved away takes the view along when the keyboard is on it
  useLayoutEffect(() => {
    const at = document.activeElement
    if (at instanceof HTMLElement && spotOf(at)?.line === active) at.scrollIntoView({ block: 'nearest' })
  }, [active])

  const focus = (next: Spot) => {
    stand(next)
    const index = lines.findIndex((line) => line.kind !== 'detail' && line.line === next.line)
    const find = () => body.current?.querySelector<HTMLElement>(`[data-spot="${next.line}:${next.col}"]`)
    const there = find()
    if (there) return there.focus()
    virtual.scrollToIndex(index)
    requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const from = spotOf(event.target)
    if (!from || event.altKey || event.metaKey) return
    const next = nextSpot(from, event, { lines: stops.length, cols })
    if (!next) return
    event.preventDefault()
    focus(next)
  }
  const onFocus = (event: FocusEvent) => {
    const at = spotOf(event.target)
    if (at && (at.line !== active || at.col !== spot.col || spot.key === null)) stand(at)
  }

  const colOf = (line: number) => (active === line ? Math.min(spot.col, cols - 1) : null)
  const layout = { '--arches': table.arches.length } as React.CSSProperties
  return (
    <div
      role="grid"
      tabIndex={-1}
      aria-label="Images"
      aria-rowcount={lines.length + 1}
      aria-colcount={cols}
      className="grid"
      style={layout}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <GridHead arches={table.arches} view={view} onView={onView} />
      {lines.length === 0 && (
        <div role="row" className="grid__empty">
          <div role="gridcell">Nothing matches. Change the search or clear the filters.</div>
        </div>
      )}
      <div ref={body} role="rowgroup" className="grid__body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]
          if (!line) return null
          const place = {
            measure: virtual.measureElement,
            index: item.index,
            top: item.start - offset,
          }
          if (line.kind === 'group')
            return (
              <GroupRow
                key={line.key}
                {...place}
                line={line.line}
                col={colOf(line.line)}
                group={line.group}
                open={line.open}
                arches={table.arches}
                actions={actions}
              />
            )
          if (line.kind === 'release')
            return (
              <ReleaseLine
                key={line.key}
                {...place}
                line={line.line}
                col={colOf(line.line)}
                row={line.row}
                groupTitle={line.group.title}
                open={line.open}
                arches={table.arches}
                actions={actions}
              />
            )
          return (
            <RowDetail
              key={line.key}
              {...place}
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

/** Which cell an event came from; null: from inside a detail, where keys belong to its controls. */
function spotOf(target: EventTarget): Spot | null {
  const text = target instanceof HTMLElement ? target.dataset['spot'] : undefined
  const [line, col] = (text ?? '').split(':').map(Number)
  return text === undefined || line === undefined || col === undefined ? null : { line, col }
}

import { memo } from 'react'
import { shallowEqual } from '#lib/shallow-equal.ts'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { Checkbox } from '#ui/checkbox.tsx'
import { formatBytes } from '#lib/bytes.ts'
import { formatDay } from '#lib/time.ts'
import { positionAttributes, tabStop, type RowPosition } from './row-position.ts'
import { ImageCell } from './image-cell.tsx'
import { sameRow } from './same-row.ts'
import { rowState } from '#features/images/table/row-state.ts'
import { isInUse } from '#features/images/table/view.ts'
import { rowTargets, checkedOf } from '#features/images/table/row-selection.ts'
import type { GridActions } from './grid-actions.ts'
import type { ReleaseRow } from '#features/images/rules/model.ts'

type Props = RowPosition & {
  line: number
  col: number | null
  row: ReleaseRow
  groupTitle: string
  open: boolean
  arches: readonly string[]
  actions: GridActions
}

/** One release: a box for each architecture, and its state. Rendered again only when these change. */
export const ReleaseLine = memo(Line, (before, after) => {
  const { row: oldRow, arches: oldArches, ...old } = before
  const { row, arches, ...now } = after
  return shallowEqual(old, now) && oldArches.join() === arches.join() && sameRow(oldRow, row)
})

const from = ({ source }: ReleaseRow) => (source === '' ? '' : ` from ${source}`)

/** "31 May 2029", "Ended 31 May 2023"; a dash if it is not known. */
function supportText(row: ReleaseRow) {
  if (row.supportEol === null) return row.selectable ? '–' : ''
  const day = formatDay(row.supportEol)
  if (!row.supportEnded) return day
  return <span className={`grid__ended${isInUse(row) ? ' is-in-use' : ''}`}>Ended {day}</span>
}

function Line({ measure, index, top, line, col, row, groupTitle, open, arches, actions }: Props) {
  const state = rowState(row)
  const targets = rowTargets(row)
  const name = row.selectable ? `${groupTitle} ${row.title}${from(row)}` : row.title
  const cells = new Map(row.cells.map((cell) => [cell.arch, cell]))
  const checked = checkedOf(targets)
  return (
    <div
      role="row"
      {...positionAttributes({ measure, index, top })}
      className={`grid__row grid__release${open ? ' is-open' : ''}`}
    >
      <div role="gridcell" className="grid__check" {...(targets.length === 0 ? tabStop(line, 0, col) : {})}>
        {targets.length > 0 && (
          <Checkbox
            {...tabStop(line, 0, col)}
            label={`All architectures of ${name}`}
            title="All architectures"
            checked={checked}
            lockedBecause={actions.readOnlyReason}
            onLocked={actions.explain}
            onChange={(on) => actions.select(targets, on)}
          />
        )}
      </div>
      <div role="rowheader" className="grid__title">
        <button
          type="button"
          className={`grid__open fold-arrow${open ? ' is-open' : ''}`}
          aria-expanded={open}
          {...tabStop(line, 1, col)}
          onClick={() => actions.toggle(row.key)}
        >
          {row.title}
          {row.codename && <span className="grid__codename"> {row.codename}</span>}
          {row.source && <span className="grid__codename">{from(row)}</span>}
        </button>
        {row.sourceDisabled && <span className="grid__source-off">Source disabled</span>}
      </div>
      <div role="gridcell" className="grid__support" {...tabStop(line, 2, col)}>
        {supportText(row)}
      </div>
      {arches.map((arch, index) => (
        <ImageCell
          key={arch}
          line={line}
          column={3 + index}
          col={col}
          arch={arch}
          cell={cells.get(arch)}
          row={row}
          name={name}
          actions={actions}
        />
      ))}
      <div
        role="gridcell"
        className={`grid__size${row.bytes > 0 ? '' : ' is-empty'}`}
        {...tabStop(line, 3 + arches.length, col)}
      >
        {row.bytes > 0 ? formatBytes(row.bytes) : '–'}
      </div>
      <div
        role="gridcell"
        className={`grid__state is-${state.kind}`}
        {...tabStop(line, 4 + arches.length, col)}
      >
        {state.text}
        {state.progress && (
          <>
            <span className="grid__bytes">
              {' '}
              {formatBytes(state.progress.done)} of {formatBytes(state.progress.bytes)}
            </span>
            <ProgressBar
              done={state.progress.done}
              total={state.progress.bytes}
              label={`${state.kind === 'half' ? 'Upload' : 'Download'} of ${name}`}
              tone={state.kind === 'stalled' || state.kind === 'stopped' ? 'stopped' : 'moving'}
            />
          </>
        )}
      </div>
    </div>
  )
}

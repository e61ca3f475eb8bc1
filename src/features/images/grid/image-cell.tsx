import { TickBox } from '#ui/tick-box.tsx'
import { stop } from './grid-place.ts'
import { stateText } from '#features/images/rules/image-state.ts'
import { isArriving, type ArrivingState } from '#features/images/table/row-state.ts'
import { percent } from '#features/images/rules/state-detail.ts'
import type { GridActions } from './grid-actions.ts'
import type { Cell, ImageState, ReleaseRow, StateKind } from '#features/images/rules/model.ts'

type Props = {
  line: number
  column: number
  col: number | null
  arch: string
  cell: Cell | undefined
  row: ReleaseRow
  name: string
  actions: GridActions
}

/** One image: its box, and its state in a word. A combination that does not exist is no box. */
export function ImageCell({ line, column, col, arch, cell, row, name, actions }: Props) {
  if (!cell)
    return (
      <div role="gridcell" className="grid__arch is-empty" data-arch={arch} {...stop(line, column, col)} />
    )
  const text = shortText(cell.state)
  const className = `grid__arch is-${cell.state.kind}${cell.changed ? ' is-changed' : ''}`
  if (!row.selectable || (!cell.offer && !cell.ticked))
    return (
      <div role="gridcell" className={className} data-arch={arch} {...stop(line, column, col)}>
        {text}
      </div>
    )
  const locked = actions.writesOff ?? (cell.ticked ? cell.locked : null)
  return (
    <div role="gridcell" className={className} data-arch={arch} title={locked ?? (cell.also || undefined)}>
      <TickBox
        {...stop(line, column, col)}
        label={`${name} ${arch}, ${stateText(cell.state)}`}
        checked={cell.ticked}
        lockedBecause={locked}
        onLocked={actions.explain}
        onChange={(on) => actions.tick([{ row, arches: [arch] }], on)}
      />
      {text}
    </div>
  )
}

/** What fits beside a box; the row and the details say it in full. */
const SHORT: Record<Exclude<StateKind, ArrivingState['kind']>, string> = {
  'not-selected': '',
  selected: 'Add',
  removing: 'Remove',
  update: 'Update',
  gone: 'Gone',
  absent: 'Absent',
  queued: 'Queued',
  synced: 'Synced',
  unused: 'Not used',
  kept: 'Kept',
  custom: 'Custom',
  reading: '…',
}

const shortText = (state: ImageState): string =>
  isArriving(state)
    ? `${percent(state)} %`
    : state.kind === 'not-selected' && state.absent
      ? SHORT.absent
      : SHORT[state.kind]

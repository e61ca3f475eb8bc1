import { Checkbox } from '#ui/checkbox.tsx'
import { tabStop } from './row-position.ts'
import { shortText, stateText } from '#features/images/rules/state-words.ts'
import type { GridActions } from './grid-actions.ts'
import type { Cell, ReleaseRow } from '#features/images/rules/model.ts'

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

/** One image: its box and its state in a word. A combination that does not exist has no box. */
export function ImageCell({ line, column, col, arch, cell, row, name, actions }: Props) {
  if (!cell)
    return (
      <div role="gridcell" className="grid__arch is-empty" data-arch={arch} {...tabStop(line, column, col)} />
    )
  const text = shortText(cell.state)
  const className = `grid__arch is-${cell.state.kind}${cell.changed ? ' is-changed' : ''}`
  if (!row.selectable || (!cell.offer && !cell.selected))
    return (
      <div role="gridcell" className={className} data-arch={arch} {...tabStop(line, column, col)}>
        {text}
      </div>
    )
  const locked = actions.readOnlyReason ?? (cell.selected ? cell.locked : null)
  return (
    <div role="gridcell" className={className} data-arch={arch} title={locked ?? (cell.also || undefined)}>
      <Checkbox
        {...tabStop(line, column, col)}
        label={`${name} ${arch}`}
        description={describe(cell, row)}
        checked={cell.selected}
        lockedBecause={locked}
        onLocked={actions.explain}
        onChange={(on) => actions.select([{ row, arches: [arch] }], on)}
      />
      {text}
    </div>
  )
}

/** The state in words, and other influences: a disabled source, or another source that MAAS imports it from. */
function describe({ state, also }: Cell, { sourceDisabled }: ReleaseRow): string {
  const more = [sourceDisabled ? 'The source is disabled.' : '', also].filter((text) => text !== '')
  return more.length === 0 ? stateText(state) : `${stateText(state)}. ${more.join(' ')}`
}

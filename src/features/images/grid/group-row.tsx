import { Checkbox } from '#ui/checkbox.tsx'
import { positionAttributes, tabStop, type RowPosition } from './row-position.ts'
import { archTargets, groupTargets, checkedOf, type Target } from '#features/images/table/row-selection.ts'
import type { GridActions } from './grid-actions.ts'
import type { Group } from '#features/images/rules/model.ts'

type Props = RowPosition & {
  line: number
  col: number | null
  group: Group
  open: boolean
  arches: readonly string[]
  actions: GridActions
}

/** The head row of an OS, with boxes for all of its images and for one architecture of its LTS releases. */
export function GroupRow({ measure, index, top, line, col, group, open, arches, actions }: Props) {
  const lts = group.rows.some((row) => row.lts)
  const all = groupTargets(group)
  const box = (label: string, targets: Target[], column: number) => (
    <Checkbox
      {...tabStop(line, column, col)}
      label={label}
      title={label}
      checked={checkedOf(targets)}
      lockedBecause={actions.readOnlyReason}
      onLocked={actions.explain}
      onChange={(on) => actions.select(targets, on)}
    />
  )
  return (
    <div role="row" {...positionAttributes({ measure, index, top })} className="grid__row grid__group">
      <div role="gridcell" className="grid__check" {...(all.length === 0 ? tabStop(line, 0, col) : {})}>
        {all.length > 0 && box(`All ${group.title} images shown`, all, 0)}
      </div>
      <div role="rowheader" className="grid__title">
        {group.kind === 'along' ? (
          <button
            type="button"
            className={`grid__open fold-arrow${open ? ' is-open' : ''}`}
            aria-expanded={open}
            {...tabStop(line, 1, col)}
            onClick={() => actions.toggle(group.id)}
          >
            {group.title}
          </button>
        ) : (
          <span className="grid__group-title" {...tabStop(line, 1, col)}>
            {group.title}
          </span>
        )}
      </div>
      <div role="gridcell" className="grid__support" {...tabStop(line, 2, col)}>
        {group.kind === 'along' ? 'Downloaded automatically with every image.' : countOf(group)}
      </div>
      {arches.map((arch, index) => {
        const targets = archTargets(group, arch)
        const column = 3 + index
        return (
          <div
            key={arch}
            role="gridcell"
            className={`grid__arch${targets.length === 0 ? ' is-empty' : ''}`}
            data-arch={arch}
            {...(targets.length === 0 ? tabStop(line, column, col) : {})}
          >
            {targets.length > 0 &&
              box(`${arch} of all ${group.title} ${lts ? 'LTS releases' : 'releases'}`, targets, column)}
            {targets.length > 0 && lts && (
              <span className="grid__note" aria-hidden="true">
                LTS
              </span>
            )}
          </div>
        )
      })}
      <div role="gridcell" className="grid__size" {...tabStop(line, 3 + arches.length, col)} />
      <div role="gridcell" className="grid__state" {...tabStop(line, 4 + arches.length, col)} />
    </div>
  )
}

const countOf = ({ rows }: Group) => (rows.length === 1 ? '1 release' : `${rows.length} releases`)

import type { Table } from '#features/images/rules/model.ts'
import { countRows } from '#features/images/table/view.ts'

type Props = {
  table: Table
  visible: Table
  /** The number of releases that are hidden only because their support has ended. */
  ended: number
  filtered: boolean
  onShowEnded: () => void
  onClear: () => void
}

/** The number of releases that the filters show, and the way back to the others. */
export function ToolbarCount({ table, visible, ended, filtered, onShowEnded, onClear }: Props) {
  return (
    <p className="toolbar__count" role="status">
      {filtered ? `${countRows(visible)} of ${countRows(table)} releases` : `${countRows(table)} releases`}
      {ended > 0 && (
        <>
          {`, ${ended} ended ${ended === 1 ? 'release is' : 'releases are'} hidden`}
          <button type="button" className="p-button--link toolbar__clear" onClick={onShowEnded}>
            Show ended releases
          </button>
        </>
      )}
      {filtered && (
        <button type="button" className="p-button--link toolbar__clear" onClick={onClear}>
          Clear filters
        </button>
      )}
    </p>
  )
}

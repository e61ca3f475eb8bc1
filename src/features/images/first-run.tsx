import { Notice } from '#ui/notice.tsx'
import type { GridActions } from './grid-actions.ts'
import type { ReleaseRow, Table } from './model.ts'

/** A region that selects nothing yet: say what to do, and offer the usual start. */
export function FirstRun({ table, actions }: { table: Table; actions: GridActions }) {
  const start = usualStart(table)
  return (
    <Notice
      tone="information"
      title="No images are selected yet"
      actions={
        start && (
          <button
            type="button"
            className="p-button is-dense"
            aria-disabled={actions.writesOff !== null || undefined}
            title={actions.writesOff ?? undefined}
            onClick={() => actions.tick([{ row: start, arches: ['amd64'] }], true)}
          >
            Select Ubuntu {start.title} for amd64
          </button>
        )
      }
    >
      Machines cannot be commissioned or deployed without an image. Tick what this region shall hold, then
      save the selection: MAAS downloads it and keeps it up to date.
    </Notice>
  )
}

/** The newest Ubuntu LTS on amd64, as MAAS itself would choose. */
function usualStart(table: Table): ReleaseRow | undefined {
  return table.groups
    .flatMap((group) => group.rows)
    .find((row) => row.os === 'ubuntu' && row.lts && row.cells.some((c) => c.arch === 'amd64' && c.offer))
}

import { Notice } from '#ui/notice.tsx'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import type { ReleaseRow, Table } from '#features/images/rules/model.ts'

type Props = { table: Table; actions: GridActions; commissioningRelease: string }

/** A region that selects nothing yet: say what to do, and offer the usual start. */
export function FirstRun({ table, actions, commissioningRelease }: Props) {
  const start = usualStart(table, commissioningRelease)
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

/** What machines are commissioned with, else the newest LTS: on amd64, as MAAS itself would choose. */
function usualStart(table: Table, commissioningRelease: string): ReleaseRow | undefined {
  const rows = table.groups
    .flatMap((group) => group.rows)
    .filter((row) => row.os === 'ubuntu' && row.cells.some((c) => c.arch === 'amd64' && c.offer))
  return rows.find((row) => row.release === commissioningRelease) ?? rows.find((row) => row.lts)
}

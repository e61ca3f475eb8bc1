import { Notice } from '#ui/notice.tsx'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import type { ReleaseRow, Table } from '#features/images/rules/model.ts'

type Props = { table: Table; actions: GridActions; commissioningRelease: string }

/** Shown while the region has no selection: says what to do, and offers the usual first image. */
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
            aria-disabled={actions.readOnlyReason !== null || undefined}
            title={actions.readOnlyReason ?? undefined}
            onClick={() => actions.select([{ row: start, arches: ['amd64'] }], true)}
          >
            Select Ubuntu {start.title} for amd64
          </button>
        )
      }
    >
      Machines cannot be commissioned or deployed without an image. Select the images that this region needs,
      then save the selection. MAAS downloads them and keeps them up to date.
    </Notice>
  )
}

/** The commissioning release, or else the newest LTS, on amd64. */
function usualStart(table: Table, commissioningRelease: string): ReleaseRow | undefined {
  const rows = table.groups
    .flatMap((group) => group.rows)
    .filter((row) => row.os === 'ubuntu' && row.cells.some((c) => c.arch === 'amd64' && c.offer))
  return rows.find((row) => row.release === commissioningRelease) ?? rows.find((row) => row.lts)
}

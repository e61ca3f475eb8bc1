import type { Cell, Group, ReleaseRow, Table } from '#features/images/rules/model.ts'
import { isArriving } from '#features/images/rules/state-words.ts'
import { imageKey } from '#selections/keys.ts'

/** An image that the running import downloads. */
export type InQueue = {
  /** imageKey */
  readonly key: string
  /** "Ubuntu 24.04 LTS amd64" */
  readonly name: string
  readonly state: 'downloading' | 'stalled' | 'queued' | 'update' | 'older'
  readonly done: number
  readonly bytes: number
  /** When a byte was last seen to arrive, ms; null: some time ago, or not known. */
  readonly since: number | null
}

type Line = { readonly group: Group; readonly row: ReleaseRow; readonly cell: Cell }

/**
 * The images of the running import in the order in which MAAS downloads them: bootloaders first, then by name and
 * architecture. Those of which a part has arrived come before those that wait.
 * @param importing whether an import is running that downloads updates, too
 */
export function queueOf(table: Table, importing: boolean): readonly InQueue[] {
  return (
    table.groups
      .flatMap((group) => group.rows.flatMap((row) => row.cells.map((cell): Line => ({ group, row, cell }))))
      .flatMap((line) => {
        const state = stateIn(line, importing)
        return state === null ? [] : [{ ...line, state }]
      })
      .sort(asMaas)
      .map(({ group, row, cell, state }) => ({
        key: imageKey(row.os, row.release, cell.arch),
        name: `${group.kind === 'os' ? `${group.title} ` : ''}${row.title} ${cell.arch}`,
        state,
        since: cell.state.kind === 'stalled' ? cell.state.since : null,
        ...(isArriving(cell.state)
          ? { done: cell.state.done, bytes: cell.state.bytes }
          : { done: 0, bytes: cell.bytes }),
      }))
      // two sources can select the same image
      .filter(({ key }, index, all) => all.findIndex((one) => one.key === key) === index)
  )
}

function stateIn({ cell: { state } }: Line, importing: boolean): InQueue['state'] | null {
  if (state.kind === 'downloading' || state.kind === 'stalled') return state.kind
  if (state.kind === 'queued' && state.importing) return 'queued'
  return (state.kind === 'update' || state.kind === 'older') && importing ? state.kind : null
}

const nameOf = ({ row, cell }: Line): string => `${row.os}/${row.release}/${cell.arch}`

const asMaas = (a: Line, b: Line): number =>
  Number(isArriving(b.cell.state)) - Number(isArriving(a.cell.state)) ||
  Number(b.group.kind === 'along') - Number(a.group.kind === 'along') ||
  (nameOf(a) < nameOf(b) ? -1 : Number(nameOf(a) > nameOf(b)))

import type { Group, ReleaseRow, Table } from '#features/images/rules/model.ts'
import type { ReleaseKey } from '#selections/keys.ts'

/** What the grid draws, one below the other. `line` counts what arrow keys stop at; details are no stop. */
export type GridLine =
  | { kind: 'group'; key: string; line: number; group: Group; open: boolean }
  | { kind: 'release'; key: ReleaseKey; line: number; group: Group; row: ReleaseRow; open: boolean }
  | { kind: 'detail'; key: string; row: ReleaseRow }

/** Flattens groups, rows and the details of opened rows. The group that comes along by itself starts closed. */
export function gridLines(table: Table, open: readonly string[]): GridLine[] {
  const lines: GridLine[] = []
  const opened = new Set(open)
  let line = 0
  for (const group of table.groups) {
    const groupOpen = group.kind !== 'along' || opened.has(group.id)
    lines.push({ kind: 'group', key: `group ${group.id}`, line: line++, group, open: groupOpen })
    if (!groupOpen) continue
    for (const row of group.rows) {
      const rowOpen = opened.has(row.key)
      lines.push({ kind: 'release', key: row.key, line: line++, group, row, open: rowOpen })
      if (rowOpen) lines.push({ kind: 'detail', key: `detail ${row.key}`, row })
    }
  }
  return lines
}

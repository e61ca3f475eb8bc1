import type { Group, ReleaseRow, Table } from '#features/images/rules/model.ts'
import type { ReleaseKey } from '#selections/keys.ts'

/** The lines of the grid, from top to bottom. `line` counts the lines that arrow keys stop at; they skip details. */
export type GridLine =
  | { kind: 'group'; key: string; line: number; group: Group; open: boolean }
  | { kind: 'release'; key: ReleaseKey; line: number; group: Group; row: ReleaseRow; open: boolean }
  | { kind: 'detail'; key: string; row: ReleaseRow }

/** Flattens groups, rows and the details of open rows. The group of bootloaders starts closed. */
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

import type { Cell, Group, ReleaseRow } from '#features/images/rules/model.ts'

export type Target = { readonly row: ReleaseRow; readonly arches: readonly string[] }

const canBeSelected = (cell: Cell) => cell.offer !== null || cell.selected

/** All boxes of a row. */
export const rowTargets = (row: ReleaseRow): Target[] =>
  row.selectable ? [{ row, arches: row.cells.filter(canBeSelected).map((cell) => cell.arch) }] : []

/** All boxes of a group. */
export const groupTargets = (group: Group): Target[] => group.rows.flatMap(rowTargets)

/** One architecture of a group: of its LTS releases where the group has any, else of all. */
export function archTargets(group: Group, arch: string): Target[] {
  const lts = group.rows.some((row) => row.lts)
  return group.rows
    .filter((row) => row.selectable && (!lts || row.lts))
    .filter((row) => row.cells.some((cell) => cell.arch === arch && canBeSelected(cell)))
    .map((row) => ({ row, arches: [arch] }))
}

/** true: all selected, false: none, 'mixed': some. */
export function checkedOf(targets: readonly Target[]): boolean | 'mixed' {
  let selected = 0
  let all = 0
  for (const { row, arches } of targets) {
    for (const cell of row.cells) {
      if (!arches.includes(cell.arch)) continue
      all++
      if (cell.selected) selected++
    }
  }
  return selected === 0 ? false : selected === all ? true : 'mixed'
}

/**
 * The boxes that may be cleared: the commissioning release must keep one box, amd64 if it is selected. `because` is
 * the reason; null if all may be cleared.
 */
export function sparing(targets: readonly Target[]): { targets: Target[]; because: string | null } {
  let because: string | null = null
  const left = targets.map(({ row, arches }) => {
    const selected = row.cells.filter((cell) => cell.selected).map((cell) => cell.arch)
    if (row.mustStay === null || selected.length === 0 || selected.some((arch) => !arches.includes(arch)))
      return { row, arches }
    because = row.mustStay
    const stays = selected.includes('amd64') ? 'amd64' : selected[0]
    return { row, arches: arches.filter((arch) => arch !== stays) }
  })
  return { targets: left, because }
}

/**
 * The architectures that a selection of this release may contain: those that the source offers, or all if that is not
 * known.
 */
export function offeredArches(row: ReleaseRow): string[] {
  const offered = row.cells.filter((cell) => cell.offer !== null)
  return (offered.length > 0 ? offered : row.cells).map((cell) => cell.arch)
}

/**
 * The message about images that a change would remove, because MAAS rejects selections with images that the source no
 * longer offers; null: there are none.
 */
export function lostAtSource(targets: readonly Target[]): string | null {
  const lost = targets.flatMap(({ row }) => {
    const offered = offeredArches(row)
    return row.cells
      .filter((cell) => cell.selected && !offered.includes(cell.arch))
      .map((cell) => `${row.title} ${cell.arch}`)
  })
  if (lost.length === 0) return null
  return `The source no longer offers ${lost.join(', ')}. MAAS rejects a change of this release that keeps it, so saving removes it.`
}

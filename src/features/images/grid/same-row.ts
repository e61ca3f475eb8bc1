import { shallowEqual } from '#lib/shallow-equal.ts'
import type { Cell, ReleaseRow } from '#features/images/rules/model.ts'

/** Whether two rows look and behave the same. Every table is a new one, but most of its rows are unchanged. */
export function sameRow(a: ReleaseRow, b: ReleaseRow): boolean {
  if (a === b) return true
  const { cells: oldCells, wanted: oldWanted, saved: oldSaved, ...old } = a
  const { cells, wanted, saved, ...now } = b
  return (
    shallowEqual(old, now) &&
    sameLists(oldWanted, wanted) &&
    sameLists(oldSaved, saved) &&
    oldCells.length === cells.length &&
    oldCells.every((cell, index) => sameCell(cell, cells[index]))
  )
}

function sameCell(a: Cell, b: Cell | undefined): boolean {
  if (!b) return false
  const { state: oldState, ...old } = a
  const { state, ...now } = b
  return shallowEqual(old, now) && shallowEqual(oldState, state)
}

/** A wanted selection consists of three lists of names. */
const sameLists = (a: ReleaseRow['wanted'], b: ReleaseRow['wanted']): boolean =>
  a === b || (a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b))

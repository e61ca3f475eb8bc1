import type { Target } from '#features/images/table/row-selection.ts'
import type { ReleaseKey } from '#selections/keys.ts'
import type { ImageRow } from './image-rows.ts'
import { type ImageId, keyOf } from './image-id.ts'

/** The boxes that select deleted images again, by the key of their row. */
export type UndoOf = ReadonlyMap<ReleaseKey, Target>

/**
 * The boxes of deleted images, added to those of an earlier run. Only what was selected and is still offered can be
 * selected again; an image that two sources selected gets both.
 */
export function withUndo(before: UndoOf, rows: readonly ImageRow[], deleted: readonly ImageId[]): UndoOf {
  const keys = new Set(deleted.map(keyOf))
  const boxes = new Map(before)
  for (const { key, id, rows: own } of rows) {
    if (!keys.has(key)) continue
    for (const row of own) {
      const cell = row.cells.find(({ arch }) => arch === id.arch)
      if (!cell?.selected || cell.offer === null) continue
      const known = boxes.get(row.key)
      boxes.set(row.key, { row, arches: [...(known?.arches ?? []), id.arch] })
    }
  }
  return boxes
}

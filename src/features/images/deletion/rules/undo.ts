import type { Table } from '#features/images/rules/model.ts'
import type { Target } from '#features/images/table/row-selection.ts'
import { type ImageId, imageIdKey } from './image-id.ts'
import type { ImageRow } from './image-rows.ts'

/** The rows of the table in which an image is selected, and from which it can be downloaded again. */
export const rowsToUndo = ({ id, rows }: Pick<ImageRow, 'id' | 'rows'>): string[] =>
  rows
    .filter(({ cells }) =>
      cells.some(({ arch, selected, offer }) => arch === id.arch && selected && offer !== null),
    )
    .map(({ key }) => key)

type Undone = { readonly id: ImageId; readonly rows: readonly string[] }

/** The boxes that select deleted images again. An image that two sources selected gets both. */
export function undoTargets(images: readonly Undone[], deleted: readonly ImageId[], table: Table): Target[] {
  const gone = new Set(deleted.map(imageIdKey))
  const own = images.filter(({ id }) => gone.has(imageIdKey(id)))
  return table.groups
    .flatMap(({ rows }) => rows)
    .flatMap((row): Target[] => {
      const arches = own
        .filter(({ id, rows }) => rows.includes(row.key) && isOffered(row, id.arch))
        .map(({ id }) => id.arch)
      return arches.length > 0 ? [{ row, arches }] : []
    })
}

const isOffered = ({ cells }: Target['row'], arch: string): boolean =>
  cells.some((cell) => cell.arch === arch && cell.offer !== null)

import type { Table } from '#features/images/rules/model.ts'
import { stateText } from '#features/images/rules/state-words.ts'
import { imageRows } from '#features/images/deletion/rules/image-rows.ts'
import { imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import type { Replacing } from './replacing.ts'

export type ReplacementState =
  /** The selection of the other image has to be saved. */
  | { readonly kind: 'select' }
  /** `text`: the state of the other image, in words. */
  | { readonly kind: 'wait'; readonly text: string }
  /** Someone has cleared the other image. */
  | { readonly kind: 'cleared' }
  /** The other image is complete, so this one can be deleted. */
  | { readonly kind: 'delete' }
  /** The image is deleted, but a selection has to be created again, or an import to start. */
  | { readonly kind: 'finish' }
  /** The region neither holds nor selects the image. */
  | { readonly kind: 'done' }

/** What comes next in a replacement. Unsaved changes of the selection do not count. */
export function replacementState({ gone, by, selected, left }: Replacing, table: Table): ReplacementState {
  const row = imageRows(table).find(({ key }) => key === imageIdKey(gone))
  const isLeft = left !== undefined && (left.lost.length > 0 || left.importOwed)
  if (!row) return { kind: isLeft ? 'finish' : 'done' }
  const cell = table.groups
    .flatMap(({ rows }) => rows)
    .find(
      ({ selectable, sourceId, os, release }) =>
        selectable && sourceId === by.sourceId && os === by.os && release === by.release,
    )
    ?.cells.find(({ arch }) => arch === by.arch)
  const isSaved = cell !== undefined && cell.selected !== cell.changed
  if (!isSaved) return { kind: selected ? 'cleared' : 'select' }
  const { kind } = cell.state
  return kind === 'synced' || kind === 'update' || kind === 'older'
    ? { kind: 'delete' }
    : { kind: 'wait', text: stateText(cell.state) }
}

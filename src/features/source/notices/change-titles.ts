import { sourceLabel } from '#selections/source-name.ts'
import type { Change } from '#features/source/change/change-state.ts'
import type { DoneChange } from '#features/source/change/change-records.ts'
import type { SourceState } from '#features/source/rules/model.ts'

/* What a change of source is called, in its dialog and in the notices about it. */

/** What Undo on the Images page takes back. @param sources of the region as they are now */
export function undoTitle({ from, to }: DoneChange, sources: readonly SourceState[]): string {
  if (!to) return `Undo the deletion of ${sourceLabel({ url: from.spec.url, name: from.extras?.name })}`
  const now = sources.find(({ source }) => source.url === to.url)?.source ?? to
  return `Undo the change ${from.spec.url === to.url ? 'of' : 'to'} ${sourceLabel(now)}`
}

/** The link and the button that lead there, and the button that does it. @param deleted nothing took its place */
export const undoLabel = (deleted: boolean): string => (deleted ? 'Undo deletion' : 'Undo change')

/** A change as it runs, how it ended, or where it was left; it may be of before a reload. */
export function titleOf({ target, before, undoes }: Pick<Change, 'target' | 'before' | 'undoes'>): string {
  const { spec, extras, replaces, back } = target
  const old = before.find(({ source }) => source.id === replaces)?.source
  if (back) return 'Go back to the former source'
  if (!spec) return old ? `Delete ${sourceLabel(old)}` : 'Delete source'
  if (!undoes) return old ? 'Change source' : 'Add source'
  return old
    ? `Undo the change ${old.url === spec.url ? 'of' : 'to'} ${sourceLabel(old)}`
    : `Undo the deletion of ${sourceLabel({ url: spec.url, name: extras?.name })}`
}

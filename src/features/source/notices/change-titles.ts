import { sourceLabel } from '#selections/source-name.ts'
import type { SourceChange } from '#features/source/change/change-state.ts'
import type { DoneChange } from '#features/source/change/change-records.ts'
import type { SourceState } from '#features/source/rules/model.ts'

/* The names of a source change, in its dialog and in the notices about it. */

/**
 * The title of an undo started from the Images page.
 * @param sources of the region as they are now
 */
export function undoTitle({ from, to }: DoneChange, sources: readonly SourceState[]): string {
  if (!to) return `Undo the deletion of ${sourceLabel({ url: from.spec.url, name: from.extras?.name })}`
  const now = sources.find(({ source }) => source.url === to.url)?.source ?? to
  return `Undo the change ${from.spec.url === to.url ? 'of' : 'to'} ${sourceLabel(now)}`
}

/**
 * The label of the link and of the button that start an undo.
 * @param deleted the source was deleted without a replacement
 */
export const undoLabel = (deleted: boolean): string => (deleted ? 'Undo deletion' : 'Undo change')

/** The title of a running, ended or interrupted change, possibly from before a reload. */
export function changeTitle({
  target,
  before,
  undoes,
}: Pick<SourceChange, 'target' | 'before' | 'undoes'>): string {
  const { spec, extras, replaces, back } = target
  const old = before.find(({ source }) => source.id === replaces)?.source
  if (back) return 'Go back to the former source'
  if (!spec) return old ? `Delete ${sourceLabel(old)}` : 'Delete source'
  if (!undoes) return old ? 'Change source' : 'Add source'
  return old
    ? `Undo the change ${old.url === spec.url ? 'of' : 'to'} ${sourceLabel(old)}`
    : `Undo the deletion of ${sourceLabel({ url: spec.url, name: extras?.name })}`
}

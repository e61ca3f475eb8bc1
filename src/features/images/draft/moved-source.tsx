import { useState } from 'react'
import { CommandButton } from '#ui/commands/command-button.tsx'
import { lazyDialog, prefetching } from '#ui/lazy/lazy-part.tsx'
import { Notice } from '#ui/notice.tsx'
import { whatMoved } from './moved-words.ts'
import {
  discardSelected,
  keepSelected,
  movedSources,
  offeredNow,
  type Moved,
} from '#features/images/rules/moved-sources.ts'
import type { Table } from '#features/images/rules/model.ts'
import type { useDraft } from './use-draft.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useSave } from '#features/images/save/use-save.ts'

const MovedDialog = lazyDialog(
  () => import('./moved-dialog.tsx').then((m) => m.MovedDialog),
  ({ onLater }) => onLater,
)

type Props = {
  data: ReturnType<typeof useImages>
  table: Table
  draft: ReturnType<typeof useDraft>
  save: ReturnType<typeof useSave>
}

const NONE: readonly Moved[] = []

/**
 * A notice that the URL or keyring of a source changed while its selection was unsaved. The user can compare, keep or
 * discard the selection. A save detects such a change even before the page does.
 */
export function MovedSource({ data, table, draft, save }: Props) {
  const [comparing, setComparing] = useState(false)
  const live = movedSources(
    draft.draft,
    (data.sources ?? []).map(({ source }) => source),
  )
  const found = save.outcome?.kind === 'moved' ? save.outcome.moved : NONE
  const moved = live.length > 0 ? live : found
  if (moved.length === 0 || save.running) return null

  const offered = offeredNow(data.catalogues)
  const close = () => {
    setComparing(false)
    save.dismiss()
  }
  return (
    <>
      <Notice
        tone="caution"
        title="The boot source of your unsaved selection changed"
        actions={
          <CommandButton
            command="Compare unsaved selection with the changed source"
            {...prefetching(MovedDialog)}
            onClick={() => setComparing(true)}
          >
            Compare
          </CommandButton>
        }
      >
        {moved.map((one) => (
          <p key={one.source.id}>{whatMoved(one)}</p>
        ))}
      </Notice>
      {(comparing || found.length > 0) && (
        <MovedDialog
          moved={moved}
          table={table}
          offered={offered}
          onLater={close}
          onKeep={() => {
            close()
            draft.change((now) => keepSelected(now, moved, offered))
          }}
          onDiscard={() => {
            close()
            // discarding the whole draft can be undone
            if (discardSelected(draft.draft, moved).size === 0) draft.discard()
            else draft.change((now) => discardSelected(now, moved))
          }}
        />
      )}
    </>
  )
}

import { BusyButton } from '#ui/busy-button.tsx'
import { lazyDialog, prefetching } from '#ui/lazy/lazy-part.tsx'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import { ShowSelectionAs } from './show-as.tsx'
import type { SaveBarState } from './use-save-bar.ts'

export const ReviewDialog = lazyDialog(
  () => import('./review-dialog.tsx').then((m) => m.ReviewDialog),
  ({ onClose }) => onClose,
)

type Props = {
  bar: SaveBarState
  data: ReturnType<typeof useImages>
  draft: ReturnType<typeof useDraft>
  readOnlyReason: string | null
}

/** The buttons of the save bar. */
export function SaveActions({ bar, data, draft, readOnlyReason }: Props) {
  const { dirty, running, owed } = bar
  const isEdited = dirty && !running
  const isAtRest = !dirty && !running
  return (
    <div className="save-bar__actions">
      {bar.lost.reloadButton}
      {isEdited && bar.unread && <BusyButton onClick={bar.retry}>Try again</BusyButton>}
      {isEdited && (
        <BusyButton {...prefetching(ReviewDialog)} onClick={bar.review}>
          Review
        </BusyButton>
      )}
      {isEdited && <ShowSelectionAs data={data} draft={draft.draft} />}
      {isEdited && <BusyButton onClick={bar.discard}>Discard</BusyButton>}
      {(dirty || running || owed) && (
        <BusyButton
          tone="positive"
          busy={running}
          busyLabel="Saving…"
          offBecause={readOnlyReason}
          onClick={bar.saveOrReview}
        >
          {bar.saveLabel}
        </BusyButton>
      )}
      {isAtRest && draft.discarded && <BusyButton onClick={draft.undoDiscard}>Undo</BusyButton>}
      {isAtRest && (owed || bar.saved || bar.failed || draft.discarded) && (
        <BusyButton onClick={bar.dismiss}>Dismiss</BusyButton>
      )}
    </div>
  )
}

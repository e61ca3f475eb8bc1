import { useEffect, useRef } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { StepList } from '#ui/step-list.tsx'
import { groupSteps } from '#selections/step-groups.ts'
import type { DeleteOutcome } from './run/delete-images.ts'
import type { ImageRow } from './rules/image-rows.ts'
import { type ImageId, keyOf } from './rules/image-id.ts'
import type { useDeleteRun } from './use-delete-run.ts'

type Props = {
  deletion: ReturnType<typeof useDeleteRun>
  off: string | null
  /** Selects the deleted images again, as unsaved changes. */
  onUndo: () => void
}

/** The steps of a deletion while it runs, and then what was deleted and what was not. */
export function DeleteResult({ deletion, off, onUndo }: Props) {
  const { running, steps, outcome, requested, run, dismiss, undo } = deletion
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    if (running || outcome) panel.current?.focus({ preventScroll: true })
  }, [running, outcome])
  if (!running && !outcome) return null
  const isOpen =
    outcome !== null && (outcome.left.length > 0 || outcome.lost.length > 0 || outcome.importFailed !== null)
  return (
    <section className="deletion__result" aria-label="Deletion" tabIndex={-1} ref={panel}>
      {(running || isOpen) && <StepList label="Steps of deleting" steps={groupSteps(steps)} />}
      {running && (
        <p role="status">Deleting {requested.length === 1 ? 'the image' : `${requested.length} images`}…</p>
      )}
      {outcome && (
        <Notice
          tone={isOpen ? 'negative' : outcome.refused.length > 0 ? 'caution' : 'positive'}
          title={titleOf(outcome)}
          actions={
            <>
              {isOpen && (
                <BusyButton tone="positive" offBecause={off} onClick={() => void run(requested, outcome)}>
                  Continue
                </BusyButton>
              )}
              {!isOpen && undo.size > 0 && (
                <BusyButton offBecause={off} onClick={onUndo}>
                  Select again
                </BusyButton>
              )}
              <BusyButton onClick={dismiss}>Dismiss</BusyButton>
            </>
          }
        >
          <Reasons title="Not deleted" list={outcome.left} requested={requested} />
          <Reasons title="Cannot be deleted" list={outcome.refused} requested={requested} />
          {outcome.lost.length > 0 && (
            <p>
              MAAS has deleted the selection of{' '}
              {outcome.lost.map(({ id }) => `${id.os} ${id.release}`).join(', ')}, and it could not be created
              again. Choose Continue. It is also kept as an unsaved change.
            </p>
          )}
          {outcome.importFailed !== null && <p>The import did not start. {outcome.importFailed}</p>}
        </Notice>
      )}
    </section>
  )
}

function titleOf({ deleted, left, refused }: DeleteOutcome): string {
  const all = deleted.length + left.length + refused.length
  if (left.length === 0 && refused.length === 0) return all === 1 ? 'Image deleted' : `${all} images deleted`
  return `${deleted.length} of ${all} images deleted`
}

type ReasonsProps = { title: string; list: DeleteOutcome['left']; requested: readonly ImageRow[] }

function Reasons({ title, list, requested }: ReasonsProps) {
  if (list.length === 0) return null
  const nameOf = (image: ImageId) => requested.find(({ key }) => key === keyOf(image))?.name ?? image.release
  return (
    <>
      <p>{title}:</p>
      <ul>
        {list.map(({ image, reason }) => (
          <li key={keyOf(image)}>
            <strong>{nameOf(image)}</strong>: {reason}
          </li>
        ))}
      </ul>
    </>
  )
}

import { useEffect, useRef } from 'react'
import { absoluteTime } from '#lib/time.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { LinkedText } from '#ui/linked-text.tsx'
import { Notice } from '#ui/notice.tsx'
import { StepList } from '#ui/step-list.tsx'
import { DEFAULT_IMAGES } from '#selections/commissioning.ts'
import { groupSteps } from '#selections/step-groups.ts'
import type { DeleteOutcome } from '#features/images/deletion/run/delete-images.ts'
import { type ImageId, imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import { type DeletingImage, isOpen } from './deletion-record.ts'
import type { ShownDeletion } from './use-deletions.ts'

type Props = {
  shown: ShownDeletion
  off: string | null
  /** Whether a user has just begun it here. True once. Must not change. */
  takeBegun: (key: string) => boolean
  onContinue: () => void
  /** Selects the deleted images again, as unsaved changes; null: none can be selected again. */
  onUndo: (() => void) | null
  onDismiss: () => void
}

/** The steps of a deletion while it runs, and then what was deleted and what was not, until it is dismissed. */
export function DeleteResult({ shown, off, takeBegun, ...does }: Props) {
  const { key, steps, state, deletion } = shown
  const { outcome, images } = deletion
  const panel = useRef<HTMLElement>(null)
  const before = useRef(state)
  useEffect(() => {
    const hasEnded = before.current === 'running' && state === 'ended'
    before.current = state
    if (hasEnded || (state === 'running' && takeBegun(key))) panel.current?.focus({ preventScroll: true })
  }, [state, takeBegun, key])
  const hasOpen = state === 'ended' && outcome !== null && isOpen(outcome)
  return (
    <section className="deletion__result" aria-label="Deletion" tabIndex={-1} ref={panel}>
      {(state === 'running' || (hasOpen && steps.length > 0)) && (
        <StepList label="Steps of the deletion" steps={groupSteps(steps)} />
      )}
      {state === 'running' && <p role="status">Deleting {countOf(images)}…</p>}
      {state === 'elsewhere' && (
        <p role="status">Another tab of this browser is deleting {countOf(images)}.</p>
      )}
      {state === 'interrupted' && <Interrupted {...{ deletion, off, ...does }} />}
      {state === 'ended' && outcome && <Ended {...{ deletion, outcome, hasOpen, off, ...does }} />}
    </section>
  )
}

const countOf = ({ length }: readonly unknown[]) => (length === 1 ? 'the image' : `${length} images`)

type Parts = Pick<Props, 'off' | 'onContinue' | 'onUndo' | 'onDismiss'> & Pick<ShownDeletion, 'deletion'>

function Interrupted({ deletion, off, onContinue, onDismiss }: Parts) {
  const { images, left, at } = deletion
  return (
    <Notice
      tone="negative"
      title="Deletion not finished"
      actions={
        <>
          <BusyButton tone="positive" offBecause={off} onClick={onContinue}>
            Continue
          </BusyButton>
          <BusyButton title="MAAS keeps what it has now." onClick={onDismiss}>
            Dismiss
          </BusyButton>
        </>
      }
    >
      <p>
        The page was left or reloaded during the deletion that began {absoluteTime(at)}:{' '}
        {images.map(({ name }) => name).join(', ')}. Continue checks what MAAS has, then does the rest.
      </p>
      {left.lost.length > 0 && (
        <p>
          MAAS may have deleted the selection of {namesOf(left.lost)} before it could be created again.
          Without it, MAAS keeps no image of that release. Continue creates it again.
        </p>
      )}
      {left.importOwed && <p>The import that has to follow may not have started. Continue starts it.</p>}
    </Notice>
  )
}

function Ended({
  deletion: { images, at },
  outcome,
  hasOpen,
  off,
  onContinue,
  onUndo,
  onDismiss,
}: Parts & { outcome: DeleteOutcome; hasOpen: boolean }) {
  return (
    <Notice
      tone={hasOpen ? 'negative' : outcome.refused.length > 0 ? 'caution' : 'positive'}
      title={titleOf(outcome, hasOpen)}
      actions={
        <>
          {hasOpen && (
            <BusyButton tone="positive" offBecause={off} onClick={onContinue}>
              Continue
            </BusyButton>
          )}
          {!hasOpen && onUndo && (
            <BusyButton offBecause={off} onClick={onUndo}>
              Select again
            </BusyButton>
          )}
          <BusyButton onClick={onDismiss}>Dismiss</BusyButton>
        </>
      }
    >
      {outcome.deleted.length > 0 && (
        <p>
          Deleted, {absoluteTime(at)}: {outcome.deleted.map((image) => nameOf(image, images)).join(', ')}.
        </p>
      )}
      <Reasons title="Not deleted" list={outcome.left} images={images} />
      <Reasons title="Cannot be deleted" list={outcome.refused} images={images} />
      {outcome.lost.length > 0 && (
        <p>
          MAAS has deleted the selection of {namesOf(outcome.lost)}, and it could not be created again. Choose
          Continue. It is also kept as an unsaved change.
        </p>
      )}
      {outcome.importFailed !== null && <p>The import did not start. {outcome.importFailed}</p>}
    </Notice>
  )
}

const namesOf = (lost: DeleteOutcome['lost']): string =>
  lost.map(({ id }) => `${id.os} ${id.release}`).join(', ')

function titleOf({ deleted, left, refused }: DeleteOutcome, hasOpen: boolean): string {
  const all = deleted.length + left.length + refused.length
  if (left.length > 0 || refused.length > 0) return `${deleted.length} of ${all} images deleted`
  const done = all === 1 ? 'Image deleted' : `${all} images deleted`
  return hasOpen ? `${done}, but some steps are left` : done
}

const nameOf = (image: ImageId, images: readonly DeletingImage[]): string =>
  images.find(({ id }) => imageIdKey(id) === imageIdKey(image))?.name ?? image.release

type ReasonsProps = { title: string; list: DeleteOutcome['left']; images: readonly DeletingImage[] }

function Reasons({ title, list, images }: ReasonsProps) {
  if (list.length === 0) return null
  return (
    <>
      <p>{title}:</p>
      <ul>
        {list.map(({ image, reason }) => (
          <li key={imageIdKey(image)}>
            <strong>{nameOf(image, images)}</strong>: <LinkedText text={reason} {...DEFAULT_IMAGES} />
          </li>
        ))}
      </ul>
    </>
  )
}

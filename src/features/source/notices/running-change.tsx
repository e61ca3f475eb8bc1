import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { regionQuery } from '#api/images.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { Notice } from '#ui/notice.tsx'
import { StepList } from '#ui/step-list.tsx'
import { sourceLabel } from '#selections/source-name.ts'
import { FailedChange } from './change-outcome.tsx'
import { NoImportNotice } from './no-import-notice.tsx'
import { addsOnly } from '#features/source/rules/source-steps.ts'
import { titleOf } from './change-titles.ts'
import { listedSteps } from '#features/source/change/listed-steps.ts'
import { useChange } from '#features/source/change/use-change.ts'

type Props = {
  change: ReturnType<typeof useChange>
  onClose: () => void
  /** Returns to the form with its entries; undefined: there is no form. */
  onEdit?: (() => void) | undefined
}

/** A running or ended change, and how to continue from there. */
export function RunningChange({ change, onClose, onEdit }: Props) {
  const { steps, running, outcome, last } = change
  // how often the user tried to close the dialog while the change was running
  const [tries, setTries] = useState(0)
  const spec = last?.target.spec
  const name = spec && sourceLabel({ url: spec.url, name: last.target.extras?.name })
  const added = last?.target.replaces === null && last.undoes !== true
  // with several sources, images do not all come from this one, and it may be disabled
  const several = (last?.before.length ?? 0) > 1
  // someone else acted first
  const again = onEdit !== undefined && (outcome?.kind === 'changed' || outcome?.kind === 'elsewhere')
  return (
    <Modal
      title={last ? titleOf(last) : 'Change source'}
      // closing would hide the result, and would not stop the change
      onClose={running ? () => setTries(tries + 1) : onClose}
      actions={
        outcome && (
          <>
            {outcome.kind === 'done' && last && addsOnly(last.target) && (
              <Link className="p-button--positive is-dense" to="/images">
                Select images
              </Link>
            )}
            <BusyButton
              tone={outcome.kind === 'done' && !(last && addsOnly(last.target)) ? 'positive' : ''}
              onClick={onClose}
            >
              Close
            </BusyButton>
            {again && (
              <BusyButton tone="positive" onClick={onEdit}>
                Edit source
              </BusyButton>
            )}
          </>
        )
      }
    >
      {steps.length > 0 && <StepList label="Steps of the change" steps={listedSteps(steps)} />}
      {running && <p role="status">The change is running. Keep this page open.</p>}
      {running && tries > 0 && (
        // a new key for each try, so that screen readers announce it again
        <p role="alert" key={tries} ref={show}>
          This dialog stays open until the change ends. Closing it would not stop the change.
        </p>
      )}
      {outcome?.kind === 'done' && (
        <Notice
          tone="positive"
          title={
            !name
              ? 'The source is deleted'
              : added
                ? `${name} is added`
                : several
                  ? `${name} is changed`
                  : `Images come from ${name} now`
          }
        >
          {last && addsOnly(last.target)
            ? 'Nothing is selected from it yet, so no import was started. Select its images on the Images page.'
            : 'Import started. The Images page shows its progress.'}
          {!added && last?.undoes !== true && ' The change can be undone there.'}
          {last?.lost &&
            last.lost.length > 0 &&
            ` The source does not offer ${last.lost.join(', ')} any more.`}
        </Notice>
      )}
      {outcome?.kind === 'done' && change.ended && last?.target.spec && (
        <NoImportNotice {...change.ended} keyringFilename={last.target.spec.keyring_filename} />
      )}
      {outcome?.kind === 'changed' && (
        <Notice tone="caution" title="Someone else changed the sources or the selection">
          Nothing was written.{' '}
          {again
            ? 'Your entries are kept. Choose Edit source to compare them with the current state.'
            : 'Close this dialog, check the current state, and start again.'}
          {outcome.importEnded && ' The running import was stopped. Start it again on the Images page.'}
        </Notice>
      )}
      {outcome?.kind === 'elsewhere' && (
        <Notice tone="caution" title="Another tab of this browser is changing the source">
          Nothing was changed from this tab. When the other tab is done,{' '}
          {again
            ? 'choose Edit source. Your entries are kept.'
            : 'close this dialog, check the current state, and start again.'}
        </Notice>
      )}
      {outcome?.kind === 'failed' && last && (
        <FailedChange
          outcome={outcome}
          actions={
            <>
              <BusyButton
                tone="positive"
                onClick={() =>
                  void change.run({ ...last, resumes: last.resumes || outcome.progress !== 'old' })
                }
              >
                {outcome.progress === 'old' ? 'Try again' : 'Finish the change'}
              </BusyButton>
              {outcome.progress === 'old' && onEdit && <BusyButton onClick={onEdit}>Edit source</BusyButton>}
              {outcome.progress !== 'old' && (
                <BusyButton onClick={() => void change.goBack(last)}>Go back</BusyButton>
              )}
            </>
          }
        />
      )}
    </Modal>
  )
}

const show = (element: HTMLElement | null) => element?.scrollIntoView?.({ block: 'nearest' })

/**
 * Shows a change whose dialog was closed by Back, until its result is closed. The next user who signs in without write
 * access does not see it.
 */
export function LeftChange() {
  const { data: region } = useQuery(regionQuery())
  const change = useChange()
  if (!region?.user.admin || (!change.running && !change.outcome)) return null
  return <RunningChange change={change} onClose={change.reset} />
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { regionQuery } from '#api/images.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { StepList } from '#ui/step-list.tsx'
import { ChangeResult } from './change-result.tsx'
import { addsOnly } from '#features/source/rules/source-steps.ts'
import { changeTitle } from './change-titles.ts'
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
  // someone else acted first
  const again = onEdit !== undefined && (outcome?.kind === 'changed' || outcome?.kind === 'elsewhere')
  return (
    <Modal
      title={last ? changeTitle(last) : 'Change source'}
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
      <ChangeResult change={change} onEdit={onEdit} />
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

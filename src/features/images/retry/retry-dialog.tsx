import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { StepList } from '#ui/step-list.tsx'
import { STOPPED } from '#features/images/rules/state-words.ts'
import { readOnlyReason } from '#features/images/data/read-only-reason.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { RetryEnd } from './retry-import.ts'
import { useRetry } from './use-retry.ts'

type Props = { data: ReturnType<typeof useImages>; onClose: () => void }

const ENDS: Readonly<Record<RetryEnd, string>> = {
  started: 'Import started.',
  other: 'No other import was started.',
  canceled:
    'Canceled. No import was started. If the request to stop was already sent, the running import still stops.',
  failed: 'The import was not started.',
}

/** Stops an import that stalls, and starts it again; or starts one that has failed. */
export function RetryDialog({ data, onClose }: Props) {
  const { running, steps, end, run, cancel } = useRetry(data)
  const off = readOnlyReason(data)
  const isOver = end === 'started' || end === 'other'
  return (
    <Modal
      title="Retry import"
      description={whatItDoes(data)}
      // a retry that is running is canceled first, and the dialog says what was done
      onClose={running ? cancel : onClose}
      actions={
        <>
          <BusyButton onClick={running ? cancel : onClose}>{running ? 'Cancel' : 'Close'}</BusyButton>
          {!isOver && (
            <BusyButton
              tone="positive"
              busy={running}
              busyLabel="Retrying…"
              offBecause={running ? null : off}
              onClick={run}
            >
              Retry import
            </BusyButton>
          )}
        </>
      }
    >
      {off !== null && !running && <p>{off}</p>}
      {steps.length > 0 && <StepList label="Steps of the retry" steps={steps} />}
      <p role={end === 'failed' ? 'alert' : 'status'}>{running || end === null ? '' : ENDS[end]}</p>
    </Modal>
  )
}

function whatItDoes({ importing, syncsSelections }: Props['data']): string {
  if (!importing) return 'MAAS reads the sources again, and downloads what is missing.'
  return syncsSelections
    ? 'MAAS stops the running import, then starts another one. Completed images are kept; partial downloads are deleted and start over.'
    : `MAAS stops the running import, then starts another one. ${STOPPED}`
}

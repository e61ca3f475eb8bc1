import { useState } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { StepList } from '#ui/step-list.tsx'
import { stopText } from '#api/stop/stop-text.ts'
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
  // the import that it starts changes nothing about what it did
  const [begun, setBegun] = useState('')
  const retry = () => {
    setBegun(whatItDoes(data))
    run()
  }
  return (
    <Modal
      title="Retry import"
      description={running || isOver ? begun : whatItDoes(data)}
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
              onClick={retry}
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

function whatItDoes({ importing, region }: Props['data']): string {
  return importing
    ? `MAAS stops the running import, then starts another one. ${stopText(region.data?.version)}`
    : 'MAAS reads the sources again, and downloads what is missing.'
}

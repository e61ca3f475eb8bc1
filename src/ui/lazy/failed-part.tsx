import { use, useEffect, useState } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { RecoveryContext } from './recovery.ts'

type Reason = 'outdated' | 'unreachable' | 'incomplete'

const TEXT: Record<Reason, string> = {
  outdated:
    'MAAS Images was updated while this page was open. Reload the page to continue with the new version.',
  unreachable: 'The gateway does not answer. Check your connection, then try again.',
  incomplete: 'The gateway did not send a file of this page. Try again, or reload the page.',
}

/** Why a part of the page could not be fetched. null: not known yet. */
function useReason(): Reason | null {
  const { isOutdated } = use(RecoveryContext)
  const [reason, setReason] = useState<Reason | null>(null)
  useEffect(() => {
    let left = false
    const tell = (found: Reason) => {
      if (!left) setReason(found)
    }
    isOutdated().then(
      (outdated) => tell(outdated ? 'outdated' : 'incomplete'),
      () => tell('unreachable'),
    )
    return () => {
      left = true
    }
  }, [isOutdated])
  return reason
}

type Failed = { readonly retrying: boolean; readonly retry: () => void }

/** The message and buttons for a part that could not be fetched. */
export function useFailedPart({ retrying, retry }: Failed) {
  const { reload, workKept } = use(RecoveryContext)
  const reason = useReason()
  const reloads = reason === 'outdated' || reason === 'incomplete'
  return {
    message: reason === null ? '' : `${TEXT[reason]} ${workKept}`.trim(),
    actions: reason !== null && (
      <>
        {reloads && (
          <BusyButton tone={reason === 'outdated' ? 'positive' : ''} onClick={reload}>
            Reload page
          </BusyButton>
        )}
        {reason !== 'outdated' && (
          <BusyButton tone="positive" busy={retrying} busyLabel="Loading…" onClick={retry}>
            Try again
          </BusyButton>
        )}
      </>
    ),
  }
}

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

/** Why a part of the page could not be fetched. null: not known yet. @param asked false: nothing has failed */
function useReason(asked: boolean): Reason | null {
  const { isOutdated } = use(RecoveryContext)
  const [reason, setReason] = useState<Reason | null>(null)
  useEffect(() => {
    if (!asked) return undefined
    let left = false
    const show = (found: Reason) => {
      if (!left) setReason(found)
    }
    isOutdated().then(
      (outdated) => show(outdated ? 'outdated' : 'incomplete'),
      () => show('unreachable'),
    )
    return () => {
      left = true
      setReason(null)
    }
  }, [isOutdated, asked])
  return reason
}

type Failed = { readonly retrying: boolean; readonly retry: () => void }

/** The message and buttons for a part that could not be fetched. @param failed null: no part has failed */
export function useFailedPart(failed: Failed | null) {
  const { reload, workKept } = use(RecoveryContext)
  const reason = useReason(failed !== null)
  const reloads = reason === 'outdated' || reason === 'incomplete'
  const reloadButton = reloads && (
    <BusyButton tone={reason === 'outdated' ? 'positive' : ''} onClick={reload}>
      Reload page
    </BusyButton>
  )
  return {
    message: reason === null ? '' : `${TEXT[reason]} ${workKept}`.trim(),
    /** For where another button tries again. */
    reloadButton,
    actions: failed !== null && reason !== null && (
      <>
        {reloadButton}
        {reason !== 'outdated' && (
          <BusyButton tone="positive" busy={failed.retrying} busyLabel="Loading…" onClick={failed.retry}>
            Try again
          </BusyButton>
        )}
      </>
    ),
  }
}

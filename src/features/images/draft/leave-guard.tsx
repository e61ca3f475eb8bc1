import { useEffect, useSyncExternalStore } from 'react'
import { useBlocker } from 'react-router'
import { followStorageProblem, storageProblem } from '#api/store/records.ts'
import { LazyModal } from '#ui/lazy/lazy-modal.ts'

/**
 * Asks before the user leaves the page with an unsaved selection. It is always mounted, because the router needs a
 * moment to register it.
 */
export function LeaveGuard({ unsaved }: { unsaved: boolean }) {
  const blocker = useBlocker(
    ({ nextLocation }) =>
      unsaved && nextLocation.pathname !== '/images' && !nextLocation.pathname.startsWith('/images/'),
  )
  useEffect(() => {
    if (!unsaved) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
  const problem = useSyncExternalStore(followStorageProblem, storageProblem)
  if (blocker.state !== 'blocked') return null
  return (
    <LazyModal
      title="Leave without saving?"
      description={`Your selection is not saved. ${
        problem === null
          ? 'It is kept in this browser, so you can come back to it.'
          : 'It is kept until this tab is closed or reloaded.'
      }`}
      onClose={() => blocker.reset()}
      actions={
        <>
          <button type="button" className="p-button" onClick={() => blocker.reset()}>
            Stay
          </button>
          <button type="button" className="p-button--negative" onClick={() => blocker.proceed()}>
            Leave
          </button>
        </>
      }
    />
  )
}

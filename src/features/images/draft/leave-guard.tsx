import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { lazyDialog } from '#ui/lazy/lazy-part.tsx'

const LeaveDialog = lazyDialog(
  () => import('./leave-dialog.tsx').then((m) => m.LeaveDialog),
  ({ onStay }) => onStay,
)

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
  if (blocker.state !== 'blocked') return null
  return <LeaveDialog onStay={() => blocker.reset()} onLeave={() => blocker.proceed()} />
}

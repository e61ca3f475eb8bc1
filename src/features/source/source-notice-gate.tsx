import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useLocation } from 'react-router'
import { isChanging } from './change-state.ts'
import { isAnythingKept } from './kept-keys.ts'

const SourceNotice = lazy(() => import('./source-notice.tsx').then((m) => ({ default: m.SourceNotice })))

function onOtherTabs(changed: () => void): () => void {
  window.addEventListener('storage', changed)
  return () => window.removeEventListener('storage', changed)
}

/** On the Images page: what there is to tell of a change of source, mostly nothing. */
export function SourceNoticeGate() {
  // looked at again when the dialog of a change closes
  const { pathname, search } = useLocation()
  // another tab may begin one while this one rests
  const kept = useSyncExternalStore(onOtherTabs, isAnythingKept)
  if (pathname.startsWith('/images/source') || !(isChanging() || kept)) return null
  return (
    <Suspense>
      <SourceNotice key={pathname} search={search} />
    </Suspense>
  )
}

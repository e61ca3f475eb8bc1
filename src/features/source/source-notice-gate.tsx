import { lazy, Suspense } from 'react'
import { useLocation } from 'react-router'
import { isChanging } from './change-state.ts'
import { isAnythingKept } from './kept-keys.ts'

const SourceNotice = lazy(() => import('./source-notice.tsx').then((m) => ({ default: m.SourceNotice })))

/** On the Images page: what there is to tell of a change of source, mostly nothing. */
export function SourceNoticeGate() {
  // looked at again when the dialog of a change closes
  const { pathname, search } = useLocation()
  if (pathname.startsWith('/images/source') || !(isChanging() || isAnythingKept())) return null
  return (
    <Suspense>
      <SourceNotice key={pathname} search={search} />
    </Suspense>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import { useLocation } from 'react-router'
import { refreshImages } from '#api/images.ts'
import { isChanging } from './change-state.ts'
import { isAnythingKept, isKeptKey } from './kept-keys.ts'

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
  const client = useQueryClient()
  // here, because the notice goes and comes with what is kept, and would miss a part
  useEffect(() => {
    const follow = ({ key }: StorageEvent) => {
      if (isKeptKey(key)) void refreshImages(client)
    }
    window.addEventListener('storage', follow)
    return () => window.removeEventListener('storage', follow)
  }, [client])
  if (pathname.startsWith('/images/source') || !(isChanging() || kept)) return null
  return (
    <Suspense>
      <SourceNotice key={pathname} search={search} />
    </Suspense>
  )
}

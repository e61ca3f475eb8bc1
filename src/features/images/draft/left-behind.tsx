import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { hasRecords } from '#api/store/records.ts'
import type { LeftProps } from './left-behind-notice.tsx'

const LeftBehindNotice = lazy(() =>
  import('./left-behind-notice.tsx').then((m) => ({ default: m.LeftBehindNotice })),
)

/** What another tab has left behind, where this browser keeps anything at all. */
export function LeftBehind(props: LeftProps) {
  const isAny = useQuery({ queryKey: ['has-records'], queryFn: hasRecords }).data
  return (
    isAny && (
      <Suspense>
        <LeftBehindNotice {...props} />
      </Suspense>
    )
  )
}

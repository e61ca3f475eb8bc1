import { useQuery } from '@tanstack/react-query'
import { hasRecords } from '#api/store/records.ts'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'
import type { LeftProps } from './left-behind-notice.tsx'

const LeftBehindNotice = lazyNotice(() => import('./left-behind-notice.tsx').then((m) => m.LeftBehindNotice))

/** Offers the unsaved work of closed tabs, if this browser stores any records. */
export function LeftBehind(props: LeftProps) {
  const isAny = useQuery({ queryKey: ['has-records'], queryFn: hasRecords }).data
  return isAny && <LeftBehindNotice {...props} />
}

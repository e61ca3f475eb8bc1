import { useSyncExternalStore } from 'react'
import { followStorageProblem, storageProblem } from '#api/store/records.ts'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'

const StorageNotice = lazyNotice(() => import('./storage-notice.tsx').then((m) => m.StorageNotice))

/** The notice that this browser keeps nothing, where that is so. */
export function StorageGate() {
  const problem = useSyncExternalStore(followStorageProblem, storageProblem)
  return problem !== null && <StorageNotice problem={problem} />
}

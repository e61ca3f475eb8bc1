import { REQUESTED_IMPORT, hasNeverBegun } from '#api/activity/requested-import.ts'
import { useRecord } from '#api/store/use-record.ts'
import type { useImages } from '#features/images/data/use-images.ts'

/** Whether MAAS ended the last import that was requested in this browser before it began, without a message. */
export function useNeverBegan({ owner, region, images }: ReturnType<typeof useImages>): boolean {
  const requested = useRecord(REQUESTED_IMPORT, owner)
  if (!requested || !region.data) return false
  return hasNeverBegun(requested, {
    version: region.data.version,
    importing: images.data?.importing,
    lastStarted: region.data.sync.lastStarted,
    readAt: Math.min(region.dataUpdatedAt, images.dataUpdatedAt),
  })
}

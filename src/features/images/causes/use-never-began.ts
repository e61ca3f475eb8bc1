import { ASKED_IMPORT, hasNeverBegun } from '#api/activity/asked-import.ts'
import { useRecord } from '#api/store/use-record.ts'
import type { useImages } from '#features/images/data/use-images.ts'

/** Whether MAAS ended the last import that was requested in this browser before it began, without a message. */
export function useNeverBegan({ owner, region, images }: ReturnType<typeof useImages>): boolean {
  const asked = useRecord(ASKED_IMPORT, owner)
  if (!asked || !region.data) return false
  return hasNeverBegun(asked, {
    version: region.data.version,
    importing: images.data?.importing,
    lastStarted: region.data.sync.lastStarted,
    readAt: Math.min(region.dataUpdatedAt, images.dataUpdatedAt),
  })
}

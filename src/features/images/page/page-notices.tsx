import { messageOf } from '#api/client.ts'
import { Notice } from '#ui/notice.tsx'
import { clockTime, relativeTime } from '#lib/time.ts'
import { regionGone } from '#features/images/data/region-gone.ts'
import { TryAgain } from './try-again.tsx'
import type { useImages } from '#features/images/data/use-images.ts'

type Data = ReturnType<typeof useImages>

/** Notices about the whole page: the region does not answer, or shows this user only a part. */
export function PageNotices({ data }: { data: Data }) {
  const { region, images } = data
  const gone = region.error ?? images.error
  return (
    <>
      {gone && (
        <Notice tone="negative" title={regionGone(gone).title} actions={<TryAgain data={data} />}>
          {messageOf(gone)} This page shows the state of {clockTime(images.dataUpdatedAt)} (
          {relativeTime(images.dataUpdatedAt, Math.max(images.errorUpdatedAt, region.errorUpdatedAt))}) and
          keeps trying.
        </Notice>
      )}
      {region.data && !region.data.user.admin && (
        <Notice tone="information" title="Read-only access">
          {region.data.user.username} is not an administrator. MAAS shows boot sources and selections to
          administrators only, so this page shows only the images that the region holds.
        </Notice>
      )}
    </>
  )
}

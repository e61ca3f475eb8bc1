import { messageOf } from '#api/client.ts'
import { GOES_ON } from '#api/stop/stop-text.ts'
import { Notice } from '#ui/notice.tsx'
import type { useAutoSync } from './use-auto-sync.ts'
import type { useImport } from './use-import.ts'

type Props = { order: ReturnType<typeof useImport>; sync: ReturnType<typeof useAutoSync> }

/** What went wrong with the last click in the header. */
export function HeaderNotices({ order, sync }: Props) {
  const failed = order.startError ?? order.stopError ?? sync.error
  const titleOf = (error: Error) => {
    if (error === sync.error) return 'Could not change automatic sync'
    return error === order.stopError ? 'Could not stop the import' : 'Could not start the import'
  }
  return (
    <>
      {order.late && (
        <Notice tone="caution" title="MAAS has not stopped the import">
          MAAS accepted the request more than two minutes ago and still reports a running import. Try again,
          or check the log of the MAAS region.
        </Notice>
      )}
      {order.goesOn && (
        <Notice tone="caution" title="MAAS ignores the stop: the import continues">
          {GOES_ON}
        </Notice>
      )}
      {order.overtaken && (
        <Notice tone="caution" title="An import is running">
          It began after you chose Stop import, or MAAS was still reading its sources and ignored the request.
          Stop it again if you do not want it.
        </Notice>
      )}
      {failed && (
        <Notice
          tone="negative"
          title={titleOf(failed)}
          onDismiss={() => {
            order.reset()
            sync.reset()
          }}
        >
          {messageOf(failed)}
        </Notice>
      )}
    </>
  )
}

import { messageOf } from '#api/client.ts'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'
import { Notice } from '#ui/notice.tsx'
import type { useAutoSync } from './use-auto-sync.ts'
import type { useImport } from './use-import.ts'

const StopNotices = lazyNotice(() => import('./stop-notices.tsx').then((m) => m.StopNotices))

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
      {(order.late || order.goesOn || order.overtaken) && <StopNotices order={order} />}
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

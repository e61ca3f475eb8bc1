import { Notice } from '#ui/notice.tsx'
import type { useImport } from './use-import.ts'

/** What an import does that ignores a stop (finalize, cancel_finalize of 3.5 to 3.7). */
const GOES_ON =
  'Images still arrive, although this page has repeated the request. MAAS ignores all requests to stop an import if one comes while it removes images, just before the downloads. The import downloads everything that it has to, and does not import what is saved meanwhile: start another import when it has ended.'

type Props = { order: Pick<ReturnType<typeof useImport>, 'late' | 'goesOn' | 'overtaken'> }

/** Why an import still runs after a stop. */
export function StopNotices({ order }: Props) {
  return (
    <>
      {order.late && (
        <Notice tone="caution" title="MAAS has not stopped the import">
          MAAS accepted the request to stop it more than two minutes ago and still reports a running import.
          Try again, or check the log of the MAAS region.
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
    </>
  )
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { MirrorOrder } from '#selections/wanted.ts'
import { mirrorContentsQuery } from '#api/mirror.ts'
import { messageOf } from '#api/client.ts'
import type { SourceSpec } from '#api/sources.ts'
import { formatBytes } from '#lib/bytes.ts'
import { reportedText } from '#streams/mirror/contents.ts'
import { Notice } from '#ui/notice.tsx'
import { useDebounced } from './use-debounced.ts'

/** Each change makes the gateway read the source, so the page waits until the person has stopped typing. */
const DEBOUNCE_MS = 500

type Props = { upstream: SourceSpec; name: string; order: MirrorOrder }

/** How much a mirror holds, what sstream-mirror says about it, and what new versions add. */
export function MirrorSize({ upstream, name, order }: Props) {
  const { debounced, isCurrent } = useDebounced(order, DEBOUNCE_MS)
  const { data, error, isFetching } = useQuery({
    ...mirrorContentsQuery(upstream, debounced),
    placeholderData: keepPreviousData,
  })
  const isReading = isFetching || !isCurrent
  if (error && !isReading) {
    return (
      <Notice tone="caution" title={`Could not read what ${name} lists`}>
        {messageOf(error)} The commands are still correct; only the size is not known.
      </Notice>
    )
  }
  const reading = isReading && <p role="status">Reading what {name} lists…</p>
  if (!data) return reading
  return (
    <>
      {reading}
      <dl className="facts">
        <dt>On disk</dt>
        <dd>
          {formatBytes(data.bytes)} in {data.files} {data.files === 1 ? 'file' : 'files'}; files that kernels
          share are stored once
        </dd>
        <dt>sstream-mirror reports</dt>
        <dd>
          {data.reported.map(reportedText).join(', then ')}: it counts shared files once per kernel, and in
          units of 1,048,576 bytes
        </dd>
        <dt>New versions</dt>
        <dd>
          {data.perDay > 0
            ? `about ${formatBytes(data.perDay)} per day on average, judged by the listed versions`
            : 'not known: the source lists only one version of each image'}
        </dd>
      </dl>
      {data.missing.length > 0 && (
        <Notice tone="caution" title={`${name} does not list some of these images`}>
          {data.missing.join(', ')}
        </Notice>
      )}
    </>
  )
}

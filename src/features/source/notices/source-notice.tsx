import { useQuery } from '@tanstack/react-query'
import { regionQuery } from '#api/images.ts'
import { ownerOf, removeRecord, writeRecord } from '#api/store/records.ts'
import { useRecord } from '#api/store/use-record.ts'
import { sourceName } from '#selections/source-name.ts'
import { Notice } from '#ui/notice.tsx'
import { DoneNotice } from './done-notice.tsx'
import { halfWayOf } from './half-way.ts'
import { HalfWayNotice } from './half-way-notice.tsx'
import { DONE_CHANGE, LEFT_AS_IT_IS, PENDING_CHANGE } from '#features/source/change/change-records.ts'
import { isChangingElsewhere } from '#features/source/change/other-tabs.ts'
import { PendingNotice } from './pending-notice.tsx'
import { RunningChange } from './running-change.tsx'
import { useChange } from '#features/source/change/use-change.ts'

/**
 * On the Images page: a source change that was not completed, recorded by this browser or visible only in the region,
 * or the last completed change, which can be undone.
 */
export function SourceNotice({ search }: { search: string }) {
  const { data: region } = useQuery(regionQuery())
  const owner = region ? ownerOf(region) : null
  const pending = useRecord(PENDING_CHANGE, owner)
  const done = useRecord(DONE_CHANGE, owner)
  const left = useRecord(LEFT_AS_IT_IS, owner)
  const change = useChange()
  const sources = region?.user.admin ? region.sources : null
  const looks = sources && region && pending === null ? halfWayOf(sources, region.version) : null
  const found = looks && left !== undefined && left !== looks.id ? looks : null
  const elsewhere = useQuery({
    queryKey: ['change-elsewhere', pending?.at ?? found?.id],
    queryFn: isChangingElsewhere,
    enabled: Boolean(pending ?? found) && !change.running,
    refetchInterval: ({ state }) => (state.data === true ? 2_000 : false),
  }).data

  if (!sources || !owner) return null
  if (change.running || change.outcome) return <RunningChange change={change} onClose={change.reset} />
  if (pending === undefined || done === undefined || left === undefined) return null
  if ((pending || found) && elsewhere === undefined) return null
  if (pending && elsewhere) {
    return (
      <Notice tone="information" title="Another tab of this browser is changing the source">
        {pending.target.spec && `It changes to ${sourceName(pending.target.spec.url)}. `}Leave that tab open
        until it is done.
      </Notice>
    )
  }
  if (pending) {
    const order = { ...pending, resumes: true }
    return (
      <PendingNotice
        pending={pending}
        sources={sources}
        onFinish={() => void change.run(order)}
        onGoBack={() => void change.goBack(order)}
        onLeave={() => void removeRecord(PENDING_CHANGE, owner)}
      />
    )
  }
  if (found && !elsewhere) {
    const order = { target: found.target, before: found.before, seen: sources, resumes: true }
    return (
      <HalfWayNotice
        found={found}
        onFinish={() => void change.finishFound(order)}
        onGoBack={() => void change.goBack(order)}
        onLeave={() => void writeRecord(LEFT_AS_IT_IS, owner, found.id)}
      />
    )
  }
  return (
    done && (
      <DoneNotice
        done={done}
        sources={sources}
        search={search}
        onDismiss={() => void removeRecord(DONE_CHANGE, owner)}
      />
    )
  )
}

import { useQuery } from '@tanstack/react-query'
import { ACTIVITY } from '#api/activity/entry.ts'
import { SYNC_RUN } from '#api/activity/sync-changes.ts'
import { messageOf } from '#api/client.ts'
import { regionQuery } from '#api/images.ts'
import { ownerOf } from '#api/store/records.ts'
import { useRecords } from '#api/store/use-record.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { ActivityList } from './activity-list.tsx'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'
import { NotifySwitch } from './notify-switch.tsx'
import { SyncRuns } from './sync-runs.tsx'
import './activity.scss'

const StorageChart = lazyNotice(() =>
  import('#features/activity/storage/storage-chart.tsx').then((m) => m.StorageChart),
)

/** What changed in MAAS, as far as this browser knows. */
export function ActivityPage() {
  const region = useQuery(regionQuery())
  const owner = region.data ? ownerOf(region.data) : null
  const entries = useRecords(ACTIVITY, owner)
  const runs = useRecords(SYNC_RUN, owner)
  return (
    <main id="main" tabIndex={-1} className="images-page activity-page">
      <title>Activity | MAAS</title>
      <header className="page-header">
        <h1 className="p-heading--3">Activity</h1>
        <p>
          This browser records the changes that you make here, and the changes that it sees in MAAS while MAAS
          Images is open. It sends them nowhere, and records no passwords, keys or keyring data.
        </p>
      </header>
      {region.error && !region.data ? (
        <Notice
          tone="negative"
          title="Could not read the region"
          actions={
            <BusyButton busy={region.isFetching} onClick={() => void region.refetch()}>
              Try again
            </BusyButton>
          }
        >
          {messageOf(region.error)}
        </Notice>
      ) : !region.data || !owner || !entries || !runs ? (
        <p role="status">Reading the activity…</p>
      ) : (
        <>
          <NotifySwitch owner={owner} />
          <SyncRuns runs={[...runs.values()]} />
          <StorageChart version={region.data.version} />
          <ActivityList entries={[...entries.values()]} isAdmin={region.data.user.admin} />
        </>
      )}
    </main>
  )
}

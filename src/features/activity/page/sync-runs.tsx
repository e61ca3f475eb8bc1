import { useId } from 'react'
import type { SyncRun } from '#api/activity/sync-changes.ts'
import { formatBytes } from '#lib/bytes.ts'
import { absoluteTime } from '#lib/time.ts'
import { versionsText } from '#features/activity/rules/change-words.ts'
import { syncCsv, syncJson } from '#features/activity/rules/export.ts'
import { ExportButtons } from './export-buttons.tsx'

/** What the last imports changed: versions before and after, and when. */
export function SyncRuns({ runs }: { runs: readonly SyncRun[] }) {
  const heading = useId()
  const newest = runs.toSorted((a, b) => b.until - a.until)
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="p-heading--4">
        Changed images
      </h2>
      {newest.length === 0 ? (
        <p>No import has changed an image since this browser first saw this region.</p>
      ) : (
        <>
          <ExportButtons
            name="images"
            what="the changed images of all listed imports"
            csv={() => syncCsv(newest)}
            json={() => syncJson(newest)}
          />
          {newest.map((run, index) => (
            <Run key={run.since} run={run} isOpen={index === 0} />
          ))}
        </>
      )}
    </section>
  )
}

function Run({ run, isOpen }: { run: SyncRun; isOpen: boolean }) {
  const { started, since, until, changes } = run
  const when =
    started === null
      ? `Between ${absoluteTime(since)} and ${absoluteTime(until)}`
      : `Import of ${absoluteTime(started)}`
  return (
    <details open={isOpen}>
      <summary>
        {when}: {changes.length} {changes.length === 1 ? 'image' : 'images'} changed
      </summary>
      <ul className="activity-list" aria-label={when}>
        {changes.map((change) => (
          <li key={change.image}>
            <strong>{change.title}</strong>
            <span className="activity-list__facts">
              {versionsText(change)}; {formatBytes(change.bytes)}; seen {absoluteTime(change.at)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

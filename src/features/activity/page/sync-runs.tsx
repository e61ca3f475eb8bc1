import { useId } from 'react'
import type { SyncRun } from '#api/activity/sync-changes.ts'
import { formatBytes } from '#lib/bytes.ts'
import { absoluteTime, instant } from '#lib/time.ts'
import { versionsText } from '#features/activity/rules/change-words.ts'
import { syncCsv, syncJson } from '#features/activity/rules/export.ts'
import { ExportButtons } from './export-buttons.tsx'

/** The images that changed, by import: versions before and after, and when. */
export function SyncRuns({ runs }: { runs: readonly SyncRun[] }) {
  const heading = useId()
  const newest = runs.toSorted((a, b) => b.until - a.until)
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="p-heading--4">
        Changed images
      </h2>
      <p>
        Versions before and after each import, and the size of each image. MAAS does not show how much it
        downloaded for an image, because images share files.
      </p>
      {newest.length === 0 ? (
        <p>This browser has not seen an image change in this region yet.</p>
      ) : (
        <>
          <ExportButtons
            name="changed images"
            what="all listed changes of images"
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
  const start = instant(started)
  // an import before the one that began last may have changed them, and so may a person after it
  const when =
    start === null || start > since
      ? `Between ${absoluteTime(since)} and ${absoluteTime(until)}`
      : `Since the import of ${absoluteTime(started)}`
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
              {versionsText(change)}; size {formatBytes(change.bytes)}; seen {absoluteTime(change.at)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

import { Link } from 'react-router'
import { messageOf } from '#api/client.ts'
import type { SourceFill } from '#contract/source-fill.ts'
import { Notice } from '#ui/notice.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { isMirrorComplete } from '#features/mirror/check/report-words.ts'
import { useCheck, type Subject } from '#features/mirror/check/use-check.ts'
import { CheckButtons } from './check-buttons.tsx'
import { CheckRepair } from './check-repair.tsx'
import { CheckReport } from './check-report.tsx'

type Props = {
  /** What the form describes now; null: it is not complete. */
  subject: Subject | null
  upstreamName: string
}

/**
 * Checks a mirror, shows how to repair it, and offers to use it. A report describes what was checked, even if the form
 * has changed.
 */
export function CheckSection({ subject, upstreamName }: Props) {
  const check = useCheck()
  const { report, running, error } = check
  const name = check.subject?.pair.mirror.url ?? ''
  return (
    <section aria-labelledby="check">
      <h2 className="p-heading--4" id="check">
        Check mirror
      </h2>
      <p>
        The gateway reads the lists of the mirror, compares them with {upstreamName}, and requests each file
        without downloading it. It changes nothing.
      </p>
      <CheckButtons
        isRunning={running}
        isStopped={report !== null && !report.done && !running}
        offBecause={subject ? null : 'Complete the form above, and select an image.'}
        onStart={() => subject && check.start(subject)}
        onStop={check.stop}
        onContinue={check.proceed}
      />
      {running && report === null && <p role="status">Reading the lists of {name}…</p>}
      {running && report && (
        <>
          <p>
            {report.checked} of {report.state.checkable} files checked
          </p>
          <ProgressBar done={report.checked} total={report.state.checkable} label="Files checked" />
        </>
      )}
      {error !== null && (
        <Notice tone="negative" title={`Could not check ${name}`}>
          {messageOf(error)}
        </Notice>
      )}
      {report && check.subject && !running && (
        <>
          <CheckReport report={report} upstreamName={check.subject.upstream.label} name={name} />
          <CheckRepair report={report} subject={check.subject} />
          <p>
            <Link
              className={`${isMirrorComplete(report) ? 'p-button--positive' : 'p-button'} is-dense`}
              to="/images/source"
              state={{ fill: fillOf(check.subject) }}
            >
              Use this mirror
            </Link>
          </p>
        </>
      )}
    </section>
  )
}

/** The mirror in place of its source, if the region has that source. */
const fillOf = ({ pair: { mirror }, upstream: { id } }: Subject): SourceFill => ({
  url: mirror.url,
  keyring_filename: mirror.keyring_filename,
  keyring_data: mirror.keyring_data,
  ...(id !== null && { replaces: id }),
})

import { Link } from 'react-router'
import { messageOf } from '#api/client.ts'
import type { MirrorPair } from '#api/mirror.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { findings, isWhole, type Finding } from '#features/mirror/check/report-words.ts'
import type { MirrorReport } from '#features/mirror/check/check-mirror.ts'
import { useCheck } from '#features/mirror/check/use-check.ts'
import { notRepaired, repairScript } from '#features/mirror/rules/repair.ts'
import type { MirrorSettings } from '#features/mirror/rules/settings.ts'
import { CopyBlock } from './copy-block.tsx'

type Props = { pair: MirrorPair | null; settings: MirrorSettings | null; upstreamName: string }

/** Checks a mirror, says how to repair it, and leads to its use. */
export function CheckSection({ pair, settings, upstreamName }: Props) {
  const check = useCheck()
  const { report, running, error } = check
  // what was checked; the form may have changed since
  const name = check.pair?.mirror.url ?? ''
  const isStopped = report !== null && !report.done && !running
  return (
    <section aria-labelledby="check">
      <h2 className="p-heading--4" id="check">
        Check mirror
      </h2>
      <p>
        The gateway reads the lists of the mirror, compares them with {upstreamName}, and requests each file
        without downloading it. It changes nothing.
      </p>
      <p className="mirror-page__buttons">
        <BusyButton
          tone="positive"
          busy={running}
          busyLabel="Checking…"
          offBecause={pair ? null : 'Complete the form above, and select an image.'}
          onClick={() => pair && check.start(pair)}
        >
          Check mirror
        </BusyButton>
        {running && <BusyButton onClick={check.stop}>Stop checking</BusyButton>}
        {isStopped && <BusyButton onClick={check.proceed}>Continue</BusyButton>}
      </p>
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
      {report && !running && <Report report={report} upstreamName={upstreamName} name={name} />}
      {report && check.pair && settings && !running && (
        <Repair report={report} pair={check.pair} settings={settings} />
      )}
      {report && check.pair && !running && (
        <p>
          <Link
            className={`${isWhole(report) ? 'p-button--positive' : 'p-button'} is-dense`}
            to="/images/source"
            state={{ fill: check.pair.mirror }}
          >
            Use this mirror
          </Link>
        </p>
      )}
    </section>
  )
}

function Report({
  report,
  upstreamName,
  name,
}: {
  report: MirrorReport
  upstreamName: string
  name: string
}) {
  const whole = isWhole(report)
  const title = whole
    ? 'The mirror is complete'
    : report.done
      ? 'The mirror needs attention'
      : `Only ${report.checked} of ${report.state.checkable} files were checked`
  return (
    <>
      <Notice tone={whole ? 'positive' : 'caution'} title={title}>
        {name}
      </Notice>
      <ul className="mirror-report" aria-label="Findings">
        {findings(report, upstreamName).map((finding) => (
          <li key={finding.text} className={`is-${finding.tone}`}>
            {SAID[finding.tone]}
            {finding.text}
            <Names of={finding} />
          </li>
        ))}
      </ul>
    </>
  )
}

const SAID: Record<Finding['tone'], string> = { positive: '', caution: 'Attention: ', negative: 'Fault: ' }

const Names = ({ of: { names, text } }: { of: Finding }) =>
  names.length === 0 ? null : (
    <details open={names.length <= 5}>
      <summary>
        Show {names.length === 1 ? 'it' : `all ${names.length}`}
        <span className="u-off-screen">: {text}</span>
      </summary>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  )

function Repair({
  report,
  pair,
  settings,
}: {
  report: MirrorReport
  pair: MirrorPair
  settings: MirrorSettings
}) {
  const needsUpdate = findings(report, '').some(({ update }) => update)
  const script = repairScript(report.bad, pair.upstream, settings)
  const left = notRepaired(report.bad)
  if (!needsUpdate && report.bad.length === 0) return null
  return (
    <>
      <h3 className="p-heading--5">Repair it</h3>
      {needsUpdate && (
        <p>
          Run the commands to download again on the mirror: they bring the newer versions. Then check again.
        </p>
      )}
      {script !== null && (
        <>
          <p>
            sstream-mirror does not replace a file that its records say is there. These commands download the
            files again and compare their checksums. Run them on the mirror.
          </p>
          <CopyBlock name="the commands to repair the mirror" text={script} />
        </>
      )}
      {left > 0 && (
        <p>
          {left} {left === 1 ? 'file is' : 'files are'} not in these commands, because the source does not
          list
          {left === 1 ? ' it' : ' them'} any more or could not be read, or the mirror gave no usable answer.
        </p>
      )}
    </>
  )
}

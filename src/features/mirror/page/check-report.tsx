import { Notice } from '#ui/notice.tsx'
import type { MirrorReport } from '#features/mirror/check/check-mirror.ts'
import { findings, verdictOf, type Finding } from '#features/mirror/check/report-words.ts'

type Props = { report: MirrorReport; upstreamName: string; name: string }

/** What a check has found. */
export function CheckReport({ report, upstreamName, name }: Props) {
  const { tone, text } = verdictOf(report, upstreamName)
  return (
    <>
      <Notice tone={tone} title={text}>
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

const Names = ({ of: { names, noun = 'file', text } }: { of: Finding }) =>
  names.length === 0 ? null : (
    <details open={names.length <= 5}>
      <summary>
        Show {names.length === 1 ? noun : `all ${names.length} ${noun}s`}
        <span className="u-off-screen">: {text}</span>
      </summary>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  )

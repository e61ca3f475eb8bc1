import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { messageOf } from '#api/client.ts'
import { setConfig } from '#api/images.ts'
import { ProxyButton } from '#features/images/causes/proxy-button.tsx'
import { useNeverBegan } from '#features/images/causes/use-never-began.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import { MaasNotifications } from '#features/images/page/maas-notifications.tsx'
import type { Table } from '#features/images/rules/model.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { CommandButton } from '#ui/commands/command-button.tsx'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'
import { LinkedText } from '#ui/linked-text.tsx'
import { DEFAULT_IMAGES } from '#selections/commissioning.ts'
import { Notice } from '#ui/notice.tsx'
import { sourceLabel } from '#selections/source-name.ts'
import type { Check, Fix, PreflightProblem } from './checks.ts'
import { knownOf } from './checks-of.ts'
import { preflightSummary } from './preflight.ts'
import { useChecks } from './use-checks.ts'

const FailureCauses = lazyNotice(() =>
  import('#features/images/causes/import-causes.tsx').then((m) => m.FailureCauses),
)

type Data = ReturnType<typeof useImages>
type Props = { data: Data; table: Table; actions: GridActions; onRetry: () => void }

/** What keeps images from arriving, each with a way to mend it. */
export function PreflightNotices({ data, table, actions, onRetry }: Props) {
  const neverBegan = useNeverBegan(data)
  const checks = useChecks(data, table)
  const { notifications = [], sync } = data.region.data ?? {}
  const mayHaveFailed = neverBegan || notifications.length > 0 || sync?.problems !== undefined
  return (
    <>
      {checks.flatMap(({ id, problems }) =>
        problems.map((problem) => (
          <ProblemNotice
            key={`${id} ${problem.title}`}
            problem={problem}
            data={data}
            table={table}
            actions={actions}
          />
        )),
      )}
      {data.region.data && (
        <MaasNotifications notifications={data.region.data.notifications} known={knownOf(data)} />
      )}
      {!data.importing && mayHaveFailed && <FailureCauses data={data} table={table} onRetry={onRetry} />}
    </>
  )
}

const WORDS: Readonly<Record<Check['state'], string>> = {
  passed: 'Passed',
  problem: 'Needs attention',
  reported: 'Needs attention',
  unknown: 'Not known',
}

/** Everything that was checked, folded. */
export function PreflightList({ data, table }: Pick<Props, 'data' | 'table'>) {
  const checks = useChecks(data, table)
  if (checks.length === 0) return null
  return (
    <details className="preflight">
      <summary>Preflight: {preflightSummary(checks)}</summary>
      <ul aria-label="Preflight checks">
        {checks.map(({ id, title, state, detail, fix }) => (
          <li key={id}>
            <span className={`preflight__state preflight__state--${state}`}>{WORDS[state]}</span>
            <span>{title}</span>
            <span className="preflight__detail">
              {detail}
              {fix?.kind === 'link' && (
                <>
                  {' '}
                  <Link to={fix.to}>{fix.label}</Link>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <ProxyButton data={data} />
    </details>
  )
}

type ProblemProps = Omit<Props, 'onRetry'>

function ProblemNotice({ problem, ...props }: ProblemProps & { problem: PreflightProblem }) {
  const { tone, title, text, reasons, fix } = problem
  return (
    <Notice tone={tone} title={title} actions={fix && <FixButton fix={fix} {...props} />}>
      {reasons ? (
        <>
          <p>{text}</p>
          <Reasons reasons={reasons} />
        </>
      ) : (
        <LinkedText text={text} {...DEFAULT_IMAGES} />
      )}
    </Notice>
  )
}

function Reasons({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 1) return <p>{reasons[0]}</p>
  return (
    <ul aria-label="Reasons">
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  )
}

function FixButton({ fix, data, table, actions }: ProblemProps & { fix: Fix }) {
  const off = actions.readOnlyReason
  if (fix.kind === 'link')
    return (
      <Link className="p-button is-dense" to={fix.to} aria-label={fix.name}>
        {fix.label}
      </Link>
    )
  if (fix.kind === 'sync-on') return <SyncOn off={off} />
  if (fix.kind === 'read-again') {
    const index = data.sources?.findIndex(({ source }) => source.id === fix.sourceId) ?? -1
    const source = data.sources?.[index]?.source
    return (
      <CommandButton
        command={`Read ${source ? sourceLabel(source) : 'the source'} again`}
        onClick={() => void data.catalogueQueries[index]?.refetch()}
      >
        Read source again
      </CommandButton>
    )
  }
  const row = table.groups
    .flatMap(({ rows }) => rows)
    .find(({ os, release, selectable }) => selectable && os === fix.os && release === fix.release)
  return row ? (
    <CommandButton
      command={fix.label}
      offBecause={off}
      onClick={() => actions.select([{ row, arches: [fix.arch] }], true)}
    >
      {fix.label}
    </CommandButton>
  ) : null
}

function SyncOn({ off }: { off: string | null }) {
  const config = useMutation(setConfig(useQueryClient()))
  return (
    <>
      <BusyButton
        busy={config.isPending}
        busyLabel="Switching on…"
        offBecause={off}
        onClick={() => config.mutate({ name: 'boot_images_auto_import', value: true })}
      >
        Switch on automatic sync
      </BusyButton>
      {config.error && <p role="alert">Could not change automatic sync. {messageOf(config.error)}</p>}
    </>
  )
}

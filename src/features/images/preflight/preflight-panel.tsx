import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { messageOf } from '#api/client.ts'
import { setConfig } from '#api/images.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import { MaasNotifications } from '#features/images/page/maas-notifications.tsx'
import { isOutdated } from '#features/images/page/outdated-notification.ts'
import type { Saved, Table } from '#features/images/rules/model.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import type { Check, Fix, Problem } from './checks.ts'
import { preflight, preflightSummary, type PreflightFacts } from './preflight.ts'

type Props = { data: ReturnType<typeof useImages>; table: Table; actions: GridActions }

const NOTHING_SAVED: Saved = new Map()

/** What keeps images from arriving, each with a way to mend it; and, folded, everything that was checked. */
export function PreflightPanel({ data, table, actions }: Props) {
  const { region, images, sources, catalogues, catalogueQueries, list, saved } = data
  const answer = region.data
  const known = {
    commissioningRelease: answer?.config.commissioningRelease ?? '',
    sources,
    saved,
    catalogues,
    images: list,
  }
  const current = answer?.notifications.filter((one) => !isOutdated(one, known)) ?? []
  const facts: PreflightFacts | null = answer
    ? {
        region: answer,
        reads:
          sources?.map(({ source }, index) => {
            const query = catalogueQueries[index]
            return {
              source,
              catalogue: query?.data ?? null,
              error: query?.error ? messageOf(query.error) : null,
            }
          }) ?? null,
        saved: saved ?? NOTHING_SAVED,
        images: list,
        table,
        notifications: current,
        now: images.dataUpdatedAt,
      }
    : null
  if (!facts || !answer) return null
  const isGone = (region.error ?? images.error) !== null
  // what was read before the region stopped answering says nothing about now
  const checks = isGone ? [] : preflight(facts)
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
      <MaasNotifications notifications={answer.notifications} known={known} />
      {checks.length > 0 && <CheckList checks={checks} />}
    </>
  )
}

const WORDS: Readonly<Record<Check['state'], string>> = {
  passed: 'Passed',
  problem: 'Needs attention',
  reported: 'Needs attention',
  unknown: 'Not known',
}

function CheckList({ checks }: { checks: readonly Check[] }) {
  return (
    <details className="preflight">
      <summary>
        Preflight: <span className="preflight__summary">{preflightSummary(checks)}</span>
      </summary>
      <ul aria-label="Preflight checks">
        {checks.map(({ id, title, state, detail }) => (
          <li key={id}>
            <span className={`preflight__state preflight__state--${state}`}>{WORDS[state]}</span>
            <span className="preflight__title">{title}</span>
            <span className="preflight__detail">{detail}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function ProblemNotice({ problem, ...props }: Props & { problem: Problem }) {
  const { tone, title, text, reasons, fix } = problem
  return (
    <Notice tone={tone} title={title} actions={fix && <FixButton fix={fix} {...props} />}>
      {reasons ? (
        <>
          <p>{text}</p>
          <Reasons reasons={reasons} />
        </>
      ) : (
        text
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

function FixButton({ fix, data, table, actions }: Props & { fix: Fix }) {
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
    return <BusyButton onClick={() => void data.catalogueQueries[index]?.refetch()}>Read it again</BusyButton>
  }
  const row = table.groups
    .flatMap(({ rows }) => rows)
    .find(({ os, release, selectable }) => selectable && os === fix.os && release === fix.release)
  return row ? (
    <BusyButton offBecause={off} onClick={() => actions.tick([{ row, arches: [fix.arch] }], true)}>
      {fix.label}
    </BusyButton>
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

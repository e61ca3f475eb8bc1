import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { imageProxyQuery } from '#api/image-proxy.ts'
import { readOnlyReason } from '#features/images/data/read-only-reason.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { openNotifications, readsOf } from '#features/images/preflight/checks-of.ts'
import { useChecks } from '#features/images/preflight/use-checks.ts'
import type { Table } from '#features/images/rules/model.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import type { Cause } from './causes.ts'
import { lackingOf } from './lacking.ts'
import { explains, likelyCauses } from './likely-causes.ts'
import { failuresOf, failuresOfEvents } from './maas-failure.ts'
import { MaasMessage } from './maas-message.tsx'
import { ProxyButton } from './proxy-button.tsx'
import { useNeverBegan } from './use-never-began.ts'
import './causes.scss'

type Data = ReturnType<typeof useImages>
type Props = { data: Data; table: Table; onRetry: () => void }

function useCauses({ data, table }: Props, neverBegan: boolean): Cause[] {
  const proxy = useQuery(imageProxyQuery())
  const checks = useChecks(data, table)
  if (!data.region.data) return []
  return likelyCauses({
    version: data.region.data.version,
    checks,
    lacking: lackingOf(table),
    reads: readsOf(data),
    notifications: openNotifications(data),
    events: eventsOf(data),
    proxy: proxy.data ?? null,
    neverBegan,
  })
}

const eventsOf = ({ region }: Data): readonly string[] => region.data?.sync.problems ?? []

/** Whether the gateway has read every source, as far as it knows. */
const canReadAll = (data: Data): boolean => {
  const reads = readsOf(data) ?? []
  return (
    reads.length > 0 && reads.every(({ error, catalogue }) => error === null && catalogue?.stale === null)
  )
}

const READ_FROM_HERE =
  'The server of this page can read all sources, so the connection of the region itself is the likely problem.'

/** Why a running import may have stalled, and what to do. */
export function StallCauses(props: Props) {
  const causes = useCauses(props, false)
  return (
    <>
      {explains(causes) ? (
        <p>Likely causes:</p>
      ) : (
        <>
          <p>
            Neither MAAS nor Preflight reports a cause. MAAS may try again without a message.{' '}
            {canReadAll(props.data) && READ_FROM_HERE} Check the log of the MAAS region, its free disk space,
            and its connection to the sources.
          </p>
          {causes.length > 0 && <p>Preflight also found the following, which stops no import:</p>}
        </>
      )}
      {causes.length > 0 && <Causes causes={causes} />}
      <p className="import-progress__actions">
        <RetryButton {...props} />
        <ProxyButton data={props.data} isSecond />
      </p>
    </>
  )
}

/** Why the last import may have failed, beside the notification of MAAS. Nothing unless there is a sign of a failure. */
export function FailureCauses(props: Props) {
  const { data } = props
  const neverBegan = useNeverBegan(data)
  const hasFailed =
    openNotifications(data).some((one) => failuresOf(one).length > 0) ||
    failuresOfEvents(eventsOf(data)).length > 0
  return !data.importing && (neverBegan || hasFailed) ? <Failed {...props} neverBegan={neverBegan} /> : null
}

function Failed({ neverBegan, ...props }: Props & { neverBegan: boolean }) {
  const causes = useCauses(props, neverBegan)
  const failed = explains(causes)
  return (
    <Notice
      tone="information"
      title={failed ? 'Why the import may have failed' : 'Why an image gets no updates'}
      actions={
        <>
          {failed && <RetryButton {...props} />}
          <ProxyButton data={props.data} isSecond />
        </>
      }
    >
      <Causes causes={causes} />
    </Notice>
  )
}

/** An import that MAAS 3.8 runs itself can be neither stopped nor replaced over API 2.0. */
const OWN_RUN = 'MAAS runs this download itself, and API 2.0 cannot stop it.'

function RetryButton({ data, onRetry }: Props) {
  const isOwnRun = !data.importing && data.arriving
  return (
    <BusyButton offBecause={readOnlyReason(data) ?? (isOwnRun ? OWN_RUN : null)} onClick={onRetry}>
      Retry import
    </BusyButton>
  )
}

const Causes = ({ causes }: { causes: readonly Cause[] }) => (
  <ul aria-label="Likely causes">
    {causes.map(({ id, title, text, next, fix, detail }) => (
      <li key={id}>
        <strong>{title}.</strong> {text} {next}
        {fix && (
          <>
            {' '}
            <Link to={fix.to} aria-label={fix.name}>
              {fix.label}
            </Link>
          </>
        )}
        {detail !== '' && <MaasMessage text={detail} />}
      </li>
    ))}
  </ul>
)

import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { imageProxyQuery } from '#api/image-proxy.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { checksOf, openNotifications, readsOf } from '#features/images/preflight/checks-of.ts'
import type { Table } from '#features/images/rules/model.ts'
import { Notice } from '#ui/notice.tsx'
import type { Cause } from './causes.ts'
import { likelyCauses } from './likely-causes.ts'
import { failureOf } from './maas-failure.ts'
import { ProxyButton } from './proxy-button.tsx'

type Props = { data: ReturnType<typeof useImages>; table: Table }

function useCauses({ data, table }: Props): Cause[] {
  const { region, images } = data
  const proxy = useQuery(imageProxyQuery())
  if (!region.data) return []
  return likelyCauses({
    version: region.data.version,
    checks: checksOf(data, table),
    reads: readsOf(data),
    notifications: openNotifications(data),
    proxy: proxy.data ?? null,
    importing: data.importing,
    lastStarted: region.data.sync.lastStarted,
    now: images.dataUpdatedAt,
  })
}

/** Why a running import may have stalled, and what to do. */
export function StallCauses(props: Props) {
  const causes = useCauses(props)
  if (causes.length === 0)
    return (
      <p>
        Neither MAAS nor Preflight reports a cause. Check the log of the MAAS region and the connection of the
        region to its sources.
      </p>
    )
  return (
    <>
      <p>Likely causes:</p>
      <Causes causes={causes} />
      <ProxyButton data={props.data} isSecond />
    </>
  )
}

/** Why the last import may have failed, beside the notification of MAAS. Nothing unless MAAS reports a failure. */
export function FailureCauses({ data, table }: Props) {
  const hasFailed = !data.importing && openNotifications(data).some((one) => failureOf(one) !== null)
  return hasFailed ? <Failed data={data} table={table} /> : null
}

function Failed(props: Props) {
  const causes = useCauses(props)
  return (
    <Notice
      tone="information"
      title="Why the import may have failed"
      actions={<ProxyButton data={props.data} isSecond />}
    >
      <Causes causes={causes} />
    </Notice>
  )
}

const Causes = ({ causes }: { causes: readonly Cause[] }) => (
  <ul aria-label="Likely causes">
    {causes.map(({ id, title, text, next, fix }) => (
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
      </li>
    ))}
  </ul>
)

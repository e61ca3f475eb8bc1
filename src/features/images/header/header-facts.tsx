import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { useImages } from '#features/images/data/use-images.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { rackText } from './rack-text.ts'
import { syncedText } from './synced-text.ts'
import { syncText } from './sync-text.ts'

type Data = ReturnType<typeof useImages>
type Props = {
  data: Data
  stopping: boolean
  /** The fold with the preflight checks. Its space is kept free while it loads. */
  checks: ReactNode
  /** The switch for automatic sync. */
  children: ReactNode
}

/** The boot sources in use, the last and next sync, and the racks. */
export function HeaderFacts({ data, stopping, checks, children }: Props) {
  const racks = rackText(data.region.data?.racks)
  return (
    <>
      <div className="page-header__facts">
        <span>
          {data.images.data && data.sources?.length !== 0 ? syncedText(data.list) : 'Synced from'}{' '}
          <strong>{sourcesText(data)}</strong>
        </span>
        {data.region.data && (
          <>
            <span>{syncOf(data, stopping)}</span>
            <Link to="/activity">What changed</Link>
          </>
        )}
        {racks !== null && <span>{racks}</span>}
        <div className="page-header__checks">{checks}</div>
        {children}
      </div>
      <p role="status" className="u-off-screen">
        {data.region.data && statusText(data, stopping)}
      </p>
    </>
  )
}

function sourcesText({ region, sources }: Data): string {
  if (!region.data) return '…'
  if (!sources) return 'a source that only administrators can see'
  // only sources in use, named as in rows, notices and on the Boot sources page
  const names = sources
    .filter(({ source }) => source.enabled !== false)
    .map(({ source }) => sourceLabel(source))
  return names.length === 0 ? 'no source' : names.join(', ')
}

function statusText({ importing, arriving }: Data, stopping: boolean): string {
  if (importing && stopping) return 'Stopping the import.'
  if (importing) return 'An import is running.'
  return arriving ? 'MAAS is downloading images.' : 'No import is running.'
}

function syncOf({ region, images, importing, arriving }: Data, stopping: boolean): string {
  if (!region.data) return ''
  if (importing && stopping) return 'Stopping the import…'
  const { sync, config, version } = region.data
  return syncText({
    importing,
    arriving,
    lastStarted: sync.lastStarted,
    minute: sync.minute,
    autoImport: config.autoImport,
    logsImports: capabilitiesOf(version).logsImports,
    now: images.dataUpdatedAt,
  })
}

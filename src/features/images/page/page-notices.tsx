import { Fragment } from 'react'
import { Link } from 'react-router'
import { messageOf } from '#api/client.ts'
import { Notice } from '#ui/notice.tsx'
import { impactOf, impactText, refusals } from '#streams/catalogue/concerns.ts'
import { absoluteTime, clockTime, relativeTime } from '#lib/time.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'
import { regionGone } from '#features/images/data/region-gone.ts'
import { TryAgain } from './try-again.tsx'
import type { useImages } from '#features/images/data/use-images.ts'

type Data = ReturnType<typeof useImages>

const MaasNotifications = lazyNotice(() =>
  import('./maas-notifications.tsx').then((m) => m.MaasNotifications),
)

/** Notices about the whole page: the region does not answer, a source cannot be read, notifications of MAAS. */
export function PageNotices({ data }: { data: Data }) {
  const { region, images } = data
  const gone = region.error ?? images.error
  return (
    <>
      {gone && (
        <Notice tone="negative" title={regionGone(gone).title} actions={<TryAgain data={data} />}>
          {messageOf(gone)} This page shows the state of {clockTime(images.dataUpdatedAt)} (
          {relativeTime(images.dataUpdatedAt, Math.max(images.errorUpdatedAt, region.errorUpdatedAt))}) and
          keeps trying.
        </Notice>
      )}
      {region.data && !region.data.user.admin && (
        <Notice tone="information" title="Read-only access">
          {region.data.user.username} is not an administrator. MAAS shows boot sources and selections to
          administrators only, so this page shows only the images that the region holds.
        </Notice>
      )}
      {region.data?.sources?.length === 0 && (
        <Notice tone="caution" title="This region has no boot source">
          {data.syncsSelections
            ? 'MAAS imports nothing until one is added on the Boot sources page.'
            : 'The next import adds the default source (maas.io) again. Choose Import now, or add a source.'}
        </Notice>
      )}
      {data.syncsSelections &&
        data.sources !== null &&
        data.sources.length > 0 &&
        data.sources.every(({ source }) => source.enabled === false) && (
          <Notice tone="caution" title="All boot sources are disabled">
            MAAS imports nothing until one is enabled: choose Edit details on the Boot sources page.
          </Notice>
        )}
      {region.data && !region.data.config.autoImport && (
        <Notice tone="caution" title="Automatic image updates are off">
          {data.syncsSelections ? 'MAAS syncs until its region restarts. After that, images' : 'Images'} do
          not get new versions and security fixes until an administrator starts an import.
        </Notice>
      )}
      {!gone && <SourceNotices data={data} version={region.data?.version ?? ''} />}
      {region.data && region.data.notifications.length > 0 && (
        <MaasNotifications
          notifications={region.data.notifications}
          known={{
            commissioningRelease: region.data.config.commissioningRelease,
            sources: data.sources,
            saved: data.saved,
            catalogues: data.catalogues,
            images: data.list,
          }}
        />
      )}
    </>
  )
}

/** The problems of the boot sources, and their effect on imports. */
function SourceNotices({ data, version }: { data: Data; version: string }) {
  const sources = data.sources ?? []
  return sources.map(({ source }, index) => {
    const query = data.catalogueQueries[index]
    // MAAS does not read disabled sources
    if (!query || source.enabled === false) return null
    const catalogue = query.data ?? null
    const unread = query.error ? messageOf(query.error) : (catalogue?.stale ?? null)
    const impact = impactOf(catalogue, unread === null, version)
    const name = sourceLabel(source)
    const others = sources.filter(
      (other) => other.source.id !== source.id && other.source.enabled !== false,
    ).length
    const stopsAll = impact === 'stops-all' || impact === 'stops-all-told'
    const refused = stopsAll || impact === 'fails-alone'
    return (
      <Fragment key={source.id}>
        {catalogue && refused && (
          <Notice
            tone="negative"
            title={stopsAll ? `${name} stops all imports` : `MAAS cannot use ${name}`}
            actions={
              <Link
                className="p-button is-dense"
                to={{ pathname: '/sources', hash: `source-${source.id}` }}
                aria-label={`View source details of ${name}`}
              >
                View source details
              </Link>
            }
          >
            <p>{impactText(impact, others)}</p>
            <Reasons reasons={refusals(catalogue, version)} />
          </Notice>
        )}
        {unread !== null && (
          <Notice
            tone="caution"
            title={`Could not read the boot source “${name}”`}
            actions={
              query.error && (
                <button type="button" className="p-button is-dense" onClick={() => void query.refetch()}>
                  Read it again
                </button>
              )
            }
          >
            {unread} {impact && !refused && `${impactText(impact, others)} `}
            {catalogue
              ? `This page shows what the source offered at ${absoluteTime(catalogue.readAt)}.`
              : 'This page shows only the images that the region holds.'}
          </Notice>
        )}
      </Fragment>
    )
  })
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

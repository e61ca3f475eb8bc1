import { Link, useLocation } from 'react-router'
import { messageOf } from '#api/client.ts'
import { Notice } from '#ui/notice.tsx'
import { refusals } from '#streams/concerns.ts'
import { absoluteTime, clockTime, relativeTime } from '#lib/time.ts'
import { sourceName } from '#lib/source-name.ts'
import { regionGone } from './region-gone.ts'
import { TryAgain } from './try-again.tsx'
import type { useImages } from './use-images.ts'

/** What the whole page should know: the region is gone, a source cannot be read, MAAS says something failed. */
export function PageNotices({ data }: { data: ReturnType<typeof useImages> }) {
  const { search } = useLocation()
  const { region, images, sources, catalogues, catalogueQueries } = data
  const version = region.data?.version ?? ''
  const gone = region.error ?? images.error
  return (
    <>
      {gone && (
        <Notice tone="negative" title={regionGone(gone).title} actions={<TryAgain data={data} />}>
          {messageOf(gone)} What you see is from {clockTime(images.dataUpdatedAt)} (
          {relativeTime(images.dataUpdatedAt, Math.max(images.errorUpdatedAt, region.errorUpdatedAt))}); the
          page keeps trying.
        </Notice>
      )}
      {region.data && !region.data.user.admin && (
        <Notice tone="information" title="You can look, not change">
          {region.data.user.username} is no administrator. MAAS shows boot sources and selections to
          administrators only, so this page shows the images the region holds.
        </Notice>
      )}
      {region.data?.sources?.length === 0 && (
        <Notice tone="caution" title="This region has no boot source">
          MAAS puts its own source (maas.io) back at the next import: choose Import now.
        </Notice>
      )}
      {region.data && !region.data.config.autoImport && (
        <Notice tone="caution" title="Automatic image updates are off">
          Images do not get new versions and security fixes until somebody imports them here.
        </Notice>
      )}
      {catalogueQueries.map((query, index) => {
        const url = sources?.[index]?.source.url ?? ''
        return query.error && !gone ? (
          <Notice
            key={url}
            tone="caution"
            title={`What ${sourceName(url)} offers could not be read`}
            actions={
              <button type="button" className="p-button is-dense" onClick={() => void query.refetch()}>
                Read it again
              </button>
            }
          >
            {messageOf(query.error)} The images this region holds are shown below.
          </Notice>
        ) : null
      })}
      {[...catalogues.values()].map(({ url, stale, readAt }) =>
        stale === null || gone ? null : (
          <Notice key={url} tone="caution" title={`${sourceName(url)} cannot be read now`}>
            {stale} What it offers is shown as of {absoluteTime(readAt)}.
          </Notice>
        ),
      )}
      {[...catalogues.values()].map((catalogue) =>
        refusals(catalogue, version).map((reason) => (
          <Notice
            key={`${catalogue.url} ${reason}`}
            tone="negative"
            title={`MAAS cannot use ${sourceName(catalogue.url)}`}
            actions={
              <Link className="p-button is-dense" to={{ pathname: '/images/source', search }}>
                What is known of it
              </Link>
            }
          >
            {reason}
          </Notice>
        )),
      )}
      {region.data?.notifications.map((notification) => (
        <Notice
          key={notification.id}
          tone={notification.category === 'error' ? 'negative' : 'caution'}
          title={notification.ident === 'Image importer' ? 'The last import failed' : 'MAAS says'}
        >
          {notification.message}
        </Notice>
      ))}
    </>
  )
}

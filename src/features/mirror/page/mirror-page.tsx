import { useQuery } from '@tanstack/react-query'
import { messageOf } from '#api/client.ts'
import { regionQuery } from '#api/images.ts'
import { Notice } from '#ui/notice.tsx'
import { MirrorEditor } from './mirror-editor.tsx'
import './mirror.scss'

/** The route /mirror: how to make a local mirror of the selection, and what an existing one lacks. */
export function MirrorPage() {
  const { data: region, error } = useQuery(regionQuery())
  return (
    <main id="main" tabIndex={-1} className="images-page mirror-page">
      <title>Local mirror | MAAS</title>
      <header className="page-header">
        <div className="page-header__line">
          <h1 className="p-heading--3">Local mirror</h1>
        </div>
        <p className="page-header__facts">
          A mirror in your own network holds the images that MAAS needs: for regions without internet access,
          and to download each file only once. This page changes nothing in MAAS.
        </p>
      </header>
      {error && !region && (
        <Notice tone="negative" title="Could not read the region">
          {messageOf(error)}
        </Notice>
      )}
      {!region && !error && <p role="status">Reading the selection…</p>}
      {region && region.sources === null && (
        <Notice tone="information" title="Read-only access">
          MAAS shows boot sources and selections to administrators only. {region.user.username} is not an
          administrator.
        </Notice>
      )}
      {region?.sources && <MirrorEditor region={region} sources={region.sources} />}
    </main>
  )
}

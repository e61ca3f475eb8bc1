import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { messageOf } from '#api/client.ts'
import { ownerOf } from '#api/store/records.ts'
import { Notice } from '#ui/notice.tsx'
import { UploadEditor } from './upload-editor.tsx'
import './upload.scss'

const UNREAD_MS = 2_000

/** The route /images/upload: a custom image for MAAS from a file of this computer. */
export function UploadPage() {
  const region = useQuery(regionQuery())
  // the gateway answers before it has read all of them
  const images = useQuery(imagesQuery((data) => (data && data.unread > 0 ? UNREAD_MS : false)))
  const error = (!region.data && region.error) || (!images.data && images.error)
  return (
    <main id="main" tabIndex={-1} className="images-page upload-page">
      <title>Upload image | MAAS</title>
      <header className="page-header">
        <div className="page-header__line">
          <h1 className="p-heading--3">Upload image</h1>
          <Link className="p-button is-dense" to="/images">
            Back to images
          </Link>
        </div>
        <p className="page-header__facts">
          MAAS deploys custom images from a tar archive of a root file system, or from a raw disk. The file is
          sent in chunks of 4 MiB: an upload can be paused, and continues after a lost connection or a reload.
        </p>
      </header>
      {error && (
        <Notice tone="negative" title="Could not read the region">
          {messageOf(error)}
        </Notice>
      )}
      {(!region.data || !images.data) && !error && <p role="status">Reading the region…</p>}
      {region.data?.user.admin === false && (
        <Notice tone="information" title="Read-only access">
          Only MAAS administrators can upload images. {region.data.user.username} is not an administrator.
        </Notice>
      )}
      {region.data?.user.admin && images.data && (
        <UploadEditor
          // another user has other uploads
          key={JSON.stringify(ownerOf(region.data))}
          region={region.data}
          images={images.data.images}
        />
      )}
    </main>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from 'react-router'
import { catalogueQuery, regionQuery } from '#api/images.ts'
import { messageOf } from '#api/client.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { Modal } from '#ui/modal.tsx'
import { absoluteTime } from '#lib/time.ts'

type Entry = NonNullable<RegionAnswer['sources']>[number]

/** Shows where this region gets its images from. */
export function SourceDialog() {
  const navigate = useNavigate()
  const { search } = useLocation()
  const { data: region, error } = useQuery(regionQuery())
  const close = () => void navigate({ pathname: '/images', search }, { replace: true })
  return (
    <Modal
      title="Boot source"
      description="Where this region gets its images from. This page shows the source; the command “maas $PROFILE boot-source update” changes it."
      onClose={close}
      actions={
        <button type="button" className="p-button" onClick={close}>
          Close
        </button>
      }
    >
      {error && !region && <p role="alert">{messageOf(error)}</p>}
      {region?.sources === null && <p>MAAS shows boot sources to administrators only.</p>}
      {region?.sources?.length === 0 && (
        <p>There is none. MAAS puts its own source back at the next import.</p>
      )}
      {region?.sources?.map((entry) => (
        <SourceFacts key={entry.source.id} entry={entry} />
      ))}
    </Modal>
  )
}

function SourceFacts({ entry: { source, selections } }: { entry: Entry }) {
  const { data, error } = useQuery(catalogueQuery(source))
  const unread = error ? messageOf(error) : 'Reading…'
  return (
    <dl className="facts">
      <dt>URL</dt>
      <dd>{source.url}</dd>
      <dt>Keyring</dt>
      <dd>{source.keyring_filename || (source.keyring_data ? 'Kept in MAAS as data' : 'None')}</dd>
      <dt>Signature</dt>
      <dd>
        {data?.signature.message ?? unread}
        {data?.signature.fingerprint && (
          <>
            <br />
            <code>{data.signature.fingerprint}</code>
          </>
        )}
      </dd>
      <dt>Index updated</dt>
      <dd>{(data?.updated && absoluteTime(data.updated)) || 'Not known'}</dd>
      <dt>Offers</dt>
      <dd>
        {data
          ? `${data.releases.length} releases, ${data.releases.reduce((sum, r) => sum + r.arches.length, 0)} images`
          : 'Not known'}
      </dd>
      <dt>Selections</dt>
      <dd>{selections.length}</dd>
    </dl>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from 'react-router'
import { catalogueQuery, regionQuery } from '#api/images.ts'
import { messageOf } from '#api/client.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { Modal } from '#ui/modal.tsx'
import { sourceName } from '#lib/source-name.ts'
import { SourceReport } from './source-report.tsx'
import './source.scss'

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
        <SourceFacts key={entry.source.id} entry={entry} version={region.version} />
      ))}
    </Modal>
  )
}

function SourceFacts({ entry: { source, selections }, version }: { entry: Entry; version: string }) {
  const { data, error } = useQuery(catalogueQuery(source))
  return (
    <section aria-label={source.url}>
      <h3 className="p-heading--5">{sourceName(source.url)}</h3>
      <dl className="facts">
        <dt>URL</dt>
        <dd>{source.url}</dd>
        <dt>Keyring</dt>
        <dd>{source.keyring_filename || (source.keyring_data ? 'Kept in MAAS as data' : 'None')}</dd>
        <dt>Selections</dt>
        <dd>{selections.length}</dd>
      </dl>
      {data ? (
        <SourceReport catalogue={data} version={version} />
      ) : (
        <p role={error ? 'alert' : 'status'}>{error ? messageOf(error) : 'Reading the source…'}</p>
      )}
    </section>
  )
}

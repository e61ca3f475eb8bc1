import { Link, useLocation } from 'react-router'
import type { useImages } from '#features/images/data/use-images.ts'
import { ShowSelectionAs } from '#features/images/save/show-as.tsx'

/** What only administrators can open. Its space is kept free until the user is known, so that no button moves. */
export function SourceLinks({ data }: { data: ReturnType<typeof useImages> }) {
  const { search } = useLocation()
  if (!data.region.data)
    return (
      <span className="page-header__reserved" aria-hidden="true">
        {['Show as', 'Change source', 'Upload image'].map((label) => (
          <span key={label} className="p-button is-dense">
            {label}
          </span>
        ))}
      </span>
    )
  return (
    <>
      <ShowSelectionAs data={data} />
      {data.region.data.user.admin && (
        <>
          <Link className="p-button is-dense" to={{ pathname: '/images/source', search }}>
            Change source
          </Link>
          <Link className="p-button is-dense" to="/images/upload">
            Upload image
          </Link>
        </>
      )}
    </>
  )
}

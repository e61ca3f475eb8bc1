import { useQuery } from '@tanstack/react-query'
import { Fragment, useState, type ReactNode } from 'react'
import { regionQuery } from '#api/images.ts'
import { ownerOf } from '#api/store/records.ts'

/**
 * Remounts its content when the user changes, or the region behind the same address: unsaved work of one owner must
 * neither be shown to nor stored for another.
 */
export function KeyedByOwner({ children }: { readonly children: ReactNode }) {
  const { data } = useQuery(regionQuery())
  const owner = data ? JSON.stringify(ownerOf(data)) : null
  const [known, setKnown] = useState({ owner, changes: 0 })
  if (owner !== null && owner !== known.owner) {
    setKnown({ owner, changes: known.owner === null ? 0 : known.changes + 1 })
  }
  return <Fragment key={known.changes}>{children}</Fragment>
}

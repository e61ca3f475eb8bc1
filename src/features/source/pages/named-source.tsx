import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useParams } from 'react-router'
import { AS_POLLED, refreshImages, regionQuery } from '#api/images.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import type { SourceState } from '#features/source/rules/model.ts'
import { ForAdministrators } from './read-only.tsx'
import { useClose } from './use-close.ts'

type KnownRegion = { region: RegionAnswer; sources: readonly SourceState[] }

type Rereads = {
  /** Replaces the known state with the current one. */
  onReread: () => Promise<void>
}

/** The region as it was known when the dialog opened; it is read again before anything is written. */
export function useKnown(): (KnownRegion & Rereads) | null {
  const client = useQueryClient()
  const { data: region } = useQuery({ ...regionQuery(), ...AS_POLLED })
  const [known, setKnown] = useState<KnownRegion | null>(null)
  if (known === null && region?.sources) setKnown({ region, sources: region.sources })
  if (!known) return null
  return {
    ...known,
    onReread: async () => {
      await refreshImages(client)
      const now = client.getQueryData(regionQuery().queryKey)
      if (now?.sources) setKnown({ region: now, sources: now.sources })
    },
  }
}

export const SOURCES_PAGE = { pathname: '/sources' }

type Named = KnownRegion & Rereads & { old: SourceState; onClose: () => void }

type Children = { children: (named: Named) => ReactNode }

/** A dialog about the source in the address, shown once the region has been read; for administrators only. */
export function NamedSource({ children }: Children) {
  const onClose = useClose(SOURCES_PAGE)
  return (
    <ForAdministrators onClose={onClose}>
      <Known onClose={onClose}>{children}</Known>
    </ForAdministrators>
  )
}

function Known({ onClose, children }: Children & { onClose: () => void }) {
  const known = useKnown()
  const { id } = useParams()
  if (!known) return null
  const old = known.sources.find(({ source }) => String(source.id) === id)
  return old ? children({ ...known, old, onClose }) : <NoSuchSource onClose={onClose} />
}

function NoSuchSource({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      title="No such source"
      description="The region has no boot source with this number. Someone may have deleted it."
      onClose={onClose}
      actions={<BusyButton onClick={onClose}>Close</BusyButton>}
    />
  )
}

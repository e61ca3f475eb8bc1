import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useParams } from 'react-router'
import { regionQuery } from '#api/images.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import type { SourceState } from './model.ts'
import { useClose } from './use-close.ts'

type Known = { region: RegionAnswer; sources: readonly SourceState[] }

/** What was known of the region when a dialog opened; it is read again before anything is written. */
export function useKnown(): Known | null {
  const { data: region } = useQuery(regionQuery())
  const [known, setKnown] = useState<Known | null>(null)
  if (known === null && region?.sources) setKnown({ region, sources: region.sources })
  return known
}

export const SOURCES = { pathname: '/sources' }

type Named = Known & { old: SourceState; onClose: () => void }

/** A dialog about the source that the address names, once the region has been read. */
export function NamedSource({ children }: { children: (named: Named) => ReactNode }) {
  const known = useKnown()
  const onClose = useClose(SOURCES)
  const { id } = useParams()
  if (!known) return null
  const old = known.sources.find(({ source }) => String(source.id) === id)
  return old ? children({ ...known, old, onClose }) : <NoSuchSource onClose={onClose} />
}

function NoSuchSource({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      title="No such source"
      description="The region has no boot source with this number. Somebody may have deleted it."
      onClose={onClose}
      actions={<BusyButton onClick={onClose}>Close</BusyButton>}
    />
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { imagesQuery, regionQuery } from '#api/images.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { sourceLabel } from '#lib/source-name.ts'
import { ChangeSource } from './change-source.tsx'
import { heldFrom } from './held-from.ts'
import type { SourceState } from './model.ts'
import { ForAdministrators } from './read-only.tsx'
import { RunningChange } from './running-change.tsx'
import { useChange } from './use-change.ts'
import { useClose } from './use-close.ts'

type Known = { region: RegionAnswer; sources: readonly SourceState[] }

/** What was known of the region when a dialog opened; it is read again before anything is written. */
function useKnown(): Known | null {
  const { data: region } = useQuery(regionQuery())
  const [known, setKnown] = useState<Known | null>(null)
  if (known === null && region?.sources) setKnown({ region, sources: region.sources })
  return known
}

const SOURCES = { pathname: '/sources' }

/** The route /sources/add. */
export function AddSource() {
  const close = useClose(SOURCES)
  return (
    <ForAdministrators onClose={close}>
      <Add close={close} />
    </ForAdministrators>
  )
}

type Opened = { close: () => void }

function Add({ close }: Opened) {
  const known = useKnown()
  if (!known) return null
  return <ChangeSource {...known} old={null} title="Add source" onClose={close} />
}

/** The route /sources/{id}. */
export function UpdateSource() {
  const close = useClose(SOURCES)
  return (
    <ForAdministrators onClose={close}>
      <Update close={close} />
    </ForAdministrators>
  )
}

function Update({ close }: Opened) {
  const known = useKnown()
  const old = useNamed(known)
  if (!known) return null
  if (!old) return <NoSuchSource onClose={close} />
  return <ChangeSource {...known} old={old} title={`Update ${nameOf(old)}`} onClose={close} />
}

/** The route /sources/{id}/delete: says what goes and when, and asks. */
export function DeleteSource() {
  const close = useClose(SOURCES)
  return (
    <ForAdministrators onClose={close}>
      <Delete close={close} />
    </ForAdministrators>
  )
}

function Delete({ close }: Opened) {
  const known = useKnown()
  const old = useNamed(known)
  const images = useQuery(imagesQuery()).data
  const change = useChange()
  if (!known) return null
  if (!old) return <NoSuchSource onClose={close} />
  const title = `Delete ${nameOf(old)}?`
  if (change.running || change.outcome) return <RunningChange title={title} change={change} onClose={close} />
  const { selections } = old
  const { commissioningRelease } = known.region.config
  const elsewhere = known.sources.filter(({ source }) => source.id !== old.source.id)
  const commissions = (state: SourceState) =>
    state.selections.some(({ os, release }) => os === 'ubuntu' && release === commissioningRelease)
  const others = elsewhere.flatMap((state) => state.selections)
  const held = images && heldFrom(images.images, selections, others)
  return (
    <Modal
      title={title}
      description={old.source.url}
      onClose={close}
      actions={
        <>
          <BusyButton onClick={close}>Keep it</BusyButton>
          <BusyButton
            tone="negative"
            onClick={() =>
              void change.run({
                target: { spec: null, selections: [], replaces: old.source.id },
                before: known.sources,
              })
            }
          >
            Delete source
          </BusyButton>
        </>
      }
    >
      <p>
        {selections.length === 0
          ? 'Nothing is selected of it.'
          : `Its ${selections.length} ${selections.length === 1 ? 'selection goes' : 'selections go'} with it: ${selections.map(({ os, release }) => `${os} ${release}`).join(', ')}.`}{' '}
        {held !== undefined &&
          held > 0 &&
          `${held} ${held === 1 ? 'image' : 'images'} that the region holds for them alone ${held === 1 ? 'goes' : 'go'} at the import that follows at once.`}
      </p>
      {images?.importing && (
        <p>An import is running: it is stopped first, and begins again without this source.</p>
      )}
      {elsewhere.length === 0 && (
        <p>
          It is the only source: MAAS puts its own (maas.io) back at the import, with a selection of its own.
        </p>
      )}
      {commissions(old) && !elsewhere.some(commissions) && (
        <p className="comparison__warning">
          {commissioningRelease} is the release machines are commissioned with: without its images no machine
          can be added.
        </p>
      )}
      <p>
        It can be undone on the Images page: source and selection are made again, and images downloaded anew.
      </p>
    </Modal>
  )
}

function useNamed(known: Known | null): SourceState | null {
  const { id } = useParams()
  return known?.sources.find(({ source }) => String(source.id) === id) ?? null
}

const nameOf = ({ source }: SourceState) => sourceLabel(source)

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

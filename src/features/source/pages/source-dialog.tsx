import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useLocation } from 'react-router'
import { messageOf } from '#api/client.ts'
import { AS_POLLED, refreshImages, regionQuery } from '#api/images.ts'
import { ownerOf } from '#api/store/records.ts'
import { useFirst, useRecord } from '#api/store/use-record.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { Modal } from '#ui/modal.tsx'
import { sourceLabel } from '#selections/source-name.ts'
import { ChangeSource } from '#features/source/change/change-source.tsx'
import { isChanging } from '#features/source/change/change-state.ts'
import { undoTitle } from '#features/source/notices/change-titles.ts'
import { DONE_CHANGE, PENDING_CHANGE, type DoneChange } from '#features/source/change/change-records.ts'
import type { SourceState } from '#features/source/rules/model.ts'
import { ForAdministrators } from './read-only.tsx'
import { useClose } from './use-close.ts'
import { useFill } from './use-fill.ts'

/** The route /images/source: changes the source of this region's images. `?undo` undoes the last change. */
export function SourceDialog() {
  const { search } = useLocation()
  const query = new URLSearchParams(search)
  const undoes = query.has('undo')
  query.delete('undo')
  const images = { pathname: '/images', search: query.toString() }
  const close = useClose(images)
  // reloaded during an undo: the Images page offers to finish it, and a second undo must not start over it
  const [changing] = useState(isChanging)
  const { data: region } = useQuery({ ...regionQuery(), ...AS_POLLED })
  const owner = region ? ownerOf(region) : null
  const pending = useFirst(useRecord(PENDING_CHANGE, undoes && !changing ? owner : null))
  const done = useFirst(useRecord(DONE_CHANGE, undoes ? owner : null))
  if (pending) return <Navigate to={images} replace />
  const isRead = !undoes || !owner || (done !== undefined && (changing || pending !== undefined))
  if (!isRead) return null
  return (
    <ForAdministrators onClose={close}>
      <Opened done={done ?? null} close={close} />
    </ForAdministrators>
  )
}

function Opened({ done, close }: { done: DoneChange | null; close: () => void }) {
  const { data: region, error } = useQuery({ ...regionQuery(), ...AS_POLLED })
  if (region?.sources) {
    return <Chosen region={region} sources={region.sources} done={done} onClose={close} />
  }
  return (
    <Modal
      title="Change source"
      onClose={close}
      actions={
        <button type="button" className="p-button" onClick={close}>
          Close
        </button>
      }
    >
      {error && !region && <p role="alert">{messageOf(error)}</p>}
      {!error && !region && <p role="status">Reading the boot source…</p>}
      {region && <p>MAAS shows boot sources to administrators only.</p>}
    </Modal>
  )
}

type Props = {
  region: RegionAnswer
  sources: readonly SourceState[]
  /** The change to undo. */
  done: DoneChange | null
  onClose: () => void
}

/** The dialog for one source; if there are several, the administrator selects one. */
function Chosen({ region, sources, done, onClose }: Props) {
  const client = useQueryClient()
  const fill = useFill()
  // the state when the dialog opened counts: the region is read again before anything is written
  const [state, setState] = useState({ region, sources, done })
  const [id, setId] = useState(
    () =>
      (state.done?.to && sources.find(({ source }) => source.url === state.done?.to?.url)?.source.id) ??
      sources.find(({ source }) => source.id === fill?.replaces)?.source.id ??
      sources[0]?.source.id ??
      null,
  )
  const [filled] = useState(id)
  const old = state.sources.find(({ source }) => source.id === id) ?? null
  const several = state.sources.length > 1 && !state.done
  const reread = async () => {
    await refreshImages(client)
    const now = client.getQueryData(regionQuery().queryKey)
    if (!now?.sources) return
    setState({ ...state, region: now, sources: now.sources })
    // someone may have deleted the source since
    if (!now.sources.some(({ source }) => source.id === id)) setId(now.sources[0]?.source.id ?? null)
  }
  return (
    <ChangeSource
      key={id}
      region={state.region}
      sources={state.sources}
      old={state.done && state.done.to === null ? null : old}
      title={state.done ? `${undoTitle(state.done, state.sources)}?` : 'Change source'}
      restores={state.done?.from ?? null}
      fill={id === filled || fill?.replaces === undefined ? fill : null}
      onClose={onClose}
      onReread={reread}
      before={
        several && (
          <label className="source-choice__which">
            Source to change
            <select value={id ?? ''} onChange={(event) => setId(Number(event.currentTarget.value))}>
              {state.sources.map(({ source }) => (
                <option key={source.id} value={source.id}>
                  {sourceLabel(source)}
                </option>
              ))}
            </select>
          </label>
        )
      }
    />
  )
}

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Owner } from '#api/store/records.ts'
import type { Unsaved } from './unsaved.ts'
import { unsavedWork, type UnsavedWork } from './unsaved-work.ts'

/** The unsaved work of this tab; null until the owner is known. Renders again when the work has been read. */
export function useWork(owner: Owner | null): UnsavedWork | null {
  const { region, user } = owner ?? {}
  const work = useMemo(
    () => (region === undefined || user === undefined ? null : unsavedWork({ region, user })),
    [region, user],
  )
  const [, setRead] = useState(0)
  useEffect(() => {
    if (work && !work.known()) void work.read().then(() => setRead((count) => count + 1))
  }, [work])
  return work
}

const never = () => () => undefined

/** Whether a save is running. `onEnd` gets the remaining work of a save that began before the page was shown again. */
export function useSaving(work: UnsavedWork | null, onEnd: (left: Unsaved) => void) {
  const saving = useSyncExternalStore(work?.followSaving ?? never, () => work?.isSaving() ?? false)
  const [begun, setBegun] = useState(false)
  const [was, setWas] = useState(saving)
  if (was !== saving) {
    setWas(saving)
    const left = work?.known()
    if (!saving && !begun && left) onEnd(left)
  }
  const setSaving = useCallback(
    (on: boolean) => {
      if (on) setBegun(true)
      work?.setSaving(on)
    },
    [work],
  )
  return { saving, setSaving }
}

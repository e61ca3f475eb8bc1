import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { refreshImages } from '#api/images.ts'
import { type Owner, removeRecord, writeRecord } from '#api/store/records.ts'
import { type DeletionNeeds, useDeleteImages } from '#features/images/deletion/use-delete-images.ts'
import type { DeleteOutcome } from '#features/images/deletion/run/delete-images.ts'
import { NOTHING_LEFT } from '#features/images/deletion/run/left.ts'
import { imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import { REPLACING, type Replacing } from './replacing.ts'
import { replacementState } from './replacement-state.ts'
import { selectOther } from './select-other.ts'

export type ReplacementNeeds = DeletionNeeds & {
  owner: Owner
  /** Why nothing can be changed now; null: changes are possible. */
  off: string | null
}

/**
 * Carries a replacement on: selects the other image, waits until it is synced, and deletes the first one. Each step is
 * tried once; after a failure the user tries again. @param onDone the first image is gone; `isOurs`: this
 * replacement has deleted it
 */
export function useReplacement(
  replacing: Replacing,
  { data, table, draft, owner, off }: ReplacementNeeds,
  onDone: (isOurs: boolean) => void,
) {
  const client = useQueryClient()
  const deleteImages = useDeleteImages({ data, draft, table })
  const [deleting, setDeleting] = useState(false)
  const [outcome, setOutcome] = useState<DeleteOutcome | null>(null)
  const [selecting, setSelecting] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const tried = useRef(new Set<string>())
  const key = imageIdKey(replacing.gone)
  const state = replacementState(replacing, table)
  // an image that is not read yet looks as if it were gone
  const isRead = data.images.data?.unread === 0 && data.saved !== null

  const select = async () => {
    setSelecting(true)
    setFailed(null)
    const reason = await selectOther(replacing, data, table)
    // the page must know the selection first, or it would look cleared
    await refreshImages(client)
    if (reason === null) await writeRecord(REPLACING, owner, { ...replacing, selected: true }, key)
    setFailed(reason)
    setSelecting(false)
  }
  const remove = async () => {
    setDeleting(true)
    setOutcome(null)
    const { gone, goneName } = replacing
    const result = await deleteImages({
      images: [{ id: gone, name: goneName }],
      targets: [gone],
      left: replacing.left ?? NOTHING_LEFT,
      remember: (left) => writeRecord(REPLACING, owner, { ...replacing, left }, key),
    })
    const left = { lost: result.lost, importOwed: result.importFailed !== null }
    await writeRecord(REPLACING, owner, { ...replacing, left }, key)
    setOutcome(result)
    setDeleting(false)
  }
  const next = {
    select,
    delete: remove,
    finish: remove,
    done: () => onDone(outcome !== null),
    wait: null,
    cleared: null,
  }[state.kind]
  const latest = useRef(next)
  useEffect(() => {
    latest.current = next
  })
  // the other tabs do the same; a hidden one leaves it to them
  const isShown = document.visibilityState !== 'hidden'
  // MAAS 3.8 deletes the image before all is done
  const isDue = next !== null && off === null && isRead && isShown && !deleting
  useEffect(() => {
    if (!isDue || tried.current.has(state.kind)) return
    tried.current.add(state.kind)
    void latest.current?.()
  }, [isDue, state.kind])

  const kept = outcome && (outcome.left[0] ?? outcome.refused[0])
  return {
    state,
    selecting,
    deleting,
    /** Why the last step failed; null: it did not. */
    failed: failed ?? kept?.reason ?? outcome?.importFailed ?? null,
    tryAgain: () => void (state.kind === 'delete' || state.kind === 'finish' ? remove() : select()),
    cancel: () => void removeRecord(REPLACING, owner, key),
  }
}

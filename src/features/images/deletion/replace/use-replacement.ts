import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { refreshImages } from '#api/images.ts'
import { type Owner, removeRecord, writeRecord } from '#api/store/records.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import { useDeleteRun } from '#features/images/deletion/use-delete-run.ts'
import type { DeleteOutcome } from '#features/images/deletion/run/delete-images.ts'
import { keyOf } from '#features/images/deletion/rules/image-id.ts'
import type { Table } from '#features/images/rules/model.ts'
import { REPLACING, type Replacing } from './replacing.ts'
import { replacementState } from './replacement-state.ts'
import { selectOther } from './select-other.ts'

export type ReplacementNeeds = {
  data: ReturnType<typeof useImages>
  table: Table
  draft: ReturnType<typeof useDraft>
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
  const run = useDeleteRun({ data, draft, table })
  const [selecting, setSelecting] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const tried = useRef(new Set<string>())
  const key = keyOf(replacing.gone)
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
    if (state.kind === 'delete') await run.run([state.row], isOpen(run.outcome) ? run.outcome : null)
  }
  const next = {
    select,
    delete: remove,
    done: () => onDone(run.outcome !== null),
    wait: null,
    cleared: null,
  }[state.kind]
  const latest = useRef(next)
  useEffect(() => {
    latest.current = next
  })
  // the other tabs do the same; a hidden one leaves it to them
  const isShown = document.visibilityState !== 'hidden'
  const isDue = next !== null && off === null && isRead && isShown
  useEffect(() => {
    if (!isDue || tried.current.has(state.kind)) return
    tried.current.add(state.kind)
    void latest.current?.()
  }, [isDue, state.kind])

  const { outcome } = run
  const kept = outcome && (outcome.left[0] ?? outcome.refused[0])
  return {
    state,
    selecting,
    deleting: run.running,
    /** Why the last step failed; null: it did not. */
    failed: failed ?? kept?.reason ?? outcome?.importFailed ?? null,
    tryAgain: () => void (state.kind === 'delete' ? remove() : select()),
    cancel: () => void removeRecord(REPLACING, owner, key),
  }
}

const isOpen = (outcome: DeleteOutcome | null): boolean =>
  outcome !== null && (outcome.left.length > 0 || outcome.lost.length > 0 || outcome.importFailed !== null)

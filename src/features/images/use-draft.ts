import { useCallback, useEffect, useState } from 'react'
import { ownName } from '#api/base-path.ts'
import type { BootSource } from '#contract/maas.ts'
import { parseDraft, serialiseDraft } from './draft-storage.ts'
import { followSource, rebase } from './selection.ts'
import type { Draft, Saved } from './model.ts'

const EMPTY: Draft = new Map()
const DRAFT = ownName('maas-images.draft')
const IMPORT_OWED = ownName('maas-images.import-owed')

/** Ticks that are not saved: kept over a reload of this tab, cleaned of what has been saved meanwhile. */
export function useDraft(saved: Saved | null, sources: readonly { readonly source: BootSource }[] | null) {
  const [raw, setRaw] = useState<Draft>(() => parseDraft(sessionStorage.getItem(DRAFT)))
  const [importOwed, setOwed] = useState(() => sessionStorage.getItem(IMPORT_OWED) === '1')
  const [discarded, setDiscarded] = useState<Draft | null>(null)
  const [rebasedOn, setRebasedOn] = useState<Saved | null>(null)

  let draft = raw
  if (saved && saved !== rebasedOn) {
    setRebasedOn(saved)
    const ids = sources?.map(({ source }) => source.id)
    draft = rebase(ids ? followSource(raw, ids) : raw, saved)
    if (draft !== raw) setRaw(draft)
  }

  useEffect(() => {
    if (draft.size === 0) sessionStorage.removeItem(DRAFT)
    else sessionStorage.setItem(DRAFT, serialiseDraft(draft))
  }, [draft])

  const change = useCallback((next: (draft: Draft) => Draft) => {
    setDiscarded(null)
    setRaw(next)
  }, [])
  const setImportOwed = useCallback((owed: boolean) => {
    sessionStorage.setItem(IMPORT_OWED, owed ? '1' : '')
    setOwed(owed)
  }, [])

  return {
    draft,
    change,
    discard: () => {
      setDiscarded(draft)
      setRaw(EMPTY)
    },
    /** What Discard threw away; null once something else was changed. */
    discarded,
    undoDiscard: () => {
      if (discarded) setRaw(discarded)
      setDiscarded(null)
    },
    clear: () => {
      setDiscarded(null)
      setRaw(EMPTY)
    },
    /** Selections were written, but no import was started after it. */
    importOwed,
    setImportOwed,
  }
}

import { useCallback, useEffect, useState } from 'react'
import type { Owner } from '#api/store/records.ts'
import type { BootSource } from '#contract/maas.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import { followSource, rebase } from '#features/images/rules/selection.ts'
import { draftFrom, draftOn, draftPart, isOwed, type Unsaved } from './unsaved.ts'
import type { UnsavedWork } from './unsaved-work.ts'
import { useSaveRecord } from './use-save-record.ts'
import { useSaving, useWork } from './use-work.ts'

const EMPTY: Draft = new Map()

type Sources = readonly { readonly source: BootSource }[]

/** The unsaved selection. It survives a reload of this tab; parts that have been saved meanwhile are dropped. */
export function useDraft(saved: Saved | null, sources: Sources | null, owner: Owner | null) {
  const work = useWork(owner)
  const save = useSaveRecord(work, owner)
  const [raw, setRaw] = useState<Draft>(EMPTY)
  const [discarded, setDiscarded] = useState<Draft | null>(null)
  const [rebasedOn, setRebasedOn] = useState<Saved | null>(null)
  /** The work that is shown. Nothing is stored until it has been read, so that it is not overwritten. */
  const [shown, setShown] = useState<UnsavedWork | null>(null)

  let draft = raw
  const kept = work?.known()
  if (work && kept && work !== shown && saved && sources) {
    setShown(work)
    // a selection made as another user or in another region is not used
    const selected = shown === null ? raw : EMPTY
    const own = followSource(draftFrom(kept), idsOf(sources))
    draft = rebase(new Map([...own, ...selected]), saved)
    setRaw(draft)
    setRebasedOn(saved)
    save.show(kept, work.isSaving())
    setDiscarded(null)
  } else if (saved && saved !== rebasedOn) {
    setRebasedOn(saved)
    draft = rebase(sources ? followSource(raw, idsOf(sources)) : raw, saved)
    if (draft !== raw) setRaw(draft)
  }

  useEffect(() => {
    if (shown && sources) shown.putLater(() => draftPart(draft, sourcesOf(sources)))
  }, [shown, draft, sources])

  useEffect(() => {
    const left = shown?.known()
    // selecting something drops the interrupted steps; what they may have written still has to be imported
    if (left && !shown?.isSaving() && isOwed(left)) void shown?.put({ importOwed: true })
  }, [shown])

  const change = useCallback((next: (draft: Draft) => Draft) => {
    setDiscarded(null)
    setRaw(next)
  }, [])
  const { saving, setSaving } = useSaving(work, (left) => save.show(left, false))

  return {
    draft,
    change,
    discard: () => {
      setDiscarded(draft)
      setRaw(EMPTY)
    },
    /** The draft that was discarded; null once something else was changed. */
    discarded,
    undoDiscard: () => {
      if (discarded) setRaw(discarded)
      setDiscarded(null)
    },
    clear: () => {
      setDiscarded(null)
      setRaw(EMPTY)
    },
    ...save.shown,
    /** Whether a save is running, including one that began before the page was left and shown again. */
    saving,
    setSaving,
    /** Takes over the unsaved work of a closed tab. Resolves when it is stored for this tab. */
    restore: async (left: Unsaved) => {
      if (!saved || !sources) return
      const merged = rebase(new Map([...draftOn(left, sourcesOf(sources)), ...draft]), saved)
      change(() => merged)
      await save.takeOver(left, draftPart(merged, sourcesOf(sources)))
    },
  }
}

const idsOf = (sources: Sources): number[] => sources.map(({ source }) => source.id)
const sourcesOf = (sources: Sources): BootSource[] => sources.map(({ source }) => source)

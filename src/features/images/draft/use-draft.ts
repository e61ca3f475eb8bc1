import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { listRecords, type Owner } from '#api/store/records.ts'
import type { BootSource } from '#contract/maas.ts'
import { followSource, rebase } from '#features/images/rules/selection.ts'
import {
  atFirstWrite,
  draftFrom,
  draftOn,
  draftPart,
  interrupted,
  isOwed,
  UNSAVED,
  type Unsaved,
} from './unsaved.ts'
import type { RunningImport } from './running-import.ts'
import { unsavedWork, type UnsavedWork } from './unsaved-work.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import type { BoardStep } from '#selections/step-board.ts'

const EMPTY: Draft = new Map()
const NO_STEPS: readonly BoardStep[] = []

type Sources = readonly { readonly source: BootSource }[]

/** The unsaved selection. It survives a reload of this tab; parts that have been saved meanwhile are dropped. */
export function useDraft(saved: Saved | null, sources: Sources | null, owner: Owner | null) {
  const work = useWork(owner)
  const [raw, setRaw] = useState<Draft>(EMPTY)
  const [importOwed, setOwed] = useState(false)
  const [runningImport, setRunningImport] = useState<RunningImport>()
  const [interruptedSteps, setInterrupted] = useState(NO_STEPS)
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
    setOwed(work.isSaving() ? kept.importOwed : isOwed(kept))
    setRunningImport(kept.runningImport)
    setInterrupted(work.isSaving() ? NO_STEPS : interrupted(kept.steps))
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
  const put = useCallback(
    (part: Partial<Omit<Unsaved, 'at'>>) => {
      const stored = work?.put(part)
      setRunningImport(work?.known()?.runningImport)
      return stored
    },
    [work],
  )
  const setImportOwed = useCallback(
    (owed: boolean) => {
      void put({ importOwed: owed })
      setOwed(owed)
    },
    [put],
  )
  const joinImport = useCallback(
    (running: RunningImport) => {
      const before = work?.known()
      const known = before ? atFirstWrite(before, running) : running
      void put({
        importOwed: true,
        runningImport: { ...known, ...running, began: known?.began, joined: true },
      })
      setOwed(true)
    },
    [work, put],
  )
  const keepSteps = useCallback(
    async (steps: readonly BoardStep[]) => {
      setInterrupted(NO_STEPS)
      await put({ steps })
    },
    [put],
  )
  const beginWrites = useCallback(
    async (steps: readonly BoardStep[], running: RunningImport | undefined) => {
      setInterrupted(NO_STEPS)
      // other tabs may have written during the same import
      const others = owner && running ? (await listRecords(UNSAVED, owner)).values() : []
      const before = work?.known()
      await put({ steps, runningImport: before && atFirstWrite(before, running, others) })
    },
    [owner, work, put],
  )

  const { saving, setSaving } = useSaving(work, (left) => {
    setOwed(isOwed(left))
    setRunningImport(left.runningImport)
    setInterrupted(interrupted(left.steps))
  })

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
    /** Whether selections were written, but no import was started afterwards. */
    importOwed,
    setImportOwed,
    /** Stores that the saved selection is left to the running import: an import is owed until MAAS begins another one. */
    joinImport,
    /** The import during which selections were written; undefined: none, or not known. */
    runningImport,
    /** The steps of a save whose page was closed; empty: there was no such save. */
    interrupted: interruptedSteps,
    /** Stores the steps of a running save, or none once it has succeeded. */
    keepSteps,
    /** Stores the steps before the first write, and the import that is running then (up to 3.7). */
    beginWrites,
    /** Whether a save is running, including one that began before the page was left and shown again. */
    saving,
    setSaving,
    /** Takes over the unsaved work of a closed tab. Resolves when it is stored for this tab. */
    restore: async (left: Unsaved) => {
      if (!saved || !sources) return
      const merged = rebase(new Map([...draftOn(left, sourcesOf(sources)), ...draft]), saved)
      const importOwedNow = importOwed || isOwed(left)
      const running = importOwed ? runningImport : left.runningImport
      change(() => merged)
      setOwed(importOwedNow)
      setInterrupted(interrupted(left.steps))
      const part = draftPart(merged, sourcesOf(sources))
      await put({ ...part, importOwed: importOwedNow, steps: left.steps, runningImport: running })
    },
  }
}

const never = () => () => undefined

/** Whether a save is running. `onEnd` gets the remaining work of a save that began before the page was shown again. */
function useSaving(work: UnsavedWork | null, onEnd: (left: Unsaved) => void) {
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

const idsOf = (sources: Sources): number[] => sources.map(({ source }) => source.id)
const sourcesOf = (sources: Sources): BootSource[] => sources.map(({ source }) => source)

/** The unsaved work of this tab; null until the owner is known. Renders again when the work has been read. */
function useWork(owner: Owner | null): UnsavedWork | null {
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

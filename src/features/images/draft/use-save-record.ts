import { useCallback, useState } from 'react'
import { listRecords, type Owner } from '#api/store/records.ts'
import type { BoardStep } from '#selections/step-board.ts'
import type { RunningImport } from './running-import.ts'
import { atFirstWrite, interrupted, isOwed, UNSAVED, type Unsaved } from './unsaved.ts'
import type { UnsavedWork } from './unsaved-work.ts'

const NO_STEPS: readonly BoardStep[] = []

type Part = Partial<Omit<Unsaved, 'at'>>

/** What is stored of a save until its import has begun, so that a reload or another tab can continue it. */
export function useSaveRecord(work: UnsavedWork | null, owner: Owner | null) {
  const [importOwed, setOwed] = useState(false)
  const [runningImport, setRunningImport] = useState<RunningImport>()
  const [interruptedSteps, setInterrupted] = useState(NO_STEPS)

  /** Shows what is left of a save. A save that is running now is not interrupted. */
  const show = (left: Unsaved, isSaving: boolean) => {
    setOwed(isSaving ? left.importOwed : isOwed(left))
    setRunningImport(left.runningImport)
    setInterrupted(isSaving ? NO_STEPS : interrupted(left.steps))
  }
  const put = useCallback(
    (part: Part) => {
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

  return {
    show,
    /** Takes over what is left of a save of a closed tab, and stores it with this part of the draft. */
    takeOver: async (left: Unsaved, part: Part) => {
      const owed = importOwed || isOwed(left)
      const running = importOwed ? runningImport : left.runningImport
      setOwed(owed)
      setInterrupted(interrupted(left.steps))
      await put({ ...part, importOwed: owed, steps: left.steps, runningImport: running })
    },
    shown: {
      /** Whether selections were written, but no import was started afterwards. */
      importOwed,
      setImportOwed,
      /**
       * Stores that the saved selection is left to the running import: an import is owed until MAAS begins another
       * one.
       */
      joinImport,
      /** The import during which selections were written; undefined: none, or not known. */
      runningImport,
      /** The steps of a save whose page was closed; empty: there was no such save. */
      interrupted: interruptedSteps,
      /** Stores the steps of a running save, or none once it has succeeded. */
      keepSteps,
      /** Stores the steps before the first write, and the import that is running then (up to 3.7). */
      beginWrites,
    },
  }
}

import { messageOf } from '#api/client.ts'
import * as api from '#api/images.ts'
import { IMPORT_RUNS, waitForImportEnd, pause } from '#api/import-end.ts'
import { readSources } from '#api/sources.ts'
import { messageOfWrite } from '#api/write-failure.ts'
import type { BootSource } from '#contract/maas.ts'
import { mergeDraft, notAsSaved, type Merge } from './merge.ts'
import {
  selectionPlan,
  type SelectionRules,
  type SelectionStep,
} from '#features/images/rules/selection-plan.ts'
import { createStepBoard, type BoardStep } from '#selections/step-board.ts'
import { pairAt } from '#selections/step-groups.ts'
import { createWriter, recreatedBy, stepLabel, SaveError } from './save-writes.ts'
import { savedFrom, startOver } from '#features/images/rules/selection.ts'
import { movedSources, type Moved } from '#features/images/rules/moved-sources.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import type { ReleaseId } from '#selections/keys.ts'

export type SaveOutcome =
  | { kind: 'saved' }
  | {
      kind: 'failed'
      message: string
      /** Whether MAAS took any of it, or may have: an answer was lost. */ written: boolean
      /** The code that saves could not be fetched; the page says why. */
      unloaded?: boolean
    }
  /** Someone else changed what this draft changes, and it is for the person to agree. */
  | { kind: 'merge'; now: Saved; merged: Merge; stage: MergeStage }
  /** Sources are not any more what the ticks were made on: nothing was written. */
  | { kind: 'moved'; moved: readonly Moved[] }

/** Before anything was written, between two writes, or after the last one, before the import. */
export type MergeStage = 'before' | 'partly' | 'saved'

/** What this MAAS makes of changes, and whether a second import cancels the running one. */
export type SaveRules = SelectionRules & { readonly importsOneAtATime?: boolean }

type Save = {
  draft: Draft
  commissioningRelease: string
  /** What this MAAS makes of changes. */
  rules: SaveRules
  nameOf: (id: ReleaseId) => string
  onSteps: (steps: readonly BoardStep[]) => void
  /** Called after every write, also one whose answer was lost: from now on an import is owed. */
  onWritten: () => void
  /** Called when the steps are known, before the first write, which waits for it. */
  beforeWrites?: () => Promise<void>
  /** Called when the draft starts from something else by what the save itself has done. */
  onDraft?: (change: (draft: Draft) => Draft) => void
  wait?: (ms: number) => Promise<void>
}

const MOVED_MEANWHILE =
  'Someone else changed a boot source while the selection was being saved. Check the selection on this page, then choose Continue.'
const SOURCE_GONE =
  'Someone else deleted the boot source of these images. Check the selection on this page, then save it again.'
const RESTLESS =
  'Others keep changing the same selection. Check what is selected on this page, then try again.'

/** How often a save plans again because someone else was quicker. */
const ROUNDS = 5

/**
 * Makes MAAS's selections say what the draft says, one call at a time, then imports.
 * Reads before it writes, and each write is done only where MAAS has what was read: else it reads, merges and plans
 * again. Reads once more before the import, and hands back what is not as it was saved. Running it again does only
 * what is left. Never throws.
 */
export async function saveSelection(save: Save): Promise<SaveOutcome> {
  const { wait = pause } = save
  let { draft } = save
  const board = createStepBoard(save.onSteps)
  const reading = board.add('Read the selection again')
  const importing = board.add('Start the import')
  let written = false
  const taken = () => {
    written = true
    save.onWritten()
  }
  const deleted = ({ kind, id }: SelectionStep) => {
    if (kind !== 'delete') return
    draft = startOver(draft, id)
    save.onDraft?.((before) => startOver(before, id))
  }
  const importsOneAtATime = save.rules.importsOneAtATime === true
  const writeAll = createWriter({ wait, importsOneAtATime, board, taken, deleted })
  try {
    for (let round = 1; ; round += 1) {
      board.run(reading)
      const now = await readRegion()
      const moved = movedSources(draft, now.sources)
      if (moved.length > 0 && written) throw new SaveError(MOVED_MEANWHILE)
      if (moved.length > 0) return { kind: 'moved', moved }
      const merged = mergeDraft(draft, now.saved)
      if (merged.changes.length > 0)
        return { kind: 'merge', now: now.saved, merged, stage: written ? 'partly' : 'before' }
      const steps = stepsOf({ ...save, draft }, now)
      board.done(reading)
      const lines = steps.map((step, index) =>
        board.add(stepLabel(step, save.nameOf(step.id), save.rules), {
          before: importing,
          pair: pairAt(steps, index, recreatedBy(save.nameOf)),
        }),
      )
      await save.beforeWrites?.()
      if (await writeAll(steps, lines, now.saved)) break
      if (round === ROUNDS) throw new SaveError(RESTLESS)
      board.drop(lines)
    }
    board.run(importing)
    if (importsOneAtATime) {
      const onWait = () => board.run(importing, IMPORT_RUNS)
      await waitForImportEnd({ wait, onWait })
      board.run(importing)
    }
    const late = written ? await lookAfter(save.draft) : null
    if (late) return late
    await api.startImport().catch((error: unknown) => {
      throw new SaveError(messageOfWrite(error))
    })
    board.done(importing)
    return { kind: 'saved' }
  } catch (error) {
    const message = error instanceof SaveError ? error.message : messageOf(error)
    board.fail(message)
    return { kind: 'failed', message, written }
  }
}

type RegionNow = { readonly sources: readonly BootSource[]; readonly saved: Saved }

/** Sources and selections right now. */
async function readRegion(): Promise<RegionNow> {
  const sources = await readSources()
  const read: Parameters<typeof savedFrom>[0] = []
  for (const source of sources) read.push({ source, selections: await api.readSelections(source) })
  return { sources, saved: savedFrom(read) }
}

/** The calls to make now; throws SaveError where the draft cannot be saved. */
function stepsOf(
  { draft, commissioningRelease, rules }: Save,
  { sources, saved }: RegionNow,
): readonly SelectionStep[] {
  const { steps, refused } = selectionPlan(saved, draft, commissioningRelease, rules)
  if (refused[0]) throw new SaveError(refused[0].reason)
  const isThere = ({ id }: SelectionStep) => sources.some((source) => source.id === id.sourceId)
  if (!steps.every(isThere)) throw new SaveError(SOURCE_GONE)
  return steps
}

/** What someone else has written over what was just saved; null: all is as it was saved. */
async function lookAfter(draft: Draft): Promise<SaveOutcome | null> {
  const now = await readRegion()
  if (movedSources(draft, now.sources).length > 0) throw new SaveError(MOVED_MEANWHILE)
  const merged = notAsSaved(draft, now.saved)
  return merged && { kind: 'merge', now: now.saved, merged, stage: 'saved' }
}

import { messageOf } from '#api/client.ts'
import { isImporting, startImport } from '#api/images.ts'
import { readSelections } from '#api/writes/selection-writes.ts'
import type { StopMemory } from '#api/stop/stopping.ts'
import { pause } from '#lib/pause.ts'
import { readSources } from '#api/sources.ts'
import { messageOfWrite } from '#api/write-failure.ts'
import { mergeDraft, notAsSaved, type Merge } from './merge.ts'
import {
  selectionPlan,
  type SelectionRules,
  type SelectionStep,
} from '#features/images/rules/selection-plan.ts'
import { createStepBoard, type BoardStep } from '#selections/step-board.ts'
import { pairAt } from '#selections/step-groups.ts'
import { importNow, type RegionNow, type UnchangedRegion } from './import-now.ts'
import { readyToImport } from './ready-to-import.ts'
import { createWriter, recreatedBy, stepLabel, SaveError } from './save-writes.ts'
import { savedFrom, startOver } from '#features/images/rules/selection.ts'
import { movedSources, type Moved } from '#features/images/rules/moved-sources.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import type { RunningImport } from '#features/images/draft/running-import.ts'
import type { ReleaseId } from '#selections/keys.ts'

export type SaveOutcome =
  | { kind: 'saved' }
  | {
      kind: 'failed'
      message: string
      /** Whether MAAS applied any step, or may have, because an answer was lost. */ written: boolean
      /** The code for saving could not be fetched; the page says why. */
      unloaded?: boolean
    }
  /** Someone else changed the same releases, and the user must agree to a merge. */
  | { kind: 'merge'; now: Saved; merged: Merge; stage: MergeStage }
  /** Sources have changed since the selection was made: nothing was written. */
  | { kind: 'moved'; moved: readonly Moved[] }

/** Before the first write, between two writes, or between the last write and the import. */
export type MergeStage = 'before' | 'partly' | 'saved'

/** How this version of MAAS applies changes, and whether a second import cancels the running one. */
export type SaveRules = SelectionRules & { readonly importsOneAtATime?: boolean }

type Save = {
  draft: Draft
  commissioningRelease: string
  /** How this version of MAAS applies changes. */
  rules: SaveRules
  /** What the page shows. */
  seen?: UnchangedRegion | null
  nameOf: (id: ReleaseId) => string
  onSteps: (steps: readonly BoardStep[]) => void
  /** Called after every write, even if its answer was lost: from then on an import has to be started. */
  onWritten: () => void
  /**
   * Called when the steps are known, with the import that is running then (up to 3.7). The first write waits for it.
   */
  beforeWrites?: (running: RunningImport | undefined) => Promise<void>
  /** Called if MAAS skips the import because this one is running (up to 3.7). */
  onJoin?: (running: RunningImport) => void
  /** Called when the save itself has changed the base of the draft. */
  onDraft?: (change: (draft: Draft) => Draft) => void
  /** The request with which someone using this browser has stopped the running import; null: there is none. */
  runningStop?: () => Promise<StopMemory | null>
  wait?: (ms: number) => Promise<void>
}

const MOVED_MEANWHILE =
  'Someone else changed a boot source while the selection was being saved. Check the selection on this page, then try again.'
const SOURCE_GONE =
  'Someone else deleted the boot source of these images. Check the selection on this page, then save it again.'
const RESTLESS =
  'Other users keep changing this selection. Check what is selected on this page, then try again.'

/** How often a save plans again because someone else changed something first. */
const ROUNDS = 5

/**
 * Saves the draft to the selections in MAAS, one call at a time, then starts an import. It reads before it writes,
 * and MAAS applies a write only if it still has what was read; otherwise the save reads, merges and plans again.
 * Before the import it reads once more, and returns what someone else has changed. Running it again does only what is
 * left. Never throws.
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
      const now = await readSelected()
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
      const isSkipped = !importsOneAtATime && steps.length > 0
      await save.beforeWrites?.(isSkipped ? await importNow(now, save.seen) : undefined)
      if (await writeAll(steps, lines, now.saved)) break
      if (round === ROUNDS) throw new SaveError(RESTLESS)
      board.drop(lines)
    }
    board.run(importing)
    const note = (text?: string) => board.run(importing, text)
    for (let runs = true; runs;) {
      await readyToImport({ ...save, importsOneAtATime, wait, note })
      const late = written ? await checkAfterWrites(save.draft) : null
      if (late) return late
      // an import that began during these reads would be canceled
      runs = importsOneAtATime && written && (await isImporting())
    }
    const joined = importsOneAtATime || !save.onJoin ? undefined : await importNow(null)
    await startImport().catch((error: unknown) => {
      throw new SaveError(messageOfWrite(error))
    })
    board.done(importing)
    if (joined) save.onJoin?.(joined)
    return { kind: 'saved' }
  } catch (error) {
    const message = error instanceof SaveError ? error.message : messageOf(error)
    board.fail(message)
    return { kind: 'failed', message, written }
  }
}

/** The current sources and selections. */
export async function readSelected(): Promise<RegionNow> {
  const sources = await readSources()
  const read: Parameters<typeof savedFrom>[0] = []
  for (const source of sources) read.push({ source, selections: await readSelections(source) })
  return { sources, saved: savedFrom(read) }
}

/** The calls to make now. Throws SaveError if the draft cannot be saved. */
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

/** The changes that someone else made to what was just saved; null: there are none. */
async function checkAfterWrites(draft: Draft): Promise<SaveOutcome | null> {
  const now = await readSelected()
  if (movedSources(draft, now.sources).length > 0) throw new SaveError(MOVED_MEANWHILE)
  const merged = notAsSaved(draft, now.saved)
  return merged && { kind: 'merge', now: now.saved, merged, stage: 'saved' }
}

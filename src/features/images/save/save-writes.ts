import { isChanged } from '#api/client.ts'
import { deleteSelection, readSelections, updateSelection } from '#api/writes/selection-writes.ts'
import { createSelectionUntilRead, WAIT_TEXTS } from '#api/writes/until-read.ts'
import { mayBeDone, messageOfWrite, StillUnread } from '#api/write-failure.ts'
import type { NewSelection } from '#contract/maas.ts'
import type { SelectionRules, SelectionStep } from '#features/images/rules/selection-plan.ts'
import type { StepBoard } from '#selections/step-board.ts'
import type { Saved } from '#features/images/rules/model.ts'
import type { Wanted } from '#selections/wanted.ts'
import { type ReleaseId, releaseKey } from '#selections/keys.ts'

type Line = ReturnType<StepBoard['add']>

/** An error whose message is shown to the user. */
export class SaveError extends Error {}

const STILL_UNREAD =
  'MAAS does not find this image. It has not read the boot source yet, or the source does not offer the image. ' +
  'Check whether the import reports a problem, then try again.'

type Tools = {
  readonly wait: (ms: number) => Promise<void>
  readonly importsOneAtATime: boolean
  readonly board: StepBoard
  /** Called after each write, even if its answer was lost. */
  readonly taken: () => void
  /** Called when a step has deleted a selection. */
  readonly deleted: (step: SelectionStep) => void
}

/**
 * Runs the steps in order, each only if MAAS still has what is `saved`. Resolves with false if someone else changed
 * it first: then the rest must be planned again. Throws SaveError.
 */
export function createWriter(tools: Tools) {
  const { board, taken, deleted } = tools
  return async (steps: readonly SelectionStep[], lines: readonly Line[], saved: Saved): Promise<boolean> => {
    for (const [index, step] of steps.entries()) {
      const line = lines[index]
      if (!line) continue
      board.run(line)
      try {
        await write(step, saved, tools, (note) => board.run(line, note))
      } catch (error) {
        if (isChanged(error)) return false
        if (mayBeDone(error)) {
          taken()
          if (await isGone(step).catch(() => false)) deleted(step)
        }
        throw new SaveError(error instanceof StillUnread ? STILL_UNREAD : messageOfWrite(error), {
          cause: error,
        })
      }
      board.done(line)
      taken()
      deleted(step)
    }
    return true
  }
}

/** Whether the selection is gone, after a deletion whose answer was lost. */
async function isGone(step: SelectionStep): Promise<boolean> {
  if (step.kind !== 'delete') return false
  const left = await readSelections({ id: step.id.sourceId })
  return !left.some(({ id }) => id === step.selectionId)
}

async function write(
  step: SelectionStep,
  saved: Saved,
  { wait, importsOneAtATime }: Tools,
  note: (text: string) => void,
): Promise<unknown> {
  const { sourceId, os, release } = step.id
  if (step.kind === 'create') {
    return createSelectionUntilRead(sourceId, bodyOf(step), {
      wait,
      importsOneAtATime,
      onWait: (reason) => note(WAIT_TEXTS[reason]),
    })
  }
  const { arches, subarches, labels } = saved.get(releaseKey(step.id))?.wanted ?? NOTHING
  const expected = { os, release, arches: [...arches], subarches: [...subarches], labels: [...labels] }
  return step.kind === 'delete'
    ? deleteSelection(sourceId, step.selectionId, expected)
    : updateSelection(sourceId, step.selectionId, bodyOf(step), expected)
}

const NOTHING: Wanted = { arches: [], subarches: [], labels: [] }

const bodyOf = ({
  id: { os, release },
  wanted,
}: Exclude<SelectionStep, { kind: 'delete' }>): NewSelection => ({
  os,
  release,
  arches: [...wanted.arches],
  subarches: [...wanted.subarches],
  labels: [...wanted.labels],
})

/** The label of a step. */
export function stepLabel(
  { kind }: SelectionStep,
  name: string,
  { recreates = false }: SelectionRules,
): string {
  // MAAS 3.8 deletes the images together with the selection
  if (kind === 'delete') return `Clear ${name}${recreates ? ' and delete its images' : ''}`
  return kind === 'create' ? `Select ${name}` : `Change ${name}`
}

/** The name of the release whose selection is deleted by the first step and created again by the second. */
export const recreatedBy =
  (nameOf: (id: ReleaseId) => string) =>
  (first: SelectionStep, second: SelectionStep): string | undefined =>
    first.kind === 'delete' && second.kind === 'create' && releaseKey(first.id) === releaseKey(second.id)
      ? nameOf(first.id)
      : undefined

import { isChanged } from '#api/client.ts'
import { waitForImportEnd, pause } from '#api/import-end.ts'
import * as images from '#api/images.ts'
import { readSources } from '#api/sources.ts'
import { mayBeDone } from '#api/write-failure.ts'
import { changeSteps } from '#features/source/rules/source-steps.ts'
import { doStep } from './do-step.ts'
import { stepLabel, ChangedMeanwhile, reasonOf, waitText } from './change-words.ts'
import { createKnownRegion } from './known-region.ts'
import { extrasOf, type SourceState, type SourceTarget } from '#features/source/rules/model.ts'
import { recreatedBy } from './listed-steps.ts'
import { createStepBoard, type BoardStep } from '#selections/step-board.ts'
import { pairAt } from '#selections/step-groups.ts'
import { contentOf, progressOf } from '#features/source/rules/change-progress.ts'

export type ChangeOutcome =
  | { readonly kind: 'done' }
  /** Someone else changed sources or selections since this was planned: nothing was written. */
  | {
      readonly kind: 'changed'
      /** The import that ran when it began was stopped for it. */
      readonly importEnded?: true
    }
  /** Another tab of this browser is changing a source: nothing was written. */
  | { readonly kind: 'elsewhere' }
  | {
      readonly kind: 'failed'
      readonly message: string
      /** What the change has left: all as before, as planned, something between, or it is not known. */
      readonly place: 'old' | 'new' | 'between' | 'unknown'
      /** An import ran when it began, and does not any more: stopped for the change, as a rule. */
      readonly importEnded?: true
    }

export type ChangeOrder = {
  readonly target: SourceTarget
  /** What the region had when this was planned. */
  readonly before: readonly SourceState[]
  /** Goes on with a change that stopped half-way: what the region has now is not what it had before. */
  readonly resumes?: boolean
  readonly onSteps: (steps: readonly BoardStep[]) => void
  readonly wait?: (ms: number) => Promise<void>
}

/**
 * Makes the region's sources and selections what the target says, one call at a time, then imports. Reads first, and
 * after a failure again, to tell truly where the region stands. Run again it does only what is left. Never throws.
 */
export async function applyChange(order: ChangeOrder): Promise<ChangeOutcome> {
  const { before, wait = pause } = order
  let { target } = order
  const board = createStepBoard(order.onSteps)
  let writes = false
  const begun = { importing: false }
  let touched = order.resumes === true || target.replaces !== null
  let written = order.resumes === true
  const reading = board.add('Read sources and selections again')
  try {
    board.run(reading)
    const now = await readStates()
    const known = createKnownRegion(now)
    // only MAAS 3.8 and later rank sources, and cancel the running import for a new one
    const importsOneAtATime = [target.extras, ...now.map(({ source }) => extrasOf(source))].some(Boolean)
    begun.importing = await images.isImporting()
    let plan = changeSteps(now, target, { ...begun, before })
    // what was done before the last failure is done; its import may not have been
    const isOwed = order.resumes === true && !(importsOneAtATime && begun.importing)
    if (plan.length === 0 && isOwed) plan = [{ kind: 'import' }]
    board.done(reading)
    if (order.resumes !== true && !isAsPlanned(now, before, target)) return { kind: 'changed' }
    const listed = plan.map((step, index) => {
      const pair = pairAt(plan, index, recreatedBy)
      return { step, line: board.add(stepLabel(step), { kind: step.kind, pair }) }
    })
    writes = true
    let created = 0
    for (const { step, line } of listed) {
      board.run(line)
      const note = (text: string) => board.run(line, text)
      if (step.kind === 'import') {
        if (importsOneAtATime) await waitForImportEnd({ wait, onWait: () => note(waitText('import')) })
        await checkResult(target, before)
      }
      const made = await doStep(step, created, { known, note, wait, importsOneAtATime })
      if (made && 'spec' in step) {
        created = made.id
        // from 3.8 on MAAS writes an address in its own way
        if (target.spec?.url === step.spec.url) target = { ...target, spec: { ...step.spec, url: made.url } }
      }
      board.done(line)
      touched ||= step.kind !== 'stop-import'
      written ||= step.kind !== 'stop-import'
    }
    return { kind: 'done' }
  } catch (error) {
    const message = reasonOf(error, writes)
    board.fail(message)
    const importEnded = begun.importing && !(await images.isImporting().catch(() => true))
    if (isChanged(error) && !written) return { kind: 'changed', ...(importEnded && { importEnded }) }
    // an addition that MAAS refused has left nothing to finish, whatever someone else has written
    const place = touched || mayBeDone(error) ? await whereIsIt(before, target) : 'old'
    return { kind: 'failed', message, place, ...(importEnded && { importEnded }) }
  }
}

/** Boot sources with their selections, as they are right now. */
export async function readStates(): Promise<SourceState[]> {
  const states: SourceState[] = []
  for (const source of await readSources()) {
    states.push({ source, selections: await images.readSelections(source) })
  }
  return states
}

async function whereIsIt(before: readonly SourceState[], target: SourceTarget) {
  try {
    return progressOf(await readStates(), before, target)
  } catch {
    return 'unknown'
  }
}

/** Nobody else changed it since: also what it replaces, which may have been made anew with the same content. */
const isAsPlanned = (
  now: readonly SourceState[],
  before: readonly SourceState[],
  { replaces }: SourceTarget,
) =>
  contentOf(now) === contentOf(before) &&
  (replaces === null || now.some(({ source }) => source.id === replaces))

/** MAAS has no locks: someone else may have written between our own calls. */
async function checkResult(target: SourceTarget, before: readonly SourceState[]): Promise<void> {
  const left = changeSteps(await readStates(), target, { importing: false, before })
  if (left.length > 0) {
    throw new ChangedMeanwhile()
  }
}

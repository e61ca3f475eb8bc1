import { isChanged } from '#api/client.ts'
import { IMPORT_RUNS, waitForImportEnd, waitUntilStopped } from '#api/import-end.ts'
import type { Owner } from '#api/store/records.ts'
import type { StopMemory } from '#api/stop/stopping.ts'
import { pause } from '#lib/pause.ts'
import { isImporting } from '#api/images.ts'
import { readSelections } from '#api/writes/selection-writes.ts'
import { readSources } from '#api/sources.ts'
import { mayBeDone } from '#api/write-failure.ts'
import { changeSteps } from '#features/source/rules/source-steps.ts'
import { doStep } from './do-step.ts'
import { stepLabel, ChangedMeanwhile, ImportRunsOn, reasonOf } from './change-words.ts'
import { createKnownRegion } from './known-region.ts'
import { type SourceState, type SourceTarget } from '#features/source/rules/model.ts'
import { recreatedBy } from './listed-steps.ts'
import { createStepBoard, type BoardStep } from '#selections/step-board.ts'
import { capabilitiesOf, isRanked } from '#selections/maas-version.ts'
import { pairAt } from '#selections/step-groups.ts'
import { contentOf, progressOf } from '#features/source/rules/change-progress.ts'

export type ApplyOutcome =
  | { readonly kind: 'done' }
  /** Someone else changed sources or selections after this change was planned: nothing was written. */
  | {
      readonly kind: 'changed'
      /** An import was running at the beginning and was stopped for this change. */
      readonly importEnded?: true
    }
  /** Another tab of this browser is changing a source: nothing was written. */
  | { readonly kind: 'elsewhere' }
  | {
      readonly kind: 'failed'
      readonly message: string
      /** Where the change left the region: as before, as planned, or in between; `unknown` if it could not be read. */
      readonly progress: 'old' | 'new' | 'between' | 'unknown'
      /** An import was running at the beginning and is not running any more; usually this change stopped it. */
      readonly importEnded?: true
    }

export type ChangeOrder = {
  readonly target: SourceTarget
  /** Of MAAS; null: not known. */
  readonly version: string | null
  /** The region's sources when this change was planned. */
  readonly before: readonly SourceState[]
  /** Continues a change that stopped half-way: the region no longer matches `before`. */
  readonly resumes?: boolean
  readonly onSteps: (steps: readonly BoardStep[]) => void
  /** The request with which someone using this browser has stopped the running import; null: there is none. */
  readonly runningStop?: () => Promise<StopMemory | null>
  /** The region and user of this page; null: not known. */
  readonly owner: Owner | null
  readonly wait?: (ms: number) => Promise<void>
}

/**
 * Brings the region's sources and selections to the target, one call at a time, then starts an import. Reads the region
 * first, and reads it again after a failure to report where it stands. Another run does only the remaining steps. Never
 * throws.
 */
export async function applyChange(order: ChangeOrder): Promise<ApplyOutcome> {
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
    const importsOneAtATime = cancelsImports(order.version, now)
    begun.importing = await isImporting()
    let plan = changeSteps(now, target, { ...begun, before })
    // the steps before the last failure are done, but perhaps not the import
    const isOwed = order.resumes === true && !(importsOneAtATime && begun.importing)
    // up to 3.7 a running import applies the change too: MAAS imports again before that import ends
    if (plan.length === 0 && isOwed) plan = [{ kind: 'import' }]
    board.done(reading)
    if (order.resumes !== true && !isAsPlanned(now, before, target)) return { kind: 'changed' }
    const listed = plan.map((step, index) => {
      const pair = pairAt(plan, index, recreatedBy)
      return { step, line: board.add(stepLabel(step, plan, index), { kind: step.kind, pair }) }
    })
    writes = true
    let created = 0
    for (const { step, line } of listed) {
      board.run(line)
      const note = (text: string) => board.run(line, text)
      if (step.kind === 'import') {
        if (importsOneAtATime) await waitForImportEnd({ wait, onWait: () => note(IMPORT_RUNS) })
        // other steps have ended the import that ran before them
        else if (listed.length === 1) await endOfStop(order, note)
        await checkResult(target, before)
      }
      const made = await doStep(step, created, { known, note, wait, importsOneAtATime, owner: order.owner })
      if (made && 'spec' in step) {
        created = made.id
        // MAAS 3.8 and later normalize the address
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
    const importEnded = begun.importing && !(await isImporting().catch(() => true))
    if (isChanged(error) && !written) return { kind: 'changed', ...(importEnded && { importEnded }) }
    // if MAAS refused to add a source, nothing is left to finish, whatever someone else has written
    const progress = touched || mayBeDone(error) ? await readProgress(before, target) : 'old'
    return { kind: 'failed', message, progress, ...(importEnded && { importEnded }) }
  }
}

/** Whether MAAS cancels the running import when another one starts. */
function cancelsImports(version: string | null, sources: readonly SourceState[]): boolean {
  const { known, syncsSelections } = capabilitiesOf(version ?? '')
  return known ? syncsSelections : sources.some(({ source }) => isRanked(source))
}

/** While an import is being stopped, MAAS up to 3.7 skips a request for another one. Throws ImportRunsOn, ApiError. */
async function endOfStop(
  { runningStop, wait = pause }: ChangeOrder,
  note: (text: string) => void,
): Promise<void> {
  const stop = await runningStop?.()
  if (!stop) return
  // an import that began later is not being stopped, so it also applies the change
  const end = await waitUntilStopped({ wait, note }, stop)
  if (end === 'late') throw new ImportRunsOn(false)
}

/** The boot sources with their selections, as they are now. */
export async function readStates(): Promise<SourceState[]> {
  const states: SourceState[] = []
  for (const source of await readSources()) {
    states.push({ source, selections: await readSelections(source) })
  }
  return states
}

async function readProgress(before: readonly SourceState[], target: SourceTarget) {
  try {
    return progressOf(await readStates(), before, target)
  } catch {
    return 'unknown'
  }
}

/** No one else has changed anything, not even by deleting the source to replace and creating an identical one. */
const isAsPlanned = (
  now: readonly SourceState[],
  before: readonly SourceState[],
  { replaces }: SourceTarget,
) =>
  contentOf(now) === contentOf(before) &&
  (replaces === null || now.some(({ source }) => source.id === replaces))

/** MAAS has no locks: someone else may have written between this page's calls. */
async function checkResult(target: SourceTarget, before: readonly SourceState[]): Promise<void> {
  const left = changeSteps(await readStates(), target, { importing: false, before })
  if (left.length > 0) {
    throw new ChangedMeanwhile()
  }
}

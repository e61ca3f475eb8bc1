import { messageOf } from '#api/client.ts'
import * as images from '#api/images.ts'
import { createSource, deleteSource, readSources, updateSource } from '#api/sources.ts'
import { createSelectionUntilRead, StillUnread } from '#api/until-read.ts'
import { messageOfWrite } from '#api/write-failure.ts'
import { sourceName } from '#lib/source-name.ts'
import type { ListedStep } from '#ui/step-list.tsx'
import { contentOf, placeOf, planChange } from './change-plan.ts'
import type { SourceState, Step, Target } from './model.ts'

export type ChangeOutcome =
  | { readonly kind: 'done' }
  /** Somebody else changed sources or selections since this was planned: nothing was written. */
  | { readonly kind: 'changed' }
  | {
      readonly kind: 'failed'
      readonly message: string
      /** What the region has now: as before, as planned, something between, or nobody knows. */
      readonly place: 'old' | 'new' | 'between' | 'unknown'
      /** An import ran when it began, and does not any more: stopped for the change, as a rule. */
      readonly importEnded: boolean
    }

export type ChangeOrder = {
  readonly target: Target
  /** What the region had when this was planned. */
  readonly before: readonly SourceState[]
  /** Goes on with a change that stopped half-way: what the region has now is not what it had before. */
  readonly resumes?: boolean
  readonly onSteps: (steps: readonly ListedStep[]) => void
  readonly wait?: (ms: number) => Promise<void>
}

/** How long a stopping import is waited for: looks, and ms between them. */
const LOOKS = 60
const LOOK_MS = 500

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Makes the region's sources and selections what the target says, one call at a time, then imports. Reads first, and
 * after a failure again, to tell truly where the region stands. Run again it does only what is left. Never throws.
 */
export async function applyChange(order: ChangeOrder): Promise<ChangeOutcome> {
  const { target, before, wait = pause } = order
  const steps: { label: string; status: ListedStep['status']; note?: string }[] = []
  const show = () => order.onSteps(steps.map((step) => ({ ...step })))
  const run = async (label: string, work: (note: (text: string) => void) => Promise<void>) => {
    const line = steps.find((step) => step.label === label && step.status === 'waiting') ?? {
      label,
      status: 'waiting',
    }
    if (!steps.includes(line)) steps.push(line)
    line.status = 'running'
    show()
    const note = (text: string) => {
      line.note = text
      show()
    }
    try {
      await work(note)
      line.status = 'done'
      delete line.note
    } catch (error) {
      line.status = 'failed'
      line.note = readable(error)
      throw error
    } finally {
      show()
    }
  }

  let wasImporting = false
  try {
    let plan: Step[] = []
    let changed = false
    await run('Read sources and selections again', async () => {
      const now = await readStates()
      changed = order.resumes !== true && contentOf(now) !== contentOf(before)
      wasImporting = await images.isImporting()
      plan = planChange(now, target, { importing: wasImporting })
      // what was done before the last failure is done; its import may not have been
      if (plan.length === 0 && order.resumes === true) plan = [{ kind: 'import' }]
    })
    if (changed) return { kind: 'changed' }
    for (const step of plan) steps.push({ label: labelOf(step), status: 'waiting' })
    let created = 0
    for (const step of plan) {
      await run(labelOf(step), async (note) => {
        const id = await write(step, created, { note, wait }).catch((error: unknown) => {
          throw new Told(toldOf(error))
        })
        if (id !== null) created = id
      })
    }
    return { kind: 'done' }
  } catch (error) {
    const place = await whereIsIt(before, target)
    const importEnded = wasImporting && !(await images.isImporting().catch(() => true))
    return { kind: 'failed', message: readable(error), place, importEnded }
  }
}

/** Boot sources with their selections, as they are right now. */
export async function readStates(): Promise<SourceState[]> {
  const states: SourceState[] = []
  for (const source of await readSources()) {
    states.push({ source, selections: await images.readSelections(source.id) })
  }
  return states
}

async function whereIsIt(before: readonly SourceState[], target: Target) {
  try {
    return placeOf(await readStates(), before, target)
  } catch {
    return 'unknown'
  }
}

type Tools = { readonly note: (text: string) => void; readonly wait: (ms: number) => Promise<void> }

/** Does one step; the id of a source that it created, else null. */
async function write(step: Step, created: number, { note, wait }: Tools): Promise<number | null> {
  switch (step.kind) {
    case 'stop-import':
      await stopImport(wait)
      return null
    case 'create-source':
      return (await createSource({ ...step.spec, ...step.extras })).id
    case 'update-source':
      await updateSource(step.id ?? created, { ...step.spec, ...step.extras })
      return null
    case 'delete-source':
      await deleteSource(step.id)
      return null
    case 'create-selection':
      await createSelectionUntilRead(step.sourceId ?? created, step.wanted, {
        wait,
        onWait: () => note('MAAS has not read the new source yet. Asked it to, waiting…'),
      })
      return null
    case 'update-selection':
      await images.updateSelection(step.sourceId, step.id, step.wanted)
      return null
    case 'delete-selection':
      await images.deleteSelection(step.sourceId, step.id)
      return null
    default:
      await images.startImport()
      return null
  }
}

async function stopImport(wait: (ms: number) => Promise<void>): Promise<void> {
  await images.stopImport()
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const importing = await images.isImporting().catch((error: unknown) => {
      throw new Told(`${messageOf(error)} It is not certain whether the import has stopped.`)
    })
    if (!importing) return
    await wait(LOOK_MS)
  }
  throw new Told('The running import does not stop. Look at MAAS, then try again.')
}

/** Its message is what a person shall read. */
class Told extends Error {}

const readable = (error: unknown) => (error instanceof Told ? error.message : messageOf(error))

function toldOf(error: unknown): string {
  if (error instanceof Told) return error.message
  if (error instanceof StillUnread) {
    return 'MAAS finds no such image: it has not read the new source, or cannot. Look at its notifications on the Images page, then finish or go back.'
  }
  return messageOfWrite(error)
}

function labelOf(step: Step): string {
  switch (step.kind) {
    case 'stop-import':
      return 'Stop the running import'
    case 'create-source':
      return `Create the source ${sourceName(step.spec.url)}`
    case 'update-source':
      return step.id === null
        ? `Give ${sourceName(step.spec.url)} its name and priority`
        : `Change the source to ${sourceName(step.spec.url)}`
    case 'delete-source':
      return `Delete the source ${sourceName(step.url)}`
    case 'create-selection':
      return `Select ${step.wanted.os} ${step.wanted.release}`
    case 'update-selection':
      return `Change the selection of ${step.wanted.os} ${step.wanted.release}`
    case 'delete-selection':
      return `Unselect ${step.os} ${step.release}`
    default:
      return 'Start the import'
  }
}

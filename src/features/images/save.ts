import * as api from '#api/images.ts'
import { IMPORT_RUNS, importEnds } from '#api/import-end.ts'
import { createSelectionUntilRead, StillUnread } from '#api/until-read.ts'
import { messageOf } from '#api/client.ts'
import { mayBeDone, messageOfWrite } from '#api/write-failure.ts'
import type { BootSource } from '#contract/maas.ts'
import { mergeDraft } from './merge.ts'
import { planOf, type Rules, type Step } from './plan.ts'
import { savedFrom, startOver } from './selection.ts'
import type { Draft, ReleaseId, Saved } from './model.ts'

export type SaveStep = {
  readonly label: string
  readonly status: 'waiting' | 'running' | 'done' | 'failed'
  /** Why it failed, or what it waits for. */
  readonly note?: string
}

export type SaveOutcome =
  | { kind: 'saved' }
  | {
      kind: 'failed'
      message: string
      /** Whether MAAS took any of it, or may have: an answer was lost. */ written: boolean
    }
  /** Somebody else changed what this draft changes: nothing was written. */
  | { kind: 'merge'; now: Saved; merged: ReturnType<typeof mergeDraft> }

/** What this MAAS makes of changes, and whether a second import cancels the running one. */
export type SaveRules = Rules & { readonly importsOneAtATime?: boolean }

type Save = {
  sources: readonly BootSource[]
  draft: Draft
  commissioningRelease: string
  /** What this MAAS makes of changes. */
  rules: SaveRules
  nameOf: (id: ReleaseId) => string
  onSteps: (steps: readonly SaveStep[]) => void
  /** Called after every write, also one whose answer was lost: from now on an import is owed. */
  onWritten: () => void
  /** Called when the steps are known, before the first write, which waits for it. */
  beforeWrites?: () => Promise<void>
  /** Called when the draft starts from something else by what the save itself has done. */
  onDraft?: (change: (draft: Draft) => Draft) => void
  wait?: (ms: number) => Promise<void>
}

const STILL_UNREAD =
  'MAAS still finds no such image: it has not read its boot source yet, or the source does not offer this. ' +
  'Look whether the import reports a problem, then choose Continue.'

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Makes MAAS's selections say what the draft says, one call at a time, then imports.
 * Reads again before it writes; running it again does only what is left. Never throws.
 */
export async function saveSelection(save: Save): Promise<SaveOutcome> {
  const board = createBoard(save.onSteps)
  const reading = board.add('Read the selection again')
  const importing = board.add('Start the import')
  let written = false
  const taken = () => {
    written = true
    save.onWritten()
  }
  const deleted = ({ kind, id }: Step) => {
    if (kind === 'delete') save.onDraft?.((draft) => startOver(draft, id))
  }
  try {
    board.run(reading)
    const now = await readSaved(save.sources)
    const merged = mergeDraft(save.draft, now)
    if (merged.changes.length > 0) return { kind: 'merge', now, merged }
    const commissioning = { os: 'ubuntu', release: save.commissioningRelease } as const
    const { steps, refused } = planOf(now, save.draft, commissioning, save.rules)
    if (refused[0]) throw new Told(refused[0].reason)
    board.done(reading)
    const lines = steps.map((step) => board.add(labelOf(step, save), importing))
    await save.beforeWrites?.()
    for (const [index, step] of steps.entries()) {
      const line = lines[index] ?? importing
      board.run(line)
      await write(step, save, (note) => board.run(line, note)).catch(async (error: unknown) => {
        if (mayBeDone(error)) {
          taken()
          if (await isGone(step).catch(() => false)) deleted(step)
        }
        throw new Told(error instanceof StillUnread ? STILL_UNREAD : messageOfWrite(error))
      })
      board.done(line)
      taken()
      deleted(step)
    }
    board.run(importing)
    if (save.rules.importsOneAtATime) {
      const onWait = () => board.run(importing, IMPORT_RUNS)
      await importEnds({ wait: save.wait ?? pause, onWait })
      board.run(importing)
    }
    await api.startImport().catch((error: unknown) => {
      throw new Told(messageOfWrite(error))
    })
    board.done(importing)
    return { kind: 'saved' }
  } catch (error) {
    const message = error instanceof Told ? error.message : messageOf(error)
    board.fail(message)
    return { kind: 'failed', message, written }
  }
}

const UNREAD = 'Waiting for MAAS to read the boot source…'

/** Its message is what a person reads. */
class Told extends Error {}

/** The selections of all sources right now. */
export async function readSaved(sources: readonly BootSource[]): Promise<Saved> {
  const read: Parameters<typeof savedFrom>[0] = []
  for (const source of sources) read.push({ source, selections: await api.readSelections(source) })
  return savedFrom(read)
}

/** After a deletion whose answer was lost. */
async function isGone(step: Step): Promise<boolean> {
  if (step.kind !== 'delete') return false
  const left = await api.readSelections({ id: step.id.sourceId })
  return !left.some(({ id }) => id === step.selectionId)
}

async function write(step: Step, { wait = pause, rules }: Save, note: (text: string) => void) {
  if (step.kind === 'delete') return api.deleteSelection(step.id.sourceId, step.selectionId)
  const body = {
    os: step.id.os,
    release: step.id.release,
    arches: [...step.wanted.arches],
    subarches: [...step.wanted.subarches],
    labels: [...step.wanted.labels],
  }
  if (step.kind === 'update') return api.updateSelection(step.id.sourceId, step.selectionId, body)
  return createSelectionUntilRead(step.id.sourceId, body, {
    wait,
    importsOneAtATime: rules.importsOneAtATime === true,
    onWait: (reason) => note(reason === 'import' ? IMPORT_RUNS : UNREAD),
  })
}

function labelOf(step: Step, { nameOf, rules }: Save): string {
  const name = nameOf(step.id)
  // MAAS 3.8 deletes the images together with the selection
  if (step.kind === 'delete') return `Unselect ${name}${rules.recreates ? ' and delete its images' : ''}`
  return step.kind === 'create' ? `Select ${name}` : `Change ${name}`
}

/** The list of steps a person watches; every change is published whole. */
function createBoard(publish: (steps: readonly SaveStep[]) => void) {
  type Line = { label: string; status: SaveStep['status']; note?: string }
  const lines: Line[] = []
  const show = () => publish(lines.map((line) => ({ ...line })))
  const set = (line: Line, status: SaveStep['status'], note?: string) => {
    line.status = status
    if (note === undefined) delete line.note
    else line.note = note
    show()
  }
  return {
    add(label: string, before?: Line): Line {
      const line: Line = { label, status: 'waiting' }
      lines.splice(before ? lines.indexOf(before) : lines.length, 0, line)
      show()
      return line
    },
    run: (line: Line, note?: string) => set(line, 'running', note),
    done: (line: Line) => set(line, 'done'),
    fail(note: string) {
      const line = lines.find((l) => l.status === 'running')
      if (line) set(line, 'failed', note)
    },
  }
}

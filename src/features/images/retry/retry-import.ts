import { isImporting, readLastStarted, runsImport, startImport } from '#api/images.ts'
import { IMPORT_STOPS, followStop } from '#api/import-end.ts'
import { sendStop } from '#api/stop/send-stop.ts'
import type { StopMemory } from '#api/stop/stopping.ts'
import { messageOfWrite } from '#api/write-failure.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { createStepBoard, type BoardStep } from '#selections/step-board.ts'

/**
 * How a retry ended. other: someone else had started an import, which was left alone. canceled: nothing more was sent.
 * failed: a step failed, and its note says why.
 */
export type RetryEnd = 'started' | 'other' | 'canceled' | 'failed'

type Retry = {
  readonly version: string
  /** The start of the import that is shown, ISO; null: MAAS does not report it. */
  readonly lastStarted: string | null
  /** Waits; rejects when `signal` is aborted. */
  readonly wait: (ms: number) => Promise<void>
  readonly signal: AbortSignal
  readonly onSteps: (steps: readonly BoardStep[]) => void
  /** Where the request to stop is stored, so that every tab shows that the import is being stopped. */
  readonly memory: StopMemory
}

/** MAAS 3.8 reports no import some seconds before its canceled downloads have ended, and a new import skips those. */
const SETTLES_MS = 5_000
const SETTLES =
  'A new import skips images whose canceled downloads have not ended yet, so this page waits a few seconds.'
const RUNS_ON = 'The import has not stopped. Retry the import later, or check the log of the MAAS region.'
const GOES_ON = 'MAAS ignores requests to stop this import. Retry the import when it has ended.'
const OTHER = 'Someone else has started an import in the meantime. It was left alone.'
const IGNORED =
  'MAAS reports the start of an import after the stop. Either someone else started it, or the import was still reading its sources and ignored the stop. Choose Retry import to stop it.'

/**
 * Stops the running import, waits until it has ended, and starts another one; if none is running, only starts one. An
 * import that someone else starts meanwhile is neither stopped nor canceled. Each step is published. Never throws.
 */
export async function retryImport(retry: Retry): Promise<RetryEnd> {
  const { wait, signal, memory } = retry
  const board = createStepBoard(retry.onSteps)
  const stop = board.add('Stop the running import')
  const start = board.add('Start the import')
  try {
    board.run(stop)
    if (await isImporting()) {
      if (await isAnother(retry)) throw new Ended('other', OTHER)
      if (signal.aborted) return 'canceled'
      await sendStop(memory)
      await endOfStop(retry, (note) => board.run(stop, note))
      board.done(stop)
    } else board.drop([stop])
    if (signal.aborted) return 'canceled'
    board.run(start)
    // the request of this retry is over, and an earlier one says nothing about the import that follows
    await memory.write(null)
    // a new import would cancel it (3.8), or be skipped
    if (await runsImport(wait)) throw new Ended('other', OTHER)
    await startImport()
    board.done(start)
    return 'started'
  } catch (error) {
    if (signal.aborted) return 'canceled'
    const ended = error instanceof Ended ? error : new Ended('failed', messageOfWrite(error))
    board.fail(ended.message)
    return ended.how
  }
}

/** Why a retry does not go on. */
class Ended extends Error {
  readonly how: 'other' | 'failed'
  constructor(how: Ended['how'], message: string) {
    super(message)
    this.how = how
  }
}

/** Throws Ended, ApiError. */
async function endOfStop({ version, wait, memory }: Retry, note: (text: string) => void): Promise<void> {
  const end = await followStop({ wait, onWait: () => note(IMPORT_STOPS) }, memory)
  if (end === 'late') throw new Ended('failed', RUNS_ON)
  if (end === 'goes-on') throw new Ended('failed', GOES_ON)
  if (end === 'another') {
    await memory.write(null)
    throw new Ended('failed', IGNORED)
  }
  if (!capabilitiesOf(version).syncsSelections) return
  note(SETTLES)
  await wait(SETTLES_MS)
}

/** Whether another import runs than the one that is shown. MAAS 3.8 does not report when one began. */
async function isAnother({ version, lastStarted }: Retry): Promise<boolean> {
  if (!capabilitiesOf(version).logsImports || lastStarted === null) return false
  const now = await readLastStarted()
  return now !== null && now !== lastStarted
}

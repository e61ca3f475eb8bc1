import { isImporting, readLastStarted, startImport, stopImport } from '#api/images.ts'
import { IMPORT_STOPS, waitForStop } from '#api/import-end.ts'
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
  /** Called before the request to stop is sent. */
  readonly onStop: () => Promise<void>
  /** Called before the request to start is sent. */
  readonly onStart: () => Promise<void>
}

/** MAAS 3.8 reports no import some seconds before its canceled downloads have ended, and a new import skips those. */
const SETTLES_MS = 5_000
const SETTLES =
  'A new import skips images whose canceled downloads have not ended yet, so this page waits a few seconds.'
const RUNS_ON =
  'The import has not stopped after two minutes. Retry the import later, or check the log of the MAAS region.'
const OTHER = 'Someone else has started an import in the meantime. It was left alone.'

/**
 * Stops the running import, waits until it has ended, and starts another one; where none runs, only starts one. An import
 * that someone else starts meanwhile is neither stopped nor canceled. Each step is published. Never throws.
 */
export async function retryImport(retry: Retry): Promise<RetryEnd> {
  const { version, wait, signal, onSteps } = retry
  const board = createStepBoard(onSteps)
  const fail = (note: string): RetryEnd => {
    board.fail(note)
    return 'failed'
  }
  const stop = board.add('Stop the running import')
  const start = board.add('Start the import')
  try {
    board.run(stop)
    if (!(await isImporting())) board.drop([stop])
    else {
      if (await isAnother(retry)) {
        fail(OTHER)
        return 'other'
      }
      if (signal.aborted) return 'canceled'
      await retry.onStop()
      await stopImport()
      if (!(await waitForStop({ wait, onWait: () => board.run(stop, IMPORT_STOPS) }))) return fail(RUNS_ON)
      if (capabilitiesOf(version).syncsSelections) {
        board.run(stop, SETTLES)
        await wait(SETTLES_MS)
      }
      board.done(stop)
    }
    if (signal.aborted) return 'canceled'
    board.run(start)
    // a new import would cancel it (3.8), or be skipped
    if (await isImporting()) {
      fail(OTHER)
      return 'other'
    }
    await retry.onStart()
    await startImport()
    board.done(start)
    return 'started'
  } catch (error) {
    return signal.aborted ? 'canceled' : fail(messageOfWrite(error))
  }
}

/** Whether another import runs than the one that is shown. MAAS 3.8 does not report when one began. */
async function isAnother({ version, lastStarted }: Retry): Promise<boolean> {
  if (!capabilitiesOf(version).logsImports || lastStarted === null) return false
  const now = await readLastStarted()
  return now !== null && now !== lastStarted
}

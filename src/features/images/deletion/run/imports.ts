import { isImporting, readLastStarted, startImport } from '#api/images.ts'
import { IMPORT_RUNS, IMPORT_STOPS, waitForImportEnd, waitUntilStopped, followStop } from '#api/import-end.ts'
import { sendStop } from '#api/stop/send-stop.ts'
import type { Owner } from '#api/store/records.ts'
import { runningStop, stopOfAll, storedStop } from '#api/stop/stopping.ts'
import { messageOfWrite } from '#api/write-failure.ts'
import type { DeletePlan } from '#features/images/deletion/rules/delete-plan.ts'
import { imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import { goOnAfter, Halted, type Tools } from './tools.ts'

const RUNS_ON = 'The import has not stopped, so its images were not deleted. Try again later.'
const IGNORES =
  'MAAS ignores requests to stop this import, so its images were not deleted. Try again when it has ended.'

const STOPS_STILL =
  'The import that is being stopped has not ended, and MAAS cannot start another one until it ends. Try again when it has ended.'

/**
 * How the stop of the import ended. goes-on: MAAS ignores it, and completes the import. late: the import has not ended, and
 * it is not known whether it will. failed: perhaps MAAS did not get the request.
 */
type DeletionStop = 'stopped' | 'goes-on' | 'late' | 'failed'

/**
 * Stops the running import, because it would download deleted images again. If that fails, those images are kept, and
 * the others are deleted. @throws Halted
 */
export async function stopForDeletion(
  { board, before, failed, wait, arriving, owner }: Tools,
  plan: DeletePlan,
): Promise<DeletionStop> {
  const line = board.add('Stop the running import', { before })
  const leave = (reason: string) => {
    board.fail(reason)
    for (const image of plan.images)
      if (arriving.has(imageIdKey(image))) failed.set(imageIdKey(image), reason)
  }
  board.run(line)
  try {
    const memory = stopOfAll(owner)
    await sendStop(memory)
    const end = await followStop({ wait, onWait: () => board.run(line, IMPORT_STOPS) }, memory)
    if (end === 'ended') {
      board.done(line)
      return 'stopped'
    }
    leave(end === 'goes-on' ? IGNORES : RUNS_ON)
    return end === 'goes-on' ? 'goes-on' : 'late'
  } catch (error) {
    const message = messageOfWrite(error)
    leave(message)
    await goOnAfter(error, message)
    return 'failed'
  }
}

/**
 * Starts the import that has to follow. MAAS 3.8 would cancel a running one, so it waits for its end. MAAS up to 3.7 would
 * skip the request while an import is being stopped. @throws Halted
 * @param stop how the stop of the running import ended; null: none was sent
 */
export async function importAgain(
  { board, before, wait, importsOneAtATime, owner }: Tools,
  stop: DeletionStop | null,
): Promise<void> {
  // the import does what it has to, so nothing is left for another one
  if (stop === 'goes-on') return
  const line = board.add('Start the import', { before })
  board.run(line)
  const note = (text: string) => board.run(line, text)
  try {
    if (stop === 'late' && (await isImporting())) throw new Halted(STOPS_STILL, 'import')
    if (importsOneAtATime) await waitForImportEnd({ wait, onWait: () => note(IMPORT_RUNS) })
    else await endOfStop(owner, { note, wait }, stop === 'failed')
    await startImport()
  } catch (error) {
    throw error instanceof Halted ? error : new Halted(messageOfWrite(error), 'import')
  }
  board.done(line)
}

/**
 * Perhaps this browser has stopped the import that runs, also if the answer of MAAS was lost.
 * @param isTask whether this deletion has stopped it, so that it repeats the stop. @throws Halted, ApiError
 */
async function endOfStop(
  owner: Owner | null,
  tools: Parameters<typeof waitUntilStopped>[0],
  isTask: boolean,
): Promise<void> {
  if (!(await isImporting())) {
    if (owner) await storedStop(owner).write(null)
    return
  }
  const now = { importing: true, lastStarted: await readLastStarted(), readAt: Date.now() }
  const stop = await runningStop(owner, now)
  if (stop && (await waitUntilStopped(tools, { ...stop, isTask })) === 'late')
    throw new Halted(STOPS_STILL, 'import')
}

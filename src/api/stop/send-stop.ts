import { readLastStarted, stopImport } from '#api/images.ts'
import { mayBeDone } from '#api/write-failure.ts'
import { isKnownToGoOn, type Stop, type StopMemory } from './stopping.ts'

/**
 * Asks MAAS to stop the running import, and notes that in `memory`. Nothing is sent if this import is known to ignore
 * requests to stop. Throws ApiError; then the memory is as before, unless MAAS may have got the request.
 */
export async function sendStop(memory: StopMemory): Promise<void> {
  const earlier = await memory.read()
  if (earlier?.goesOn && isKnownToGoOn(earlier, await lastStarted(), Date.now())) return
  const sent: Stop = {
    at: Date.now(),
    startedBefore: null,
    ...(memory.isTask && { ofTask: true as const }),
  }
  await memory.write(sent)
  try {
    await stopImport()
  } catch (error) {
    if (!mayBeDone(error)) await memory.write(earlier)
    throw error
  }
  // an import that reports its start later was reading its sources, and has not heard the request
  await memory.write({ ...sent, startedBefore: await lastStarted() })
}

/** The start of the last import that MAAS reports, ISO; null: none, or it could not be read. */
const lastStarted = (): Promise<string | null> => readLastStarted().catch(() => null)

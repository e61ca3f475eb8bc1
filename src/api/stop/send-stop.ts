import { readLastStarted, stopImport } from '#api/images.ts'
import { isKnownToGoOn, type StopMemory } from './stopping.ts'

/**
 * Asks MAAS to stop the running import, and notes that in `memory`. Returns the time of the request, ms; null: nothing was
 * sent, because this import is known to ignore it. Throws ApiError; then no import is being stopped.
 */
export async function sendStop(memory: StopMemory): Promise<number | null> {
  const earlier = await memory.read()
  if (earlier?.goesOn && isKnownToGoOn(earlier, await readLastStarted(), Date.now())) return null
  const at = Date.now()
  await memory.write({ at, startedBefore: null })
  try {
    await stopImport()
  } catch (error) {
    await memory.write(null)
    throw error
  }
  return at
}

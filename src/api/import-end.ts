import { lastArrival, noteProgress } from './arriving-bytes.ts'
import { isImporting, pollLastStarted, readImages, readLastStarted, runsImport } from './images.ts'
import { repeatStop } from './stop/repeat-stop.ts'
import { isKnownToGoOn, STOPS_WITHIN_MS, type StopMemory } from './stop/stopping.ts'

const POLL_MS = 5_000

/** The message to show while waiting. */
export const IMPORT_RUNS =
  'An import is running. A new import would cancel it, so this page waits until it ends. Keep the page open.'
/** Up to 3.7, for a source that MAAS has not read after it was saved. */
export const IMPORT_IN_THE_WAY =
  'MAAS has not read this source, or the source does not offer the image. MAAS cannot start another import while one is running. This page waits until the source is read or the import ends. Keep the page open.'
export const IMPORT_GOES_ON =
  'MAAS ignores requests to stop the running import, and that import does not take up what was saved. This page waits until it ends, and then starts another one. Keep the page open.'
export const IMPORT_STOPS =
  'The import is being stopped. This page waits until it has ended. Keep the page open.'

type Wait = {
  /** Called once, if an import is running. */
  readonly onWait: () => void
  readonly wait: (ms: number) => Promise<void>
}

/**
 * Waits until no import is running, because MAAS 3.8 cancels the running import when a new one starts, and deletes
 * its partial downloads. Returns whether an import was running. Throws ApiError.
 */
export async function waitForImportEnd({ onWait, wait }: Wait): Promise<boolean> {
  let ran = false
  while (await runsImport(wait)) {
    if (!ran) onWait()
    ran = true
    await wait(POLL_MS)
  }
  return ran
}

/** How long to wait for the end of a stopped import. */
const STOP_PATIENCE_MS = 120_000
/** Most imports end soon after a stop, so the first checks are close together. */
const stopPollMs = (waited: number): number => (waited < 4_000 ? 500 : 2_000)

/**
 * How the wait for a stop ended. another: MAAS reports the start of an import since. goes-on: MAAS ignores all requests to
 * stop this import. late: it has not ended after two minutes.
 */
type StopEnd = 'ended' | 'another' | 'goes-on' | 'late'

/**
 * Waits until an import that is being stopped has ended: before that, MAAS up to 3.7 skips a request for another one.
 * A request that MAAS has ignored is repeated. Throws ApiError.
 * @param memory the request that is waited for
 */
export async function followStop({ onWait, wait }: Wait, memory: StopMemory): Promise<StopEnd> {
  const since = Date.now()
  let progress: ReturnType<typeof noteProgress> = new Map()
  for (let waited = 0; waited < STOP_PATIENCE_MS;) {
    if (!(await isImporting())) {
      await memory.write(null)
      return 'ended'
    }
    if (waited === 0) {
      const asked = await memory.read()
      if (asked?.goesOn)
        return isKnownToGoOn(asked, await readLastStarted(), Date.now()) ? 'goes-on' : 'another'
      onWait()
    }
    if (waited >= STOPS_WITHIN_MS) {
      progress = noteProgress(progress, await imagesNow(), since + waited)
      const state = await repeatStop(memory, lastArrival(progress))
      if (state !== 'stopping') return state
    }
    const pauseMs = stopPollMs(waited)
    await wait(pauseMs)
    waited += pauseMs
  }
  return 'late'
}

/**
 * Waits until another import can be started: until the stopped one has ended, even if it ignores the request. Throws
 * ApiError. @param note shows what is waited for
 */
export async function waitUntilStopped(
  { note, wait }: { readonly note: (text: string) => void; readonly wait: Wait['wait'] },
  memory: StopMemory,
): Promise<Exclude<StopEnd, 'goes-on'>> {
  const end = await followStop({ wait, onWait: () => note(IMPORT_STOPS) }, memory)
  if (end !== 'goes-on') return end
  note(IMPORT_GOES_ON)
  while (await isImporting()) {
    const asked = await memory.read()
    if (!asked || !isKnownToGoOn(asked, await pollLastStarted(), Date.now())) return 'another'
    await wait(POLL_MS)
  }
  await memory.write(null)
  return 'ended'
}

/** None if they cannot be read: then it is not known whether bytes arrive. */
const imagesNow = async () => (await readImages().catch(() => null))?.images ?? []

import { isImporting, runsImport } from './images.ts'

const POLL_MS = 5_000

/** The message to show while waiting. */
export const IMPORT_RUNS =
  'An import is running. A new import would cancel it, so this page waits until it ends. Keep the page open.'
/** Up to 3.7, for a source that only an import reads. */
export const IMPORT_IN_THE_WAY =
  'MAAS has not read this source, or the source does not offer the image. MAAS cannot start another import while one is running. This page waits until the source is read or the import ends. Keep the page open.'
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

const STOP_POLL_MS = 500
/** Two minutes. */
const MOST_STOP_POLLS = 240

/**
 * Waits until an import that is being stopped has ended: before that, MAAS up to 3.7 skips a request for another one.
 * Returns false when it still runs after two minutes. Throws ApiError.
 */
export async function waitForStop({ onWait, wait }: Wait): Promise<boolean> {
  for (let polls = 0; polls < MOST_STOP_POLLS; polls += 1) {
    if (!(await isImporting())) return true
    if (polls === 0) onWait()
    await wait(STOP_POLL_MS)
  }
  return false
}

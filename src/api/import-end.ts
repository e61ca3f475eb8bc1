import { isImporting } from './images.ts'

/** For about a second MAAS 3.8 does not report the import that it was asked for (recorded): a no counts twice. */
const UNREPORTED_MS = 2_000
const LOOK_EVERY_MS = 5_000

/** What a person reads meanwhile. */
export const IMPORT_RUNS =
  'An import is running. Another one would cancel it, so this page waits for its end. Keep the page open.'

type Wait = {
  /** Called once, when there is something to wait for. */
  readonly onWait: () => void
  readonly wait: (ms: number) => Promise<void>
}

/**
 * Waits until no import runs, for a MAAS that cancels the running import for a new one and deletes what it has
 * downloaded by half (3.8). Returns whether one ran. Throws ApiError.
 */
export async function importEnds({ onWait, wait }: Wait): Promise<boolean> {
  let ran = false
  for (let noes = 0; noes < 2;) {
    if (await isImporting()) {
      if (!ran) onWait()
      ran = true
      noes = 0
      await wait(LOOK_EVERY_MS)
    } else {
      noes += 1
      if (noes < 2) await wait(UNREPORTED_MS)
    }
  }
  return ran
}

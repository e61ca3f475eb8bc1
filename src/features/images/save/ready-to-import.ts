import { IMPORT_RUNS, waitForImportEnd, waitUntilStopped } from '#api/import-end.ts'
import type { StopMemory } from '#api/stop/stopping.ts'
import { SaveError } from './save-writes.ts'

const RUNS_ON =
  'The import has not stopped, and MAAS cannot start another import until it ends. Wait until it has ended, then choose Continue.'

type Before = {
  readonly importsOneAtATime: boolean
  /** The request with which someone using this browser has stopped the running import; null: there is none. */
  readonly runningStop?: () => Promise<StopMemory | null>
  readonly wait: (ms: number) => Promise<void>
  /** Shows what is waited for; without a text: nothing any more. */
  readonly note: (text?: string) => void
}

/**
 * Waits until an import may be requested. MAAS 3.8 would cancel a running import. MAAS up to 3.7 skips the request, which
 * matters only while the running import is being stopped: otherwise that import also applies what was saved. Throws
 * SaveError, ApiError.
 */
export async function readyToImport(before: Before): Promise<void> {
  const { importsOneAtATime, wait, note } = before
  if (importsOneAtATime) {
    await waitForImportEnd({ wait, onWait: () => note(IMPORT_RUNS) })
    note()
    return
  }
  const stop = await before.runningStop?.()
  if (!stop) return
  const end = await waitUntilStopped({ wait, note }, stop)
  if (end === 'late') throw new SaveError(RUNS_ON)
  note()
}

import type { ExpectedSelection } from '#contract/expected.ts'
import type { NewSelection, Selection } from '#contract/maas.ts'
import { ApiError } from '#api/client.ts'
import { StillUnread } from '#api/write-failure.ts'
import { NOT_READ_WHEN_SAVED } from '#selections/maas-version.ts'
import { isImporting, startImport } from '#api/images.ts'
import { createSelection, updateSelection } from './selection-writes.ts'
import { IMPORT_IN_THE_WAY, IMPORT_RUNS, waitForImportEnd } from '#api/import-end.ts'

/**
 * MAAS refuses a selection until it has read the source. It reads all sources a moment after one was saved, but not
 * after a save of source 1: that one waits for an import or another change (3.4 to 3.7). These are the waits between
 * tries, in ms.
 */
const READ_WAITS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]
/**
 * The number of tries for other sources before an import is started. An import that begins while selections are still
 * being created deletes the images of the selections that do not exist yet.
 */
const PATIENT_TRIES = 3
/** The wait between tries while a running import keeps MAAS up to 3.7 from starting another one. */
const IN_THE_WAY_MS = 5_000
/** Half an hour: if the source does not offer the image, the end of the import does not help. */
const IN_THE_WAY_TRIES = 360

/**
 * What is waited for: MAAS reads the source; the running import ends, which a new one would cancel (3.8); the running
 * import reads the source or ends, because MAAS skips a request until then (up to 3.7).
 */
export type WaitReason = 'source' | 'import' | 'import-in-the-way'

/** The message to show while waiting. */
export const WAIT_TEXTS: Readonly<Record<WaitReason, string>> = {
  source: 'Waiting for MAAS to read the boot source…',
  import: IMPORT_RUNS,
  'import-in-the-way': IMPORT_IN_THE_WAY,
}

type Patience = {
  /** Called before each wait. */
  readonly onWait: (reason: WaitReason) => void
  readonly wait: (ms: number) => Promise<void>
  /** MAAS cancels the running import when a new one starts, and reads every source without an import (3.8). */
  readonly importsOneAtATime?: boolean
}

/**
 * Creates a selection, even if MAAS has not read the source yet: tries again for about 45 s, and starts an import if
 * one is needed. Up to 3.7 the time in which another import is running does not count, for up to half an hour: MAAS
 * skips a request for an import until then, and only that import may read the source. A failed check of whether an
 * import runs counts as a try.
 * @throws StillUnread when MAAS keeps refusing the selection as unknown; otherwise ApiError.
 */
export const createSelectionUntilRead = (
  sourceId: number,
  body: NewSelection,
  patience: Patience,
): Promise<Selection> => untilRead(sourceId, () => createSelection(sourceId, body), patience)

/** The same for changing a selection to something that only the new content of its source has. */
export const updateSelectionUntilRead = (
  sourceId: number,
  id: number,
  body: NewSelection,
  expected: ExpectedSelection,
  patience: Patience,
): Promise<Selection> => untilRead(sourceId, () => updateSelection(sourceId, id, body, expected), patience)

async function untilRead<T>(
  sourceId: number,
  write: () => Promise<T>,
  { onWait, wait, importsOneAtATime = false }: Patience,
): Promise<T> {
  const asks = sourceId === NOT_READ_WHEN_SAVED && !importsOneAtATime ? 0 : PATIENT_TRIES
  let asked = false
  let inTheWay = 0
  for (let tries = 0; tries < READ_WAITS.length;) {
    try {
      return await write()
    } catch (error) {
      if (!mayBeUnread(error)) throw error
      if (tries >= asks && !asked) {
        // an import that has just ended may have read the source
        const running = importsOneAtATime
          ? waitForImportEnd({ wait, onWait: () => onWait('import') })
          : isImporting()
        // the failure of a read is not one of the write
        const ran = await running.catch(() => null)
        if (ran === true && !importsOneAtATime) {
          inTheWay += 1
          if (inTheWay > IN_THE_WAY_TRIES) throw new StillUnread()
          onWait('import-in-the-way')
          await wait(IN_THE_WAY_MS)
          continue
        }
        asked = ran === false
        if (asked) await startImport()
      }
      onWait('source')
      await wait(READ_WAITS[tries] ?? 0)
      tries += 1
    }
  }
  return write().catch((error: unknown) => {
    throw mayBeUnread(error) ? new StillUnread() : error
  })
}

/** MAAS refuses a release that the source does not offer, and every release of a source that it has not read. */
const mayBeUnread = (error: unknown) => error instanceof ApiError && error.code === 'source-unread'

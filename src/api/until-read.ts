import type { NewSelection, Selection } from '#contract/maas.ts'
import { ApiError } from './client.ts'
import { createSelection, startImport } from './images.ts'

/**
 * MAAS refuses a selection until it has read the source, and it reads source 1 only at an import (recorded from
 * 3.5.13). These are the waits, in ms, between tries after asking for an import.
 */
const READ_WAITS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]

type Patience = {
  /** Called before each wait. */
  readonly onWait: () => void
  readonly wait: (ms: number) => Promise<void>
}

/**
 * Creates a selection, also of a source that MAAS has not read yet: asks for an import, and tries again for some 45 s.
 * @throws StillUnread when MAAS goes on refusing it as unknown; otherwise ApiError.
 */
export async function createSelectionUntilRead(
  sourceId: number,
  body: NewSelection,
  { onWait, wait }: Patience,
): Promise<Selection> {
  for (const [tries, ms] of READ_WAITS.entries()) {
    try {
      return await createSelection(sourceId, body)
    } catch (error) {
      if (!mayBeUnread(error)) throw error
      if (tries === 0) await startImport()
      onWait()
      await wait(ms)
    }
  }
  return createSelection(sourceId, body).catch((error: unknown) => {
    throw mayBeUnread(error) ? new StillUnread() : error
  })
}

/** MAAS does not find the image: the source is not read, or does not have it. */
export class StillUnread extends Error {
  override readonly name = 'StillUnread'
}

/** The refusal of a release that the source does not have, and of every release while it is unread. */
const mayBeUnread = (error: unknown) =>
  error instanceof ApiError &&
  error.status === 400 &&
  Object.values(error.fields).some((messages) => messages.some((text) => /available images/i.test(text)))

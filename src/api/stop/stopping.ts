import * as z from 'zod/mini'
import { readRecord, type Owner, type RecordKind } from '#api/store/records.ts'

const PATIENCE_MS = 2 * 60_000

const stop = z.object({ at: z.number(), startedBefore: z.nullable(z.string()) })

/**
 * A request to stop the import: its time in ms, and the start of the last import that MAAS reported after accepting
 * it, ISO.
 */
export type Stop = Readonly<z.infer<typeof stop>>

/** Stored until the import has ended, so that other tabs know of it too. */
export const STOP: RecordKind<Stop> = { name: 'stop-import', version: 1, schema: stop }

export type ImportNow = {
  /** Whether MAAS reports an import; undefined: not read yet. */
  readonly importing: boolean | undefined
  /** The start of the last import that MAAS reports, ISO. */
  readonly lastStarted: string | null | undefined
  /** When this was read, ms. */
  readonly readAt: number
}

/**
 * The state of a request to stop: `late` if the import still runs after two minutes; null if the import has ended or
 * another one runs.
 */
export function stopState(
  { at, startedBefore }: Stop,
  { importing, lastStarted, readAt }: ImportNow,
): 'stopping' | 'late' | null {
  // without an answer of MAAS the start is compared with the time of the request; clocks differ by seconds
  const known = startedBefore === null ? at + PATIENCE_MS : Date.parse(startedBefore)
  const isAnother = lastStarted && Date.parse(lastStarted) > known
  if (importing === false || isAnother) return null
  return readAt > at + PATIENCE_MS ? 'late' : 'stopping'
}

/** Whether this person has stopped the running import in this browser, in any tab, and its end has not been seen yet. */
export async function isStopping(owner: Owner | null, now: ImportNow): Promise<boolean> {
  const stored = owner === null ? null : await readRecord(STOP, owner)
  return stored !== null && stopState(stored, now) !== null
}

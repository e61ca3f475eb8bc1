import { useMemo } from 'react'
import * as z from 'zod/mini'
import { removeRecord, writeRecord, type Owner, type RecordKind } from '#api/store/records.ts'
import { useRecords } from '#api/store/use-record.ts'

/** Stored by imageKey: an administrator keeps this image although no source offers it any more. */
const WITHOUT_UPDATES: RecordKind<{ since: number }> = {
  name: 'without-updates',
  version: 1,
  schema: z.object({ since: z.number() }),
}

const NONE: ReadonlySet<string> = new Set()

/** The images that are kept without updates, by imageKey, as this browser remembers them. */
export function useWithoutUpdates(owner: Owner | null): ReadonlySet<string> {
  const records = useRecords(WITHOUT_UPDATES, owner)
  return useMemo(() => (records && records.size > 0 ? new Set(records.keys()) : NONE), [records])
}

/** Remembers, or forgets, that images are kept without updates. @param keys by imageKey */
export async function keepWithoutUpdates(
  owner: Owner,
  keys: readonly string[],
  keep: boolean,
): Promise<void> {
  await Promise.all(
    keys.map((key) =>
      keep
        ? writeRecord(WITHOUT_UPDATES, owner, { since: Date.now() }, key)
        : removeRecord(WITHOUT_UPDATES, owner, key),
    ),
  )
}

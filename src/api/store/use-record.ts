import { useEffect, useState } from 'react'
import * as z from 'zod/mini'
import { followRecords, listRecords, readRecord, type RecordKind, type Owner } from './records.ts'

type Read<T, V> = (kind: RecordKind<T>, owner: Owner) => Promise<V>

/** What `read` gives, read again when any tab changes a record of the kind. `read` must not change. */
function useStored<T, V>(kind: RecordKind<T>, owner: Owner | null, read: Read<T, V>): V | undefined {
  const [known, setKnown] = useState<{ of: string; value: V } | null>(null)
  const { region, user } = owner ?? {}
  const of = JSON.stringify([kind.name, region, user])
  useEffect(() => {
    if (region === undefined || user === undefined) return undefined
    let latest = 0
    const readNow = async () => {
      const mine = (latest += 1)
      const value = await read(kind, { region, user })
      // a later read is newer; after unmounting, no result counts
      if (mine === latest) setKnown({ of, value })
    }
    void readNow()
    const stop = followRecords((news) => {
      if (news.kind === kind.name && news.owner.region === region && news.owner.user === user) void readNow()
    })
    return () => {
      latest = -1
      stop()
    }
  }, [kind, of, region, user, read])
  return known?.of === of ? known.value : undefined
}

/**
 * The current record, updated when another tab changes it; null: there is no record, undefined: not read yet.
 * @param owner null: not known yet.
 */
export const useRecord = <T>(kind: RecordKind<T>, owner: Owner | null): T | null | undefined =>
  useStored<T, T | null>(kind, owner, readRecord)

/** All records of a kind by name, updated when any tab changes them; undefined: not read yet. */
export const useRecords = <T>(kind: RecordKind<T>, owner: Owner | null): ReadonlyMap<string, T> | undefined =>
  useStored<T, ReadonlyMap<string, T>>(kind, owner, listRecords)

/** A kind of record whose content does not matter, so that the code that reads it can come later. */
export const anyOf = (name: string, version: number): RecordKind<unknown> => ({
  name,
  version,
  schema: z.unknown(),
})

/** Whether there are records of a kind, or were since this component was mounted. */
export function useHasRecords(kind: RecordKind<unknown>, owner: Owner | null): boolean {
  const has = (useRecords(kind, owner)?.size ?? 0) > 0
  const [had, setHad] = useState(has)
  if (has && !had) setHad(true)
  return had || has
}

/** The first defined value that was passed; undefined: none yet. */
export function useFirst<T>(value: T | undefined): T | undefined {
  const [first, setFirst] = useState(value)
  if (first === undefined && value !== undefined) setFirst(value)
  return first ?? value
}

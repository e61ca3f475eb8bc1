import { useEffect, useState } from 'react'
import { followRecords, readRecord, type RecordKind, type Owner } from './records.ts'

/**
 * The current record, updated when another tab changes it; null: there is no record, undefined: not read yet.
 * @param owner null: not known yet.
 */
export function useRecord<T>(kind: RecordKind<T>, owner: Owner | null): T | null | undefined {
  const [known, setKnown] = useState<{ of: string; value: T | null } | null>(null)
  const { region, user } = owner ?? {}
  const of = JSON.stringify([kind.name, region, user])
  useEffect(() => {
    if (region === undefined || user === undefined) return undefined
    let latest = 0
    const read = async () => {
      const mine = (latest += 1)
      const value = await readRecord(kind, { region, user })
      // a later read is newer; after unmounting, no result counts
      if (mine === latest) setKnown({ of, value })
    }
    void read()
    const stop = followRecords((news) => {
      if (news.kind === kind.name && news.owner.region === region && news.owner.user === user) void read()
    })
    return () => {
      latest = -1
      stop()
    }
  }, [kind, of, region, user])
  return known?.of === of ? known.value : undefined
}

/** The first defined value that was passed; undefined: none yet. */
export function useFirst<T>(value: T | undefined): T | undefined {
  const [first, setFirst] = useState(value)
  if (first === undefined && value !== undefined) setFirst(value)
  return first ?? value
}

import { useEffect, useState } from 'react'
import { followRecords, readRecord, type RecordKind, type Owner } from './records.ts'

/**
 * A record as it is now, also when another tab changes it; null: there is none, undefined: not read yet.
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
      // a read that began later knows better; none is wanted any more once this is gone
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

/** The first thing that was known; undefined: nothing yet. */
export function useFirst<T>(value: T | undefined): T | undefined {
  const [first, setFirst] = useState(value)
  if (first === undefined && value !== undefined) setFirst(value)
  return first ?? value
}

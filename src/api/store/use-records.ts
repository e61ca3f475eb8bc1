import { useEffect, useState } from 'react'
import { followRecords, listRecords, type Owner, type RecordKind } from './records.ts'

/** All records of a kind by name, updated when any tab changes them; undefined: not read yet. */
export function useRecords<T>(kind: RecordKind<T>, owner: Owner | null): ReadonlyMap<string, T> | undefined {
  const [known, setKnown] = useState<{ of: string; values: ReadonlyMap<string, T> } | null>(null)
  const { region, user } = owner ?? {}
  const of = JSON.stringify([kind.name, region, user])
  useEffect(() => {
    if (region === undefined || user === undefined) return undefined
    let latest = 0
    const read = async () => {
      const mine = (latest += 1)
      const values = await listRecords(kind, { region, user })
      if (mine === latest) setKnown({ of, values })
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
  return known?.of === of ? known.values : undefined
}

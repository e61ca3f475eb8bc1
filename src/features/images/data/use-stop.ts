import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { regionQuery, stopImporting } from '#api/images.ts'
import { removeRecord, writeRecord, type Owner } from '#api/store/records.ts'
import { useRecord } from '#api/store/use-record.ts'
import { STOP, stopState, type Stop } from './stopping.ts'

type Now = {
  /** undefined: not read yet. */
  readonly importing: boolean | undefined
  readonly lastStarted: string | null | undefined
  /** When that was read, ms. */
  readonly readAt: number
}

/** Stops the import. MAAS takes the order at once and ends the import later: until then it is stopping, after a reload as well. */
export function useStop({ importing, lastStarted, readAt }: Now, owner: Owner | null) {
  const client = useQueryClient()
  const order = useMutation(stopImporting(client))
  const kept = useRecord(STOP, owner)
  /** What this page knows of the order that was given at `at`, ms; null: nothing, so what is kept counts. */
  const [own, setOwn] = useState<{ at: number; order: Stop | null } | null>(null)
  const asked = own === null || (kept && kept.at > own.at) ? (kept ?? null) : own.order
  const state = asked && stopState(asked, { importing, lastStarted, readAt })
  // what was read before the order says nothing about it
  const over = asked !== null && state === null && !order.isPending
  if (over) setOwn({ at: asked.at, order: null })

  const { region, user } = owner ?? {}
  useEffect(() => {
    if (own === null || own.order !== null || region === undefined || user === undefined) return
    void removeRecord(STOP, { region, user })
  }, [own, region, user])

  const { mutateAsync, reset } = order
  return {
    error: order.error,
    stopping: order.isPending || state === 'stopping',
    /** MAAS took the order two minutes ago, and still reports the import. */
    late: !order.isPending && state === 'late',
    reset,
    stop: () => {
      const at = Date.now()
      // kept also where this is not shown any more when MAAS answers
      const note = (given: Stop | null) => {
        setOwn({ at, order: given })
        if (owner) void (given ? writeRecord(STOP, owner, given) : removeRecord(STOP, owner))
      }
      note({ at, startedBefore: null })
      void mutateAsync().then(
        // MAAS may tell only now of the start of the import that is stopped
        () => {
          const startedBefore = client.getQueryData(regionQuery().queryKey)?.sync.lastStarted ?? null
          note({ at, startedBefore })
        },
        () => note(null),
      )
    },
  }
}

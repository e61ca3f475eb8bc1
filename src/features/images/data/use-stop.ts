import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { regionQuery, stopImport, stopImporting } from '#api/images.ts'
import { removeRecord, writeRecord, type Owner } from '#api/store/records.ts'
import { useRecord } from '#api/store/use-record.ts'
import { STOP, stopState, type ImportNow, type Stop } from '#api/stop/stopping.ts'

/** MAAS ends its downloads within seconds after it has heard a stop. */
const REPEAT_MS = 10_000

type Now = ImportNow & {
  /** When bytes of an image were last seen to change, ms; -Infinity: they were not. */
  readonly arrivedAt: number
}

/**
 * Stops the import. MAAS accepts the request immediately and ends the import later. Until then, the import is
 * stopping, even after a reload. MAAS up to 3.7 does not hear a stop while it reads its sources, so the request is
 * repeated if bytes arrive afterwards. Not earlier: a stop just before the downloads can take an image apart.
 */
export function useStop({ importing, lastStarted, readAt, arrivedAt }: Now, owner: Owner | null) {
  const client = useQueryClient()
  const order = useMutation(stopImporting(client))
  const kept = useRecord(STOP, owner)
  /** The request that this page sent at `at`, ms, and its state; null: none, so the stored request counts. */
  const [own, setOwn] = useState<{ at: number; order: Stop | null } | null>(null)
  const asked = own === null || (kept && kept.at > own.at) ? (kept ?? null) : own.order
  const state = asked && stopState(asked, { importing, lastStarted, readAt })
  // data from before the request says nothing about it
  const over = asked !== null && state === null && importing !== undefined && !order.isPending
  /** An import began after this page had stopped one. */
  const [overtaken, setOvertaken] = useState(false)
  if (over) {
    setOwn({ at: asked.at, order: null })
    setOvertaken(importing)
  } else if (overtaken && importing === false) setOvertaken(false)

  const repeatedAt = useRef(0)
  const sentAt = asked?.at ?? 0
  useEffect(() => {
    if (state !== 'stopping' || arrivedAt < Math.max(sentAt, repeatedAt.current) + REPEAT_MS) return
    repeatedAt.current = arrivedAt
    stopImport().catch(() => undefined)
  }, [state, arrivedAt, sentAt])

  const { region, user } = owner ?? {}
  useEffect(() => {
    if (own === null || own.order !== null || region === undefined || user === undefined) return
    void removeRecord(STOP, { region, user })
  }, [own, region, user])

  const { mutateAsync, reset } = order
  return {
    error: order.error,
    stopping: order.isPending || state === 'stopping',
    /** MAAS accepted the request two minutes ago and still reports the import. */
    late: !order.isPending && state === 'late',
    /** MAAS reported the start of an import after this page had stopped one: perhaps it is the same import. */
    overtaken,
    reset,
    stop: () => {
      const at = Date.now()
      setOvertaken(false)
      // also stored if this component is unmounted when MAAS answers
      const note = (given: Stop | null) => {
        setOwn({ at, order: given })
        if (owner) void (given ? writeRecord(STOP, owner, given) : removeRecord(STOP, owner))
      }
      note({ at, startedBefore: null })
      void mutateAsync().then(
        // MAAS may report the start of the import that is being stopped only now
        () => {
          const startedBefore = client.getQueryData(regionQuery().queryKey)?.sync.lastStarted ?? null
          note({ at, startedBefore })
        },
        () => note(null),
      )
    },
  }
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { regionQuery, stopImporting } from '#api/images.ts'
import { readRecord, removeRecord, writeRecord, type Owner } from '#api/store/records.ts'
import { useRecord } from '#api/store/use-record.ts'
import {
  isExpired,
  isIgnored,
  STOP,
  startOf,
  stopState,
  storedStop,
  type ImportNow,
  type Stop,
} from '#api/stop/stopping.ts'

type Now = ImportNow & {
  /** When bytes of an image were last seen to change, ms; -Infinity: they were not. */
  readonly arrivedAt: number
}

/**
 * Stops the import. MAAS accepts the request immediately and ends the import later. Until then, the import is
 * stopping, even after a reload. One tab repeats a request that MAAS has ignored.
 */
export function useStop({ importing, lastStarted, readAt, arrivedAt }: Now, owner: Owner | null) {
  const client = useQueryClient()
  const order = useMutation(stopImporting(client))
  const kept = useRecord(STOP, owner)
  /** The last start that MAAS reported while no import was running; undefined: not seen. */
  const [idle, setIdle] = useState<string | null>()
  if (importing === false && lastStarted !== undefined && lastStarted !== idle) setIdle(lastStarted)
  /** The request that this page sent at `at`, ms, and its state; null: none, so the stored request counts. */
  const [own, setOwn] = useState<{ at: number; order: Stop | null } | null>(null)
  const stop = own === null || (kept && kept.at > own.at) ? (kept ?? null) : withKept(own.order, kept)
  const state = stop && stopState(stop, { importing, lastStarted, readAt })
  const over = stop !== null && state === null && importing !== undefined && !order.isPending
  /** When the stored request of this page was sent, ms; null: this page has not seen it stored. */
  const [storedAt, setStoredAt] = useState<number | null>(null)
  const ownAt = own?.order?.at
  if (kept && kept.at === ownAt && kept.at !== storedAt) setStoredAt(kept.at)
  // whoever has waited for the end of the import has removed it
  else if (kept === null && ownAt !== undefined && ownAt === storedAt) setOwn({ at: ownAt, order: null })
  /** An import began after this page had stopped one. */
  const [overtaken, setOvertaken] = useState(false)
  if (over) {
    setOwn({ at: stop.at, order: null })
    // an import that goes on to its end is over before another one starts
    setOvertaken(importing && !stop.goesOn && !stop.ofTask && !isExpired(stop, readAt))
  } else if (overtaken && importing === false) setOvertaken(false)

  const { region, user } = owner ?? {}
  /** When this tab last tried to repeat the request; each attempt reads the region. */
  const triedAt = useRef(0)
  const sentAt = stop?.at ?? 0
  const repeats = !stop?.ofTask && (state === 'stopping' || state === 'late')
  useEffect(() => {
    if (!repeats || region === undefined || user === undefined) return
    if (!isIgnored({ at: sentAt, triedAt: triedAt.current }, arrivedAt)) return
    triedAt.current = arrivedAt
    void repeat({ region, user }, arrivedAt).catch(() => undefined)
  }, [repeats, arrivedAt, sentAt, region, user])

  useEffect(() => {
    if (own === null || own.order !== null || region === undefined || user === undefined) return
    void removeRecord(STOP, { region, user })
  }, [own, region, user])

  const { mutateAsync, reset } = order
  return {
    error: order.error,
    stopping: order.isPending || state === 'stopping',
    /** MAAS ignores the request, and completes the import. */
    goesOn: !order.isPending && state === 'goes-on',
    /** MAAS accepted the request two minutes ago and still reports the import. */
    late: !order.isPending && state === 'late',
    /** MAAS reported the start of an import after this page had stopped one: perhaps it is the same import. */
    overtaken,
    reset,
    stop: () => {
      // MAAS ignores this one, too
      if (state === 'goes-on') {
        order.mutate()
        return
      }
      const at = Date.now()
      setOvertaken(false)
      const sent: Stop = { at, startedBefore: null }
      setOwn({ at, order: sent })
      if (owner) void writeRecord(STOP, owner, sent)
      // also stored if this component is unmounted when MAAS answers, but not if the request is over by then
      const note = async (given: Stop | null) => {
        setOwn((now) => (now?.at === at && now.order ? { at, order: given } : now))
        const kept = owner && (await readRecord(STOP, owner))
        if (owner && kept?.at === at)
          await (given ? writeRecord(STOP, owner, { ...kept, ...given }) : removeRecord(STOP, owner))
      }
      void mutateAsync().then(
        // MAAS may report the start of the import that is being stopped only now
        () => {
          const reported = client.getQueryData(regionQuery().queryKey)?.sync.lastStarted ?? null
          void note({ at, startedBefore: startOf(reported, idle) })
        },
        // an earlier request still counts
        () => void note(stop),
      )
    },
  }
}

/** Few stops are repeated, so the code comes when it is needed. */
async function repeat(owner: Owner, arrivedAt: number): Promise<void> {
  const { repeatStop } = await import('#api/stop/repeat-stop.ts')
  await repeatStop(storedStop(owner), arrivedAt)
}

/** What this page has sent, with what the tabs have done and seen since. */
const withKept = (sent: Stop | null, kept: Stop | null | undefined): Stop | null =>
  sent && kept?.at === sent.at ? { ...kept, startedBefore: sent.startedBefore } : sent

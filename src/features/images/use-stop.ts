import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ownName } from '#api/base-path.ts'
import { regionQuery, stopImporting } from '#api/images.ts'
import { parseStop, stopState, type Stop } from './stopping.ts'

const STOP = ownName('maas-images.stop')

type Now = {
  /** undefined: not read yet. */
  readonly importing: boolean | undefined
  readonly lastStarted: string | null | undefined
  /** When that was read, ms. */
  readonly readAt: number
}

/** Stops the import. MAAS takes the order at once and ends the import later: until then it is stopping, after a reload as well. */
export function useStop({ importing, lastStarted, readAt }: Now) {
  const client = useQueryClient()
  const order = useMutation(stopImporting(client))
  const [asked, setAsked] = useState<Stop | null>(() => parseStop(sessionStorage.getItem(STOP)))
  const state = asked && stopState(asked, { importing, lastStarted, readAt })
  // what was read before the order says nothing about it
  const over = asked !== null && state === null && !order.isPending
  if (over) setAsked(null)
  useEffect(() => {
    if (asked) sessionStorage.setItem(STOP, JSON.stringify(asked))
    else sessionStorage.removeItem(STOP)
  }, [asked])
  const { mutate, reset } = order
  return {
    error: order.error,
    stopping: order.isPending || state === 'stopping',
    /** MAAS took the order two minutes ago, and still reports the import. */
    late: !order.isPending && state === 'late',
    reset,
    stop: () => {
      setAsked({ at: Date.now(), startedBefore: null })
      mutate(undefined, {
        // MAAS may tell only now of the start of the import that is stopped
        onSuccess: () => {
          const startedBefore = client.getQueryData(regionQuery().queryKey)?.sync.lastStarted ?? null
          setAsked((now) => now && { ...now, startedBefore })
        },
        onError: () => setAsked(null),
      })
    },
  }
}

import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { Image } from '#contract/gateway.ts'
import type { Saved } from '#features/images/rules/model.ts'
import { type Appeared, noteAppeared, appearedSince } from './just-appeared.ts'

type Read = {
  readonly images: readonly Image[]
  /** When they were read, ms; 0: not yet. */
  readonly readAt: number
  readonly saved: Saved | null
  /** The query of the selections. */
  readonly region: Pick<UseQueryResult, 'dataUpdatedAt' | 'refetch'>
}

const NONE: ReadonlySet<string> = new Set()

/**
 * Images that have appeared since the selections were read, by imageKey. The selections are read again immediately: the
 * gateway has noticed such images as well, and has dropped the selections that it knew.
 */
export function useJustAppeared({ images, readAt, saved, region }: Read): ReadonlySet<string> {
  const { dataUpdatedAt: selectionsAt, refetch } = region
  const [memory, setMemory] = useState<Appeared | null>(null)
  let appeared = memory
  if (saved && readAt > 0 && memory?.images !== images) {
    appeared = noteAppeared(memory, images, saved, readAt)
    setMemory(appeared)
  }
  const justAppeared = useMemo(
    () => (appeared && appeared.at.size > 0 ? appearedSince(appeared, selectionsAt) : NONE),
    [appeared, selectionsAt],
  )
  useEffect(() => {
    if (justAppeared.size > 0) void refetch()
  }, [justAppeared, refetch])
  return justAppeared
}

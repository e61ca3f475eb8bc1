import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Owner } from '#api/store/records.ts'
import { useRecords } from '#api/store/use-record.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { type Deleting, DELETION } from './deletion-record.ts'
import { liveRunsOf, type LiveRun, type LiveRuns } from './live-runs.ts'

/** ended: it has an outcome. elsewhere: another tab runs it. interrupted: the page that ran it was left. */
type DeletionState = 'running' | 'ended' | 'elsewhere' | 'interrupted'

export type ShownDeletion = {
  readonly key: string
  readonly deletion: Deleting
  readonly state: DeletionState
  readonly steps: readonly BoardStep[]
}

const NO_RUNS: ReadonlyMap<string, LiveRun> = new Map()
const NO_STEPS: readonly BoardStep[] = []
const LOOK_MS = 5_000

/** The deletions of a user in this browser, the oldest first, until they are dismissed. @param owner null: not known yet */
export function useDeletions(owner: Owner | null): {
  runs: LiveRuns | null
  deletions: readonly ShownDeletion[]
} {
  const client = useQueryClient()
  const runs = owner && liveRunsOf(client, owner)
  const live = useSyncExternalStore(
    (listener) => runs?.follow(listener) ?? (() => undefined),
    () => runs?.all() ?? NO_RUNS,
  )
  const stored = useRecords(DELETION, owner)
  const open = [...(stored ?? [])].filter(([key, { outcome }]) => outcome === null && !live.has(key))
  const elsewhere = useElsewhere(runs, open.length > 0)
  const keys = new Set([...(stored?.keys() ?? []), ...live.keys()])
  const deletions = [...keys].flatMap((key): ShownDeletion[] => {
    const run = live.get(key)
    const deletion = run?.deletion ?? stored?.get(key)
    if (!deletion || runs?.isDismissed(key)) return []
    const { steps } = run ?? { steps: NO_STEPS }
    if (run?.running) return [{ key, deletion, steps, state: 'running' }]
    if (deletion.outcome !== null) return [{ key, deletion, steps, state: 'ended' }]
    // the other tabs have not answered yet
    if (elsewhere === null) return []
    return [{ key, deletion, steps, state: elsewhere.has(key) ? 'elsewhere' : 'interrupted' }]
  })
  return { runs, deletions: deletions.toSorted((a, b) => a.deletion.at - b.deletion.at) }
}

/** The keys of deletions that other tabs run; null: they have not answered yet. @param asks whether to ask them */
function useElsewhere(runs: LiveRuns | null, asks: boolean): ReadonlySet<string> | null {
  const [keys, setKeys] = useState<ReadonlySet<string> | null>(null)
  useEffect(() => {
    if (!runs || !asks) return undefined
    let left = false
    const look = async () => {
      const now = await runs.elsewhere()
      if (!left) setKeys(now)
    }
    void look()
    // a tab that is closed says nothing
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => {
      left = true
      clearInterval(timer)
    }
  }, [runs, asks])
  return keys
}

import type { QueryClient } from '@tanstack/react-query'
import { tabQuestion } from '#api/store/ask-tabs.ts'
import { followRecords, removeRecord, writeRecord, type Owner } from '#api/store/records.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { type Deleting, DELETION } from './deletion-record.ts'

/** A deletion that this tab has begun or continued. */
export type LiveRun = {
  readonly deletion: Deleting
  readonly running: boolean
  readonly steps: readonly BoardStep[]
}

/** By page and owner, so that deletions go on while other pages of this tab are shown. */
const known = new WeakMap<QueryClient, Map<string, LiveRuns>>()

export type LiveRuns = ReturnType<typeof createLiveRuns>

export function liveRunsOf(client: QueryClient, owner: Owner): LiveRuns {
  const name = JSON.stringify(owner)
  const ofPage = known.get(client) ?? new Map<string, LiveRuns>()
  known.set(client, ofPage)
  const made = ofPage.get(name) ?? createLiveRuns(owner)
  ofPage.set(name, made)
  return made
}

/** The deletions of this tab. They are also stored, and where the browser stores nothing, this tab still knows them. */
function createLiveRuns(owner: Owner) {
  let all: ReadonlyMap<string, LiveRun> = new Map()
  const listeners = new Set<() => void>()
  const dismissed = new Set<string>()
  let begun: string | null = null
  const publish = (next: Map<string, LiveRun>) => {
    all = next
    for (const listener of listeners) listener()
  }
  const running = () => [...all].filter(([, run]) => run.running).map(([key]) => key)
  const tabs = tabQuestion('maas-images deletions', () => JSON.stringify(running()))
  const forget = (key: string) => {
    const next = new Map(all)
    next.delete(key)
    publish(next)
  }
  const set = (key: string, change: Partial<LiveRun>) => {
    const run = all.get(key)
    if (run) publish(new Map(all).set(key, { ...run, ...change }))
  }
  followRecords(({ kind, owner: { region, user }, elsewhere }) => {
    if (!elsewhere || kind !== DELETION.name || region !== owner.region || user !== owner.user) return
    // another tab has continued or dismissed one: what is stored is newer
    for (const [key, run] of all) if (!run.running) forget(key)
  })
  return {
    all: () => all,
    /** Calls back after each change. Returns a function that unsubscribes. */
    follow(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Shows and stores a deletion that begins or continues. */
    async begin(key: string, deletion: Deleting): Promise<void> {
      tabs.listen()
      begun = key
      publish(new Map(all).set(key, { deletion, running: true, steps: [] }))
      await writeRecord(DELETION, owner, deletion, key)
    },
    showSteps: (key: string, steps: readonly BoardStep[]) => set(key, { steps }),
    store: (key: string, deletion: Deleting): Promise<void> => writeRecord(DELETION, owner, deletion, key),
    /** Stores the outcome, and then shows it. */
    async end(key: string, deletion: Deleting): Promise<void> {
      await writeRecord(DELETION, owner, deletion, key)
      set(key, { deletion, running: false })
    },
    async dismiss(key: string): Promise<void> {
      dismissed.add(key)
      forget(key)
      await removeRecord(DELETION, owner, key)
    },
    /** What is dismissed disappears before it is removed. */
    isDismissed: (key: string): boolean => dismissed.has(key),
    /** Whether a user has just begun it here. True once. */
    takeBegun: (key: string): boolean => {
      const isBegun = begun === key
      if (isBegun) begun = null
      return isBegun
    },
    /** The keys of deletions that run in other tabs. */
    async elsewhere(): Promise<ReadonlySet<string>> {
      const answers = await tabs.ask()
      return new Set(answers.flatMap((answer) => JSON.parse(answer) as string[]))
    },
  }
}

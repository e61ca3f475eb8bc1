import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { isSessionOver } from '#api/session.ts'
import type { ChangeOutcome } from './apply-change.ts'
import type { SourceState, SourceTarget } from '#features/source/rules/model.ts'
import type { BoardStep } from '#selections/step-board.ts'

export type Change = {
  readonly target: SourceTarget
  /** What the region had when this was planned, to come back to. */
  readonly before: readonly SourceState[]
  /** What a person has decided by, where only the region tells of the change: someone else may be quicker. */
  readonly seen?: readonly SourceState[]
  /** Goes on with one that stopped half-way. */
  readonly resumes?: boolean
  /** It is itself a way back: nothing to undo is left after it. */
  readonly undoes?: boolean | undefined
  /** `os/release` of selections that cannot come back: the source does not offer them any more. */
  readonly lost?: readonly string[]
}

/** When a change ended, ISO, and the last import that MAAS told of when it began. */
export type Ended = { readonly at: string; readonly startedBefore: string | null }

export type ChangeState = {
  readonly steps: readonly BoardStep[]
  readonly running: boolean
  readonly outcome: ChangeOutcome | null
  readonly last: Change | null
  readonly ended: Ended | null
}

const IDLE: ChangeState = { steps: [], running: false, outcome: null, last: null, ended: null }

/*
 * A page makes one change at a time, and a change outlives the dialog it was begun in: Back, or a session that ends,
 * takes the dialog away. What is mounted next shows how the change goes on.
 */
let state = IDLE
/** What shows the change; null: it went before the end, and whoever comes next takes over. */
let shownBy: symbol | null = null
const listeners = new Set<() => void>()

export const isChanging = (): boolean => state.running

/** Only a person who insists may close or reload the page while a change is under way. */
const ask = (event: BeforeUnloadEvent) => event.preventDefault()

export function setChange(part: Partial<ChangeState>): void {
  if (part.running === true) window.addEventListener('beforeunload', ask)
  if (part.running === false) window.removeEventListener('beforeunload', ask)
  state = { ...state, ...part }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const isShowable = () => state.running || state.outcome !== null

/** Whether there is a change of this page to show, running or ended. */
export const useIsAnyChange = (): boolean => useSyncExternalStore(subscribe, isShowable)

/** The change of this page, where it is shown here. */
export function useChangeState() {
  const client = useQueryClient()
  const [me] = useState(() => Symbol('shows a change of source'))
  const shown = useSyncExternalStore(subscribe, () => (shownBy === me || shownBy === null ? state : IDLE))
  useEffect(() => {
    if (shown !== IDLE) shownBy = me
  }, [me, shown])
  useEffect(
    () => () => {
      // an end that was seen is closed with what showed it; behind a sign-in nobody sees it
      if (shownBy === me && (state.running || isSessionOver(client))) shownBy = null
    },
    [client, me],
  )
  return {
    shown,
    /** Shows here what begins now. */
    begin: (part: Partial<ChangeState>) => {
      if (!state.running) shownBy = me
      setChange({ ...IDLE, ...part })
    },
    reset: () => setChange(IDLE),
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { isSessionOver } from '#api/session.ts'
import type { ApplyOutcome } from './apply-change.ts'
import type { SourceState, SourceTarget } from '#features/source/rules/model.ts'
import type { BoardStep } from '#selections/step-board.ts'

export type SourceChange = {
  readonly target: SourceTarget
  /** The region's sources when this change was planned, to go back to. */
  readonly before: readonly SourceState[]
  /**
   * The state that the administrator saw when deciding, for a change that no browser recorded: someone else may act
   * first.
   */
  readonly seen?: readonly SourceState[]
  /** Continues a change that stopped half-way. */
  readonly resumes?: boolean
  /** This change is itself an undo: after it, nothing is left to undo. */
  readonly undoes?: boolean | undefined
  /** `os/release` of selections that cannot be restored because the source no longer offers them. */
  readonly lost?: readonly string[]
}

/** When a change ended, and the last import that MAAS had reported when it began. ISO times. */
export type Ended = { readonly at: string; readonly startedBefore: string | null }

export type ChangeState = {
  readonly steps: readonly BoardStep[]
  readonly running: boolean
  readonly outcome: ApplyOutcome | null
  readonly last: SourceChange | null
  readonly ended: Ended | null
}

const IDLE: ChangeState = { steps: [], running: false, outcome: null, last: null, ended: null }

/*
 * A page makes one change at a time. A change outlives its dialog, which Back or the end of a session closes. The next
 * component that mounts takes over and shows its progress.
 */
let state = IDLE
/** The component that shows the change; null: it unmounted before the end, and the next one to mount takes over. */
let shownBy: symbol | null = null
const listeners = new Set<() => void>()

export const isChanging = (): boolean => state.running

/** Makes the browser confirm before the page is closed or reloaded during a change. */
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

/** Whether this page has a change to show, running or ended. */
export const useIsAnyChange = (): boolean => useSyncExternalStore(subscribe, isShowable)

/** This page's change, if this component is the one that shows it. */
export function useChangeState() {
  const client = useQueryClient()
  const [me] = useState(() => Symbol('shows a change of source'))
  const shown = useSyncExternalStore(subscribe, () => (shownBy === me || shownBy === null ? state : IDLE))
  useEffect(() => {
    if (shown !== IDLE) shownBy = me
  }, [me, shown])
  useEffect(
    () => () => {
      // An outcome that was on screen is dismissed with its dialog, but not when a sign-in covered it.
      if (shownBy === me && (state.running || isSessionOver(client))) shownBy = null
    },
    [client, me],
  )
  return {
    shown,
    /** Starts a change and shows it in this component. */
    begin: (part: Partial<ChangeState>) => {
      if (!state.running) shownBy = me
      setChange({ ...IDLE, ...part })
    },
    reset: () => setChange(IDLE),
  }
}

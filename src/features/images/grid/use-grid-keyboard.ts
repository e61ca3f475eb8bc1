import { useLayoutEffect, type FocusEvent, type KeyboardEvent, type RefObject } from 'react'
import { nextSpot, type CellPosition } from './grid-keys.ts'
import type { GridLine } from './grid-lines.ts'

/**
 * The position of the keyboard focus. The line has a key, so that the focus stays on a release when sorting moves it.
 */
export type FocusPosition = CellPosition & { readonly key: string | null }

export const START: FocusPosition = { key: null, line: 0, col: 1 }

/** The lines that arrow keys stop at, and the one that has the keyboard focus. */
export function standOn(lines: readonly GridLine[], at: FocusPosition) {
  const stops = lines.filter((line) => line.kind !== 'detail')
  const kept = stops.find((line) => line.key === at.key)
  const active = kept ? kept.line : Math.min(at.line, Math.max(0, stops.length - 1))
  return { stops, active, activeIndex: indexOf(lines, active) }
}

type Use = {
  body: RefObject<HTMLDivElement | null>
  lines: readonly GridLine[]
  cols: number
  at: FocusPosition
  setAt: (at: FocusPosition) => void
  /** Scrolls a line into view, by its index. */
  scrollTo: (index: number) => void
}

/** Handles arrow, Home, End and Page keys in the grid. Only one cell is reachable with Tab. */
export function useGridKeyboard({ body, lines, cols, at, setAt, scrollTo }: Use) {
  const { stops, active } = standOn(lines, at)
  const stand = (next: CellPosition) => setAt({ ...next, key: stops[next.line]?.key ?? null })
  // if sorting moves the focused row, the view scrolls to it
  useLayoutEffect(() => {
    const focused = document.activeElement
    if (focused instanceof HTMLElement && spotOf(focused)?.line === active)
      focused.scrollIntoView({ block: 'nearest' })
  }, [active])

  const focus = (next: CellPosition) => {
    stand(next)
    const find = () => body.current?.querySelector<HTMLElement>(`[data-spot="${next.line}:${next.col}"]`)
    const there = find()
    if (there) return there.focus()
    scrollTo(indexOf(lines, next.line))
    requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()))
  }
  return {
    onKeyDown: (event: KeyboardEvent) => {
      const from = spotOf(event.target)
      if (!from || event.altKey || event.metaKey) return
      const next = nextSpot(from, event, { lines: stops.length, cols })
      if (!next) return
      event.preventDefault()
      focus(next)
    },
    onFocus: (event: FocusEvent) => {
      const spot = spotOf(event.target)
      if (spot && (spot.line !== active || spot.col !== at.col || at.key === null)) stand(spot)
    },
    /** The column that is reachable with Tab; null: it is in another line. */
    colOf: (line: number) => (active === line ? Math.min(at.col, cols - 1) : null),
  }
}

const indexOf = (lines: readonly GridLine[], stop: number): number =>
  lines.findIndex((line) => line.kind !== 'detail' && line.line === stop)

/** The cell of an event; null: the event is from a detail, whose controls handle their own keys. */
function spotOf(target: EventTarget): CellPosition | null {
  const text = target instanceof HTMLElement ? target.dataset['spot'] : undefined
  const [line, col] = (text ?? '').split(':').map(Number)
  return text === undefined || line === undefined || col === undefined ? null : { line, col }
}

import type { Ref } from 'react'

/** Where the virtual grid puts a line: plain values, so that a line that stays need not be drawn again. */
export type Place = {
  readonly measure: Ref<HTMLDivElement>
  readonly index: number
  /** Pixels below the top of the grid. */
  readonly top: number
}

/** The attributes that put a row there. The head of the grid is row 1. */
export const placed = ({ measure, index, top }: Place) => ({
  ref: measure,
  'data-index': index,
  'aria-rowindex': index + 2,
  style: { transform: `translateY(${top}px)` },
})

/** Makes a cell, or the control in it, a stop of the arrow keys. One stop of the grid takes Tab. */
export const stop = (line: number, col: number, activeCol: number | null) => ({
  'data-spot': `${line}:${col}`,
  tabIndex: activeCol === col ? 0 : -1,
})

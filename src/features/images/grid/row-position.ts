import type { Ref } from 'react'

/**
 * The position of a line in the virtual grid. It has only plain values, so that lines that do not move are not
 * rendered again.
 */
export type RowPosition = {
  readonly measure: Ref<HTMLDivElement>
  readonly index: number
  /** Pixels below the top of the grid. */
  readonly top: number
}

/** The attributes that position a row. The head of the grid is row 1. */
export const positionAttributes = ({ measure, index, top }: RowPosition) => ({
  ref: measure,
  'data-index': index,
  'aria-rowindex': index + 2,
  style: { transform: `translateY(${top}px)` },
})

/** Makes a cell, or the control in it, a stop of the arrow keys. Only one stop of the grid is reachable with Tab. */
export const tabStop = (line: number, col: number, activeCol: number | null) => ({
  'data-spot': `${line}:${col}`,
  tabIndex: activeCol === col ? 0 : -1,
})

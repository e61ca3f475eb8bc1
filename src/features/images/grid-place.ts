import type { CSSProperties, Ref } from 'react'

/** Where the virtual grid puts a row. */
export type Place = {
  readonly ref: Ref<HTMLDivElement>
  readonly 'data-index': number
  readonly 'aria-rowindex': number
  readonly style: CSSProperties
}

/** Makes a cell, or the control in it, a stop of the arrow keys. One stop of the grid takes Tab. */
export const stop = (line: number, col: number, activeCol: number | null) => ({
  'data-spot': `${line}:${col}`,
  tabIndex: activeCol === col ? 0 : -1,
})

/** The position of the keyboard focus: the line and the column of a cell. */
export type CellPosition = { readonly line: number; readonly col: number }

const PAGE = 10

/** The cell that an arrow, Home, End or Page key leads to; null: the key does not move the focus. */
export function nextSpot(
  spot: CellPosition,
  key: { key: string; ctrlKey: boolean },
  size: { lines: number; cols: number },
): CellPosition | null {
  const last = { line: size.lines - 1, col: size.cols - 1 }
  const to = (line: number, col: number): CellPosition => ({
    line: Math.min(Math.max(line, 0), last.line),
    col: Math.min(Math.max(col, 0), last.col),
  })
  switch (key.key) {
    case 'ArrowUp':
      return to(spot.line - 1, spot.col)
    case 'ArrowDown':
      return to(spot.line + 1, spot.col)
    case 'ArrowLeft':
      return to(spot.line, spot.col - 1)
    case 'ArrowRight':
      return to(spot.line, spot.col + 1)
    case 'PageUp':
      return to(spot.line - PAGE, spot.col)
    case 'PageDown':
      return to(spot.line + PAGE, spot.col)
    case 'Home':
      return key.ctrlKey ? to(0, 0) : to(spot.line, 0)
    case 'End':
      return key.ctrlKey ? to(last.line, last.col) : to(spot.line, last.col)
    default:
      return null
  }
}

import type { Cell, ReleaseRow, StateKind } from '#features/images/rules/model.ts'
import {
  countedWord,
  isArriving,
  MOST_PRESSING_FIRST,
  stateText,
} from '#features/images/rules/state-words.ts'

type RowState = {
  readonly kind: StateKind
  /** "1 downloading, 2 synced, 1 also imported" */
  readonly text: string
  /** The progress over all arriving images of the row. */
  readonly progress: { done: number; bytes: number } | null
}

/** The state of a release in one line: its images counted by state, the most urgent first. */
export function rowState(row: Pick<ReleaseRow, 'cells'>): RowState {
  const counts = new Map<StateKind, number>()
  for (const { state } of row.cells)
    if (state.kind !== 'not-selected') counts.set(state.kind, (counts.get(state.kind) ?? 0) + 1)
  const kinds = MOST_PRESSING_FIRST.filter((kind) => counts.has(kind))
  // MAAS up to 3.7 imports them because another source selects them
  const also = row.cells.filter((cell) => cell.state.kind === 'not-selected' && cell.also !== '').length
  const parts = [
    ...kinds.map((kind) => `${counts.get(kind)} ${countedWord(kind)}`),
    ...(also > 0 ? [`${also} also imported`] : []),
  ]
  const text = parts.length > 0 ? parts.join(', ') : stateText({ kind: 'not-selected' })
  return { kind: kinds[0] ?? 'not-selected', text, progress: progressOf(row.cells) }
}

function progressOf(cells: readonly Cell[]): RowState['progress'] {
  const arriving = cells.map(({ state }) => state).filter(isArriving)
  if (arriving.length === 0) return null
  return {
    done: arriving.reduce((sum, s) => sum + s.done, 0),
    bytes: arriving.reduce((sum, s) => sum + s.bytes, 0),
  }
}

import type { Cell, ImageState, ReleaseRow, StateKind } from '#features/images/rules/model.ts'

/** The states of an image of which a part is downloaded. */
export type ArrivingState = Extract<ImageState, { readonly bytes: number }>

export const isArriving = (state: ImageState): state is ArrivingState => 'bytes' in state

/** What deserves attention first. */
const PRESSING: readonly StateKind[] = [
  'stalled',
  'stopped',
  'downloading',
  'selected',
  'removing',
  'gone',
  'absent',
  'queued',
  'update',
  'reading',
  'kept',
  'unused',
  'synced',
  'custom',
]

const WORDS: Record<StateKind, string> = {
  stalled: 'stalled',
  stopped: 'stopped',
  downloading: 'downloading',
  selected: 'to add',
  removing: 'to remove',
  gone: 'no longer at source',
  absent: 'not on the mirror',
  queued: 'queued',
  update: 'update available',
  reading: 'reading',
  kept: 'kept by MAAS',
  unused: 'not used',
  synced: 'synced',
  custom: 'custom',
  'not-selected': 'not selected',
}

type RowState = {
  readonly kind: StateKind
  /** "1 downloading, 2 synced" */
  readonly text: string
  /** Over all images of the row that are arriving. */
  readonly progress: { done: number; bytes: number } | null
}

/** The state of a release in one line: its images counted by state, the most pressing first. */
export function rowState(row: Pick<ReleaseRow, 'cells'>): RowState {
  const counts = new Map<StateKind, number>()
  for (const { state } of row.cells) counts.set(state.kind, (counts.get(state.kind) ?? 0) + 1)
  const kinds = PRESSING.filter((kind) => counts.has(kind))
  const first = kinds[0]
  if (!first) return { kind: 'not-selected', text: 'Not selected', progress: null }
  const text = kinds.map((kind) => `${counts.get(kind)} ${WORDS[kind]}`).join(', ')
  return { kind: first, text, progress: progressOf(row.cells) }
}

function progressOf(cells: readonly Cell[]): RowState['progress'] {
  const arriving = cells.map(({ state }) => state).filter(isArriving)
  if (arriving.length === 0) return null
  return {
    done: arriving.reduce((sum, s) => sum + s.done, 0),
    bytes: arriving.reduce((sum, s) => sum + s.bytes, 0),
  }
}

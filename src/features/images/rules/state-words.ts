import { percent } from '#lib/percent.ts'
import type { ImageState, StateKind } from './model.ts'

/** Groups of states, for the filter. */
export const STATE_GROUPS = [
  { id: 'attention', label: 'Needs attention' },
  { id: 'arriving', label: 'Queued or downloading' },
  { id: 'update', label: 'Update available' },
  { id: 'synced', label: 'Synced' },
  { id: 'selected', label: 'To be added' },
  { id: 'removing', label: 'Will be removed' },
  { id: 'custom', label: 'Custom' },
  { id: 'not-selected', label: 'Not selected' },
] as const
export type StateGroup = (typeof STATE_GROUPS)[number]['id']

type Words = {
  /** The state in a word or two; a percentage follows for a partial download. */
  readonly word: string
  /** The short form beside a box; for a partial download, the percentage is shown instead. */
  readonly short: string
  /** After a number of images: "2 to add". */
  readonly counted: string
  /** Null: the state lasts only a moment, so no filter finds it. */
  readonly group: StateGroup | null
}

/** The words for each state, the most urgent first: states that need an administrator. */
const STATES: Readonly<Record<StateKind, Words>> = {
  stalled: { word: 'Stalled at', short: '', counted: 'stalled', group: 'attention' },
  stopped: { word: 'Stopped at', short: '', counted: 'stopped', group: 'attention' },
  gone: {
    word: 'Not offered',
    short: 'No offer',
    counted: 'not offered',
    group: 'attention',
  },
  absent: {
    word: 'Missing on the mirror',
    short: 'Missing',
    counted: 'missing on the mirror',
    group: 'attention',
  },
  downloading: { word: 'Downloading', short: '', counted: 'downloading', group: 'arriving' },
  queued: { word: 'Queued', short: 'Queued', counted: 'queued', group: 'arriving' },
  update: {
    word: 'Update available',
    short: 'Update',
    counted: 'update available',
    group: 'update',
  },
  older: {
    word: 'Older version offered',
    short: 'Older',
    counted: 'older version offered',
    group: 'update',
  },
  selected: {
    word: 'Selected',
    short: 'Add',
    counted: 'to add',
    group: 'selected',
  },
  removing: { word: 'Will be removed', short: 'Remove', counted: 'to remove', group: 'removing' },
  reading: {
    word: 'Reading…',
    short: '…',
    counted: 'reading',
    group: null,
  },
  kept: {
    word: 'Kept by MAAS',
    short: 'Kept',
    counted: 'kept by MAAS',
    group: 'attention',
  },
  unused: { word: 'Not used', short: 'Not used', counted: 'not used', group: 'attention' },
  synced: {
    word: 'Synced',
    short: 'Synced',
    counted: 'synced',
    group: 'synced',
  },
  'without-updates': {
    word: 'Kept without updates',
    short: 'Kept',
    counted: 'kept without updates',
    group: 'synced',
  },
  half: {
    word: 'Uploaded',
    short: '',
    counted: 'not completely uploaded',
    group: 'custom',
  },
  custom: {
    word: 'Custom',
    short: 'Custom',
    counted: 'custom',
    group: 'custom',
  },
  'not-selected': {
    word: 'Not selected',
    short: '',
    counted: 'not selected',
    group: 'not-selected',
  },
}

/** All kinds, the most urgent first: rows are counted and sorted in this order. */
export const MOST_PRESSING_FIRST = Object.keys(STATES) as readonly StateKind[]

const URGENCY = new Map(MOST_PRESSING_FIRST.toReversed().map((kind, index) => [kind, index + 1]))

/** The urgency of a state; a higher number is more urgent. */
export const urgencyOf = (kind: StateKind): number => URGENCY.get(kind) ?? 0

/** The texts for a state. An image with missing files gets the same text whether it is selected or not. */
const wordsOf = (state: ImageState): Words =>
  STATES[state.kind === 'not-selected' && state.absent ? 'absent' : state.kind]

/** The filter group of a state; null: no group, because the state lasts only a moment. */
export const stateGroupOf = (kind: StateKind): StateGroup | null => STATES[kind].group

/** "to add", after a number of images. */
export const countedWord = (kind: StateKind): string => STATES[kind].counted

/** The states of an image of which a part is downloaded. */
type ArrivingState = Extract<ImageState, { readonly bytes: number }>

export const isArriving = (state: ImageState): state is ArrivingState => 'bytes' in state

/** A state in a word or two: "Synced", "Downloading 43 %". */
export const stateText = (state: ImageState): string =>
  isArriving(state) ? `${wordsOf(state).word} ${percent(state.done, state.bytes)} %` : wordsOf(state).word

/** The short form beside a box: "Add", "43 %"; '' if not selected. The row and its details show the full text. */
export const shortText = (state: ImageState): string =>
  isArriving(state) ? `${percent(state.done, state.bytes)} %` : wordsOf(state).short

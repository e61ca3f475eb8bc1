import { percent } from '#lib/percent.ts'
import type { ImageState, StateKind } from './model.ts'

/** The effect of stopping an import, in MAAS up to 3.7. */
export const EFFECT_OF_STOP = 'Completed images are kept; partial downloads start over at the next import.'

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
  /** What the state means, if that depends on nothing else; '': see stateDetail. */
  readonly detail: string
}

/** All texts for each state, the most urgent first: states that need an administrator. */
const STATES: Readonly<Record<StateKind, Words>> = {
  stalled: { word: 'Stalled at', short: '', counted: 'stalled', group: 'attention', detail: '' },
  stopped: { word: 'Stopped at', short: '', counted: 'stopped', group: 'attention', detail: '' },
  gone: {
    word: 'Not offered',
    short: 'No offer',
    counted: 'not offered',
    group: 'attention',
    detail:
      'It is selected, but the source does not offer it, so it gets no updates. ' +
      'Clear it, change to a source that offers it, or keep the downloaded image: choose Delete images, then Not offered any more.',
  },
  absent: {
    word: 'Missing on the mirror',
    short: 'Missing',
    counted: 'missing on the mirror',
    group: 'attention',
    detail:
      'The source lists it, but a file is missing or has the wrong size, so importing it fails. ' +
      'Complete the mirror, clear the selection, or change to a source that has all files.',
  },
  downloading: { word: 'Downloading', short: '', counted: 'downloading', group: 'arriving', detail: '' },
  queued: { word: 'Queued', short: 'Queued', counted: 'queued', group: 'arriving', detail: '' },
  update: {
    word: 'Update available',
    short: 'Update',
    counted: 'update available',
    group: 'update',
    detail: '',
  },
  older: {
    word: 'Older version offered',
    short: 'Older',
    counted: 'older version offered',
    group: 'update',
    detail: '',
  },
  selected: {
    word: 'Selected',
    short: 'Add',
    counted: 'to add',
    group: 'selected',
    detail: 'Selected, not saved yet. Save the selection to start the download.',
  },
  removing: { word: 'Will be removed', short: 'Remove', counted: 'to remove', group: 'removing', detail: '' },
  reading: {
    word: 'Reading…',
    short: '…',
    counted: 'reading',
    group: null,
    detail: 'Checking whether it is selected and how much of it is downloaded.',
  },
  kept: {
    word: 'Kept by MAAS',
    short: 'Kept',
    counted: 'kept by MAAS',
    group: 'attention',
    detail:
      'MAAS keeps it up to date although it is not selected here, because another client removed its architecture from the selection. ' +
      'To delete it, select it and save, then clear it and save again.',
  },
  unused: { word: 'Not used', short: 'Not used', counted: 'not used', group: 'attention', detail: '' },
  synced: {
    word: 'Synced',
    short: 'Synced',
    counted: 'synced',
    group: 'synced',
    detail: 'The region holds the complete image in the newest known version.',
  },
  'without-updates': {
    word: 'Kept without updates',
    short: 'Kept',
    counted: 'kept without updates',
    group: 'synced',
    detail:
      'The source no longer offers it, so it gets no updates. You chose to keep it, and this browser remembers that. ' +
      'It stays on the region while it is selected.',
  },
  half: {
    word: 'Uploaded',
    short: '',
    counted: 'not completely uploaded',
    group: 'custom',
    detail: 'Custom upload that is not complete. Machines cannot be deployed with it yet.',
  },
  custom: {
    word: 'Custom',
    short: 'Custom',
    counted: 'custom',
    group: 'custom',
    detail: 'Custom upload. No source updates it.',
  },
  'not-selected': {
    word: 'Not selected',
    short: '',
    counted: 'not selected',
    group: 'not-selected',
    detail: 'The source offers it. Select it to download it.',
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

/** What a state means, if that depends only on the state; '' otherwise, see stateDetail. */
export const plainDetail = (state: ImageState): string => wordsOf(state).detail

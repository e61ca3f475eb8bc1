import { expect, test } from 'vitest'
import type { ImageState, StateKind } from './model.ts'
import {
  countedWord,
  MOST_PRESSING_FIRST,
  shortText,
  STATE_GROUPS,
  stateGroupOf,
  stateText,
  urgencyOf,
} from './state-words.ts'

const half = { done: 430_000_000, bytes: 1_000_000_000 }

test.each<[state: ImageState, word: string, short: string, counted: string, group: string | null]>([
  [{ kind: 'not-selected' }, 'Not selected', '', 'not selected', 'not-selected'],
  [
    { kind: 'not-selected', because: 'disabled', source: 'M' },
    'Not selected',
    '',
    'not selected',
    'not-selected',
  ],
  [
    { kind: 'not-selected', absent: true },
    'Missing on the mirror',
    'Missing',
    'not selected',
    'not-selected',
  ],
  [{ kind: 'selected' }, 'Selected', 'Add', 'to add', 'selected'],
  [{ kind: 'selected', because: 'outranked', source: 'M' }, 'Selected', 'Add', 'to add', 'selected'],
  [{ kind: 'queued', importing: true }, 'Queued', 'Queued', 'queued', 'arriving'],
  [{ kind: 'queued', importing: false }, 'Queued', 'Queued', 'queued', 'arriving'],
  [{ kind: 'downloading', ...half }, 'Downloading 43 %', '43 %', 'downloading', 'arriving'],
  [{ kind: 'stalled', ...half, since: 0 }, 'Stalled at 43 %', '43 %', 'stalled', 'attention'],
  [{ kind: 'stopped', ...half }, 'Stopped at 43 %', '43 %', 'stopped', 'attention'],
  [{ kind: 'synced' }, 'Synced', 'Synced', 'synced', 'synced'],
  [{ kind: 'update', held: '1', newest: '2' }, 'Update available', 'Update', 'update available', 'update'],
  [
    { kind: 'older', held: '2', offered: '1' },
    'Older version offered',
    'Older',
    'older version offered',
    'update',
  ],
  [{ kind: 'removing', when: 'after-save' }, 'Will be removed', 'Remove', 'to remove', 'removing'],
  [{ kind: 'removing', when: 'next-import' }, 'Will be removed', 'Remove', 'to remove', 'removing'],
  [{ kind: 'unused', because: 'disabled', source: 'M' }, 'Not used', 'Not used', 'not used', 'attention'],
  [{ kind: 'kept' }, 'Kept by MAAS', 'Kept', 'kept by MAAS', 'attention'],
  [{ kind: 'gone' }, 'Not offered', 'No offer', 'not offered', 'attention'],
  [{ kind: 'without-updates' }, 'Kept without updates', 'Kept', 'kept without updates', 'synced'],
  [{ kind: 'absent' }, 'Missing on the mirror', 'Missing', 'missing on the mirror', 'attention'],
  [{ kind: 'half', done: 44, bytes: 100 }, 'Uploaded 44 %', '44 %', 'not completely uploaded', 'custom'],
  [{ kind: 'custom' }, 'Custom', 'Custom', 'custom', 'custom'],
  [{ kind: 'reading' }, 'Reading…', '…', 'reading', null],
])('%o is called %s', (state, word, short, counted, group) => {
  expect(stateText(state)).toBe(word)
  expect(shortText(state)).toBe(short)
  expect(countedWord(state.kind)).toBe(counted)
  expect(stateGroupOf(state.kind)).toBe(group)
})

test.each<[ImageState, string]>([
  [{ kind: 'downloading', done: 1_000, bytes: 1_000 }, '99 %'],
  [{ kind: 'downloading', done: 9_999, bytes: 10_000 }, '99 %'],
  [{ kind: 'stopped', done: 0, bytes: 0 }, '0 %'],
])('%o reads the same in the cell and in words, and never 100 %%', (state, text) => {
  expect(shortText(state)).toBe(text)
  expect(stateText(state)).toMatch(new RegExp(` ${text}$`))
})

test('problems come before downloads, downloads before unsaved changes, and complete images last', () => {
  const order: readonly StateKind[] = [
    'stalled',
    'stopped',
    'gone',
    'absent',
    'downloading',
    'queued',
    'update',
    'older',
    'selected',
    'removing',
    'reading',
    'kept',
    'unused',
    'synced',
    'without-updates',
    'half',
    'custom',
    'not-selected',
  ]
  expect(MOST_PRESSING_FIRST).toEqual(order)
  const urgencies = order.map(urgencyOf)
  expect(urgencies).toEqual(urgencies.toSorted((a, b) => b - a))
  expect(new Set(urgencies).size).toBe(order.length)
})

test('every state but one that lasts a moment belongs to a group that a filter offers', () => {
  const ids = new Set<string>(STATE_GROUPS.map(({ id }) => id))
  const without = MOST_PRESSING_FIRST.filter((kind) => !ids.has(stateGroupOf(kind) ?? ''))
  expect(without).toEqual(['reading'])
})

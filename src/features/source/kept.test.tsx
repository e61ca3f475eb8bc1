import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { bootSourceAt } from './fixtures.ts'
import {
  forgetDone,
  forgetPending,
  recallDone,
  recallPending,
  rememberDone,
  rememberPending,
  type DoneChange,
} from './kept.ts'
import type { Target } from './model.ts'

const LARGE = 'http://mirror.example.com/large/'
const AT = '2026-11-23T09:00:00.000Z'
const noble = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }
const DATA = { url: LARGE, keyring_filename: '', keyring_data: 'mQENBA==' }
const EXTRAS = { name: 'Mirror', priority: 7, enabled: false, skip_keyring_verification: true }

const target: Target = { spec: DATA, extras: EXTRAS, selections: [noble], replaces: 4 }
const before = [
  bootSourceAt(4, LARGE, EXTRAS, [{ ...noble, id: 9, boot_source_id: 4 }]),
  bootSourceAt(5, 'http://images.maas.io/ephemeral-v3/stable/', {
    keyring_filename: '',
    keyring_data: 'bQ==',
  }),
]
const doneChange: DoneChange = {
  at: AT,
  from: { spec: DATA, extras: EXTRAS, selections: [noble] },
  to: { url: LARGE, keyring_filename: '/k.gpg' },
  startedBefore: null,
}

beforeEach(() => localStorage.clear())
afterEach(() => vi.restoreAllMocks())

describe('What is remembered comes back, keyrings and all:', () => {
  test.each<[string, Target]>([
    ['a change to keyring data', target],
    ['a change of an older MAAS', { spec: { ...DATA, keyring_data: '' }, selections: [], replaces: 1 }],
    ['a source that is added', { ...target, replaces: null }],
    ['a way back', { ...target, back: true }],
    ['a source that is deleted', { spec: null, selections: [], replaces: 4 }],
    [
      'a selection that asks for nothing',
      { ...target, selections: [{ ...noble, arches: [], subarches: [], labels: [] }] },
    ],
    ['a large keyring', { ...target, spec: { ...DATA, keyring_data: 'QUJD'.repeat(100_000) } }],
  ])('%s', (_, change) => {
    rememberPending({ at: AT, target: change, before })
    expect(recallPending()).toEqual({ at: AT, target: change, before })
  })

  test('an undo, as one', () => {
    rememberPending({ at: AT, target, before, undoes: true })
    expect(recallPending()).toEqual({ at: AT, target, before, undoes: true })
  })

  test('a change that can be undone, and one that can be by adding what was deleted', () => {
    rememberDone(doneChange)
    expect(recallDone()).toEqual(doneChange)
    rememberDone({ ...doneChange, to: null, startedBefore: AT })
    expect(recallDone()).toEqual({ ...doneChange, to: null, startedBefore: AT })
  })

  test('a change of a selection that asks for nothing can be undone, too', () => {
    const nothing = { ...noble, labels: [] }
    rememberDone({ ...doneChange, from: { spec: DATA, selections: [nothing] } })
    expect(recallDone()?.from.selections).toEqual([nothing])
  })
})

test('there is nothing at first, the one is not the other, and what is forgotten is gone', () => {
  expect([recallPending(), recallDone()]).toEqual([null, null])
  rememberPending({ at: AT, target, before })
  expect(recallDone()).toBeNull()
  rememberDone(doneChange)
  forgetPending()
  expect(recallPending()).toBeNull()
  expect(recallDone()).not.toBeNull()
  forgetDone()
  expect(recallDone()).toBeNull()
})

/** The keys in use, found by using them. */
function keys() {
  rememberPending({ at: AT, target, before })
  rememberDone(doneChange)
  const found = Object.keys(localStorage)
  expect(found).toHaveLength(2)
  return found
}

describe('What cannot be understood counts for nothing, and throws nothing:', () => {
  const pending = { at: AT, target, before }
  test.each<[string, string]>([
    ['no JSON', '{"at":'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"change"'],
    ['an older shape', JSON.stringify({ at: AT, url: LARGE })],
    ['no time', JSON.stringify({ ...pending, ...doneChange, at: 7 })],
    ['no source', JSON.stringify({ ...pending, target: { ...target, spec: { url: LARGE } }, at: AT })],
    [
      'selections that are none',
      JSON.stringify({ ...pending, target: { ...target, selections: 'noble' }, from: { spec: DATA } }),
    ],
    [
      'a source without an id',
      JSON.stringify({ ...pending, before: [{ source: { ...DATA }, selections: [] }] }),
    ],
  ])('%s', (_, text) => {
    for (const key of keys()) localStorage.setItem(key, text)
    expect([recallPending(), recallDone()]).toEqual([null, null])
  })
})

test('what is kept beside it by a newer page is passed over', () => {
  for (const key of keys()) {
    const kept = JSON.parse(localStorage.getItem(key) ?? '') as object
    localStorage.setItem(key, JSON.stringify({ ...kept, mood: 'good' }))
  }
  expect(recallPending()).toEqual({ at: AT, target, before })
  expect(recallDone()).toEqual(doneChange)
})

test('storage that is full keeps nothing, not what it had of another change either', () => {
  rememberPending({ at: AT, target, before })
  rememberDone(doneChange)
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  })
  rememberPending({ at: AT, target: { ...target, replaces: 5 }, before })
  rememberDone({ ...doneChange, to: null })
  expect([recallPending(), recallDone()]).toEqual([null, null])
})

test('storage that the browser denies remembers nothing, and throws nothing', () => {
  vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  })
  rememberPending({ at: AT, target, before })
  rememberDone(doneChange)
  forgetPending()
  forgetDone()
  expect([recallPending(), recallDone()]).toEqual([null, null])
})

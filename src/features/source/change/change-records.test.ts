import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import { readRecord, removeRecord, writeRecord, type RecordKind } from '#api/store/records.ts'
import { bootSourceAt } from '#testing/source-fixtures.ts'
import { DONE_CHANGE, LEFT_AS_IT_IS, PENDING_CHANGE, type DoneChange } from './change-records.ts'
import type { SourceTarget } from '#features/source/rules/model.ts'

const LARGE = 'http://mirror.example.com/large/'
const AT = '2026-11-23T09:00:00.000Z'
const noble = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }
const DATA = { url: LARGE, keyring_filename: '', keyring_data: 'mQENBA==' }
const EXTRAS = { name: 'Mirror', priority: 7, enabled: false, skip_keyring_verification: true }

const target: SourceTarget = { spec: DATA, extras: EXTRAS, selections: [noble], replaces: 4 }
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

const owner = { region: 'region-1', user: 'ann' }

/** Writes the record and reads it again. */
async function kept<T>(kind: RecordKind<T>, value: T): Promise<T | null> {
  await writeRecord(kind, owner, value)
  return readRecord(kind, owner)
}

describe('Records are read as they were written, including keyrings:', () => {
  test.each<[string, SourceTarget]>([
    ['a change to keyring data', target],
    [
      'a change of a source of an older MAAS',
      { spec: { ...DATA, keyring_data: '' }, selections: [], replaces: 1 },
    ],
    ['a source that is added', { ...target, replaces: null }],
    ['a change that goes back', { ...target, back: true }],
    ['a source that is deleted', { spec: null, selections: [], replaces: 4 }],
    [
      'a selection that selects nothing',
      { ...target, selections: [{ ...noble, arches: [], subarches: [], labels: [] }] },
    ],
    ['a large keyring', { ...target, spec: { ...DATA, keyring_data: 'QUJD'.repeat(100_000) } }],
  ])('%s', async (_, change) => {
    const pending = { at: AT, target: change, before }
    expect(await kept(PENDING_CHANGE, pending)).toEqual(pending)
  })

  test('an undo, marked as such', async () => {
    const undo = { at: AT, target, before, undoes: true } as const
    expect(await kept(PENDING_CHANGE, undo)).toEqual(undo)
  })

  test.each<[string, DoneChange]>([
    ['a change that can be undone', doneChange],
    [
      'one that can be undone by adding the deleted source again',
      { ...doneChange, to: null, startedBefore: AT },
    ],
    [
      'one with a selection that selects nothing',
      { ...doneChange, from: { spec: DATA, selections: [{ ...noble, labels: [] }] } },
    ],
  ])('%s', async (_, done) => {
    expect(await kept(DONE_CHANGE, done)).toEqual(done)
  })
})

test('the two kinds are separate, and a removed record is gone', async () => {
  await writeRecord(PENDING_CHANGE, owner, { at: AT, target, before })
  await writeRecord(DONE_CHANGE, owner, doneChange)
  await writeRecord(LEFT_AS_IT_IS, owner, 'these two')
  await removeRecord(PENDING_CHANGE, owner)
  expect(await readRecord(PENDING_CHANGE, owner)).toBeNull()
  expect(await readRecord(DONE_CHANGE, owner)).toEqual(doneChange)
  expect(await readRecord(LEFT_AS_IT_IS, owner)).toBe('these two')
})

describe('Invalid records are ignored:', () => {
  const all = { ...doneChange, at: AT, target, before }
  test.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['a text', 'change'],
    ['an older shape', { at: AT, url: LARGE }],
    ['no time', { ...all, at: 7 }],
    ['no source', { ...all, target: { ...target, spec: { url: LARGE } }, from: { spec: { url: LARGE } } }],
    ['invalid selections', { ...all, target: { ...target, selections: 'noble' }, from: { spec: DATA } }],
    ['a source without an id', { ...all, before: [{ source: DATA, selections: [] }], to: { url: 7 } }],
  ])('%s', async (_, value) => {
    expect(await kept(PENDING_CHANGE as RecordKind<unknown>, value)).toBeNull()
    expect(await kept(DONE_CHANGE as RecordKind<unknown>, value)).toBeNull()
  })
})

test('additional fields of a newer version of the page are ignored', async () => {
  const pending = { at: AT, target, before }
  expect(await kept(PENDING_CHANGE, { ...pending, mood: 'good' } as typeof pending)).toEqual(pending)
})

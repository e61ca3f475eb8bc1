import { expect, test } from 'vitest'
import { isNotifiedAlready, messageOfEnd, noteKey, type Notified } from './import-ended.ts'

const notified = (at: number, started: string | null = null): Notified => ({ at, started })

test.each<[rule: string, before: Notified | null, now: Notified, is: boolean]>([
  ['the first end', null, notified(0), false],
  ['the same import in another tab, late', notified(0, 'nine'), notified(900_000, 'nine'), true],
  ['the next import, soon', notified(0, 'nine'), notified(1_000, 'ten'), false],
  ['an import without a start, soon', notified(0), notified(60_000), true],
  ['an import without a start, later', notified(0), notified(240_000), false],
])('%s', (_, before, now, is) => {
  expect(isNotifiedAlready(before, now)).toBe(is)
})

const note = (ident: string, category = 'error', message = 'From http://a:b@host/.') => ({
  id: 1,
  ident,
  category,
  message,
})

test.each([
  ['a new error of an import', [], note('Sync selection 3'), 'Import failed'],
  ['the error that was there before', [note('Sync selection 3')], note('Sync selection 3'), 'Import ended'],
  [
    'another message in the same notification',
    [note('Sync selection 3', 'error', 'Old.')],
    note('Sync selection 3'),
    'Import failed',
  ],
  [
    'an error that success would have removed',
    [note('Image importer')],
    note('Image importer'),
    'Import failed',
  ],
  ['a warning', [], note('Image importer', 'warning'), 'Import ended'],
  ['an error of something else', [], note('commissioning_series_unavailable'), 'Import ended'],
])('%s: %#', (_, before, now, title) => {
  const message = messageOfEnd([now], new Set(before.map(noteKey)))
  const body = title === 'Import failed' ? 'From http://host/.' : 'MAAS reports no error.'
  expect(message).toEqual({ title, body })
})

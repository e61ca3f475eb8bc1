import { expect, test } from 'vitest'
import type { Entry } from '#api/activity/entry.ts'
import type { SyncChange } from '#api/activity/sync-changes.ts'
import { versionsText } from './change-words.ts'
import { entryTitle } from './entry-words.ts'
import { activityCsv, activityJson, syncCsv, syncJson } from './export.ts'
import { filterEntries, NO_FILTER, type Filter } from './filter.ts'

const NOW = Date.UTC(2026, 10, 23, 9)
const DAY = 24 * 60 * 60_000

const entry = (part: Partial<Entry> = {}): Entry => ({
  at: NOW,
  who: 'admin',
  what: 'selection',
  action: 'change',
  key: 'selection 1/ubuntu/noble',
  subject: 'ubuntu noble',
  before: 'amd64',
  after: 'amd64, arm64',
  result: 'done',
  message: '',
  ...part,
})

const ENTRIES = [
  entry({ at: NOW - 10 * DAY, subject: 'old' }),
  entry({ at: NOW - 2 * DAY, subject: 'seen', who: '', since: NOW - 3 * DAY }),
  entry({ subject: 'fails', what: 'setting', result: 'refused', message: 'MAAS does not accept jammy.' }),
]

test.each<[Partial<Filter>, string[]]>([
  [{}, ['fails', 'seen', 'old']],
  [{ who: 'here' }, ['fails', 'old']],
  [{ who: 'elsewhere' }, ['seen']],
  [{ what: 'setting' }, ['fails']],
  [{ days: 7 }, ['fails', 'seen']],
  [{ search: 'ACCEPT jammy' }, ['fails']],
  [{ search: 'unknown user' }, ['seen']],
  [{ search: 'nothing like it' }, []],
])('the filter %j leaves %j', (part, subjects) => {
  expect(filterEntries(ENTRIES, { ...NO_FILTER, ...part }, NOW).map(({ subject }) => subject)).toEqual(
    subjects,
  )
})

test.each<[Partial<Entry>, string]>([
  [{}, 'Changed selection: ubuntu noble'],
  [{ what: 'source', action: 'delete', subject: 'http://a/' }, 'Deleted boot source: http://a/'],
  [{ what: 'import', action: 'start' }, 'Started import'],
])('the title of %j is %s', (part, title) => {
  expect(entryTitle(entry(part))).toBe(title)
})

const CELLS = ['=1+1', '+1', '-1', '@x', '\tx', 'say "so", twice\nin two lines']

test('a cell that a spreadsheet would read as a formula is text, and quotes are doubled', () => {
  const lines = activityCsv(CELLS.map((after) => entry({ after })))
  expect(lines).toContain('"time","not before","user","change","before","after","result","message"\r\n')
  for (const text of [
    '"\'=1+1"',
    '"\'+1"',
    '"\'-1"',
    '"\'@x"',
    '"\'\tx"',
    '"say ""so"", twice\nin two lines"',
  ])
    expect(lines).toContain(`,${text},`)
})

test.each([activityCsv(ENTRIES), syncCsv([])])('a CSV begins with a byte order mark, once', (text) => {
  expect(text.lastIndexOf('\uFEFF')).toBe(0)
})

test('the exports have times with their zone, and who is not known stays open', () => {
  expect(JSON.parse(activityJson(ENTRIES.slice(1, 2)))).toEqual([
    {
      at: '2026-11-21T09:00:00.000Z',
      notBefore: '2026-11-20T09:00:00.000Z',
      user: null,
      what: 'selection',
      action: 'change',
      subject: 'seen',
      before: 'amd64',
      after: 'amd64, arm64',
      result: 'done',
      message: '',
    },
  ])
})

const change = (part: Partial<SyncChange> = {}): SyncChange => ({
  image: 'ubuntu/noble/amd64',
  title: 'Ubuntu 24.04 LTS amd64',
  before: '20260901',
  after: '20261001',
  bytes: 1_200_000_000,
  kernels: { added: 0, removed: 0 },
  at: NOW,
  ...part,
})

test('changed images are exported with versions and bytes', () => {
  const run = { since: NOW - DAY, until: NOW, started: null, changes: [change({ before: null })] }
  expect(syncCsv([run]).split('\r\n')[1]).toBe(
    '"","2026-11-23T09:00:00.000Z","ubuntu/noble/amd64","Ubuntu 24.04 LTS amd64","","20261001","0","0","1200000000"',
  )
  expect(JSON.parse(syncJson([run]))).toMatchObject([
    { started: null, notBefore: '2026-11-22T09:00:00.000Z', images: [{ before: null, after: '20261001' }] },
  ])
})

test.each<[Partial<SyncChange>, string]>([
  [{}, '20260901 to 20261001'],
  [{ before: null }, 'New: 20261001'],
  [{ after: '20260901' }, '20260901, kernels updated'],
  [{ after: null }, 'Removed: 20260901'],
  [{ after: '20260901', kernels: { added: 2, removed: 1 } }, '20260901, kernels: 2 added, 1 removed'],
])('a change %j reads %s', (part, text) => {
  expect(versionsText(change(part))).toBe(text)
})

import { expect, test } from 'vitest'
import { aRegion, ALL_OF, jammy, noble } from '#testing/image-fixtures.ts'
import type { Entry } from './entry.ts'
import { regionSeen, seenChanges } from './seen-changes.ts'

const CONFIG = {
  autoImport: true,
  commissioningRelease: 'noble',
  defaultOs: 'ubuntu',
  defaultRelease: 'noble',
}
const T = Date.UTC(2026, 10, 23, 9)
const MINUTE = 60_000

const seen = (at: number, part: Partial<Parameters<typeof regionSeen>[0]> = {}) =>
  regionSeen({ sources: aRegion([[noble, ALL_OF('amd64')]]).sources, config: CONFIG, ...part }, at)

const own = (key: string, part: Partial<Entry> = {}): Entry => ({
  at: T + MINUTE,
  who: 'admin',
  what: 'selection',
  action: 'change',
  key,
  subject: '',
  before: null,
  after: null,
  result: 'done',
  message: '',
  ...part,
})

const BEFORE = seen(T)
const MORE = seen(T + 2 * MINUTE, {
  sources: aRegion([
    [noble, ALL_OF('amd64', 'arm64')],
    [jammy, ALL_OF('amd64')],
  ]).sources,
  config: { ...CONFIG, autoImport: false },
})
const short = (entries: readonly Entry[]) =>
  entries.map(({ what, action, subject, before, after }) => [what, action, subject, before, after])

test('what others changed is found by comparing, with the time between', () => {
  const found = seenChanges(BEFORE, MORE, [])
  expect(short(found)).toEqual([
    ['selection', 'change', 'ubuntu noble', 'amd64; kernels all', 'amd64, arm64; kernels all'],
    ['setting', 'change', 'Automatically sync images', 'on', 'off'],
    ['selection', 'create', 'ubuntu jammy', null, 'amd64; kernels all'],
  ])
  expect(found[0]).toMatchObject({ who: '', since: T, at: T + 2 * MINUTE })
  expect(short(seenChanges(MORE, { ...BEFORE, at: T + 4 * MINUTE }, []))).toContainEqual([
    'selection',
    'delete',
    'ubuntu jammy',
    'amd64; kernels all',
    null,
  ])
  expect(seenChanges(BEFORE, seen(T + MINUTE), [])).toEqual([])
})

test.each<[rule: string, known: Entry[], left: number]>([
  ['a change that was sent from here is not listed twice', [own('selection 1/ubuntu/noble')], 2],
  ['one whose answer was lost counts too', [own('selection 1/ubuntu/noble', { result: 'unknown' })], 2],
  ['one that MAAS refused explains nothing', [own('selection 1/ubuntu/noble', { result: 'refused' })], 3],
  ['one from long before explains nothing', [own('selection 1/ubuntu/noble', { at: T - 2 * MINUTE })], 3],
  ['a change of the source explains its selections', [own('source 1')], 1],
  [
    'what another tab has seen is not listed again',
    [own('setting boot_images_auto_import', { who: '', after: 'off' })],
    2,
  ],
])('%s', (_, known, left) => {
  expect(seenChanges(BEFORE, MORE, known)).toHaveLength(left)
})

test('a user who sees sources only sometimes learns nothing from that', () => {
  expect(seenChanges(BEFORE, seen(T + MINUTE, { sources: null }), [])).toEqual([])
})

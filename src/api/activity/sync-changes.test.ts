import { expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import { anImage } from '#testing/image-fixtures.ts'
import { heldOf, imageChanges, runOf, withChanges, type SyncRun } from './sync-changes.ts'

const T = Date.UTC(2026, 10, 23, 9)
const MINUTE = 60_000
const held = (image: Image | null, at = T, before: ReturnType<typeof heldOf> | null = null) =>
  heldOf({ images: image ? [image] : [] }, before, at)

const OLD = anImage([['ga-24.04', '20260901']])
const NEW = anImage([['ga-24.04', '20261001']])
const MORE = anImage([
  ['ga-24.04', '20260901'],
  ['hwe-24.04', '20260901'],
])
const PART = anImage([['ga-24.04', null, '20261001']])
const NO_KERNELS = { added: 0, removed: 0 }

test.each<[rule: string, before: Image | null, now: Image | null, change: object | null]>([
  ['an image in a newer version', OLD, NEW, { before: '20260901', after: '20261001', kernels: NO_KERNELS }],
  ['a new image', null, NEW, { before: null, after: '20261001' }],
  ['a removed image', OLD, null, { before: '20260901', after: null }],
  [
    'another kernel of it',
    OLD,
    MORE,
    { before: '20260901', after: '20260901', kernels: { added: 1, removed: 0 } },
  ],
  ['nothing', OLD, OLD, null],
  ['an image that still arrives', null, PART, null],
  ['an image that was not read', OLD, { ...NEW, known: false }, null],
  ['an upload', null, { ...NEW, kind: 'uploaded' }, null],
])('a sync with %s', (_, was, is, change) => {
  const before = held(was)
  const changes = imageChanges(before, held(is, T + MINUTE, before))
  expect(changes).toMatchObject(change === null ? [] : [change])
})

test('an image whose first read comes later is not new, and its next version is', () => {
  const first = held({ ...OLD, known: false })
  const read = held(OLD, T + MINUTE, first)
  expect(imageChanges(first, read)).toEqual([])
  expect(imageChanges(read, held(NEW, T + 2 * MINUTE, read))).toMatchObject([{ before: '20260901' }])
  const none = held(null)
  const later = held({ ...OLD, known: false }, T + MINUTE, none)
  expect(imageChanges(later, held(OLD, T + 2 * MINUTE, later))).toMatchObject([{ before: null }])
})

const run = (started: string | null, until = T): SyncRun => ({
  since: T - MINUTE,
  until,
  started,
  changes: [],
})
const NINE = '2026-11-23T09:00:00Z'
const TEN = '2026-11-23T10:00:00Z'

test.each<[rule: string, run: SyncRun, started: string | null, at: number, same: boolean]>([
  ['of the same import, however late', run(NINE), NINE, T + 50 * MINUTE, true],
  ['of another import, however soon', run(NINE), TEN, T + MINUTE, false],
  ['of an unknown import, soon after', run(null), null, T + 2 * MINUTE, true],
  ['of an unknown import, much later', run(null), null, T + 4 * MINUTE, false],
])('changes %s belong to a run: %#', (_, known, started, at, same) => {
  expect(runOf([known], started, at)).toBe(same ? known : undefined)
})

test('a run keeps the first version before and the last one after, also if two tabs report it', () => {
  const [first, middle, last] = [held(OLD), held(MORE, T + MINUTE), held(NEW, T + 2 * MINUTE)]
  const once = withChanges(run(NINE), imageChanges(first, middle), T + MINUTE)
  const twice = withChanges(once, imageChanges(middle, last), T + 2 * MINUTE)
  expect(twice.changes).toMatchObject([{ before: '20260901', after: '20261001' }])
  expect(withChanges(twice, imageChanges(middle, last), T + 2 * MINUTE)).toEqual(twice)
})

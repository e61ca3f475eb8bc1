import 'fake-indexeddb/auto'
import { IDBDatabase, IDBFactory } from 'fake-indexeddb'
import { deleteDB, openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openDatabase, type Database, type RecordKey } from './browser-database.ts'
import { createBrowserStore, type StorageProblem } from './browser-store.ts'

const NAME = 'records of a test'
const KEY: RecordKey = ['draft', 'region-1', 'ann', '']
const OTHER: RecordKey = ['draft', 'region-1', 'bert', '']

beforeEach(() => void vi.stubGlobal('indexedDB', new IDBFactory()))
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

type Open = (onLost: () => void) => Promise<Database>
const real: Open = (onLost) => openDatabase(NAME, onLost)

/** A page that opens its database with `open`, and the problems it reported, in order. */
function page(open: Open = real) {
  const problems: (StorageProblem | null)[] = []
  return { store: createBrowserStore({ open, onProblem: (now) => problems.push(now) }), problems }
}

/** A database in which some calls are replaced, for example by failing ones. */
const failing =
  (part: Partial<Database>): Open =>
  async (onLost) => ({ ...(await real(onLost)), ...part })
const reject = (name: string) => () => Promise.reject(new DOMException('no', name))

test('records written or removed by one page are visible to another', async () => {
  const { store, problems } = page()
  expect(await store.read(KEY)).toBeUndefined()
  await store.write(KEY, { ticks: 1 })
  await store.write(OTHER, { ticks: 2 })
  await store.write(['draft', 'region-10', 'ann', ''], { ticks: 3 })
  const next = page().store
  expect(await next.read(KEY)).toEqual({ ticks: 1 })
  expect(await next.list(['draft', 'region-1'])).toEqual([
    [KEY, { ticks: 1 }],
    [OTHER, { ticks: 2 }],
  ])
  await next.remove(KEY)
  expect(await store.read(KEY)).toBeUndefined()
  expect(problems.filter(Boolean)).toEqual([])
})

test('writes are durable when they resolve', async () => {
  const asked = vi.spyOn(IDBDatabase.prototype, 'transaction')
  await page().store.write(KEY, 1)
  expect(asked).toHaveBeenCalledWith('records', 'readwrite', { durability: 'strict' })
  asked.mockRestore()
})

describe('if the browser stores nothing, the page keeps records while it is open, and nothing rejects:', () => {
  test.each<[string, Open, StorageProblem]>([
    ['denied', reject('SecurityError'), 'denied'],
    ['denied in a private window', reject('InvalidStateError'), 'denied'],
    ['no database API', () => Promise.reject(new ReferenceError('indexedDB is not defined')), 'denied'],
    [
      'an exception instead of a rejection',
      () => {
        throw new DOMException('no', 'SecurityError')
      },
      'denied',
    ],
    ['a database with a newer version', reject('VersionError'), 'broken'],
    ['a disk error', reject('UnknownError'), 'broken'],
    ['full', failing({ write: reject('QuotaExceededError') }), 'full'],
  ])('%s', async (_, open, problem) => {
    const { store, problems } = page(open)
    await store.write(KEY, { ticks: 1 })
    expect(problems).toContain(problem)
    expect(await store.read(KEY)).toEqual({ ticks: 1 })
    expect(await store.list(['draft', 'region-1', 'ann'])).toEqual([[KEY, { ticks: 1 }]])
    expect(await store.list(['draft', 'region-1', 'bert'])).toEqual([])
    await store.remove(KEY)
    expect(await store.read(KEY)).toBeUndefined()
    expect(await page().store.read(KEY)).toBeUndefined()
  })
})

test('a failed write removes the outdated record', async () => {
  await page().store.write(KEY, 'older')
  const { store } = page(failing({ write: reject('QuotaExceededError') }))
  await store.write(KEY, 'newer')
  expect(await store.read(KEY)).toBe('newer')
  expect(await page().store.read(KEY)).toBeUndefined()
})

test('a record that could not be removed is gone for this page', async () => {
  await page().store.write(KEY, 'older')
  const { store } = page(failing({ remove: reject('UnknownError') }))
  await store.remove(KEY)
  expect(await store.read(KEY)).toBeUndefined()
  expect(await store.list(['draft'])).toEqual([])
})

test('the problem is cleared when the browser stores records again', async () => {
  let full = true
  const write: Database['write'] = async () => {
    if (full) throw new DOMException('no', 'QuotaExceededError')
  }
  const { store, problems } = page(failing({ write }))
  await store.write(KEY, 1)
  full = false
  await store.write(KEY, 2)
  expect(problems).toEqual(['full', null])
})

test('the page waits only once for a database that never opens', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { store, problems } = page(() => new Promise<never>(() => undefined))
  const written = store.write(KEY, 1)
  await vi.advanceTimersByTimeAsync(60_000)
  await written
  expect(problems[0]).toBe('broken')
  vi.useRealTimers()
  expect(await store.read(KEY)).toBe(1)
  expect(await store.read(OTHER)).toBeUndefined()
})

test('a jump of the clock, as after a sleep, does not end the wait', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let opens = () => undefined as void
  const slow = new Promise<void>((resolve) => (opens = resolve))
  const { store, problems } = page(async (onLost) => slow.then(() => real(onLost)))
  const written = store.write(KEY, 1)
  // only one timer fires, however far the clock has moved
  vi.advanceTimersToNextTimer()
  opens()
  await written
  expect(problems).toEqual([null])
})

test('a connection that was closed for another page is opened again', async () => {
  const { store, problems } = page()
  await store.write(KEY, 1)
  await deleteDB(NAME)
  await store.write(KEY, 2)
  expect(await page().store.read(KEY)).toBe(2)
  expect(problems.filter(Boolean)).toEqual([])
})

test('a connection that was lost without an event is opened again', async () => {
  let opened = 0
  const { store, problems } = page(async (onLost) => {
    opened += 1
    const db = await real(onLost)
    return opened === 1 ? { ...db, write: reject('InvalidStateError') } : db
  })
  await store.write(KEY, 1)
  expect([opened, await page().store.read(KEY)]).toEqual([2, 1])
  expect(problems).toEqual([null])
})

test('a page with a newer database version can open it, and this page reports that it stores nothing', async () => {
  const { store, problems } = page()
  await store.write(KEY, 1)
  const newer = await openDB(NAME, 2)
  await store.write(KEY, 2)
  expect(problems.at(-1)).toBe('broken')
  expect(await store.read(KEY)).toBe(2)
  newer.close()
})

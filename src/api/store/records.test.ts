import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import * as z from 'zod/mini'
import type { RecordKind, RecordChange } from './records.ts'

const TICKS: RecordKind<{ ticks: number }> = {
  name: 'ticks',
  version: 2,
  schema: z.object({ ticks: z.number() }),
}
const WAYS: RecordKind<string> = { name: 'ways', version: 1, schema: z.string() }
const ANN = { region: 'region-1', user: 'ann' }

beforeEach(() => void vi.stubGlobal('indexedDB', new IDBFactory()))
afterEach(() => vi.unstubAllGlobals())

/** A page that has just been opened. */
async function aPage(): Promise<typeof import('./records.ts')> {
  vi.resetModules()
  return import('./records.ts')
}

/** Writes a record directly to the database. */
async function put(record: unknown, kind = TICKS.name) {
  const db = await openDB('maas-images', 1, { upgrade: (made) => void made.createObjectStore('records') })
  await db.put('records', record, [kind, ANN.region, ANN.user, ''])
  db.close()
}

test('a record is there after a reload, and gone after it is removed', async () => {
  const before = await aPage()
  await before.writeRecord(TICKS, ANN, { ticks: 3 })
  const after = await aPage()
  expect(await after.readRecord(TICKS, ANN)).toEqual({ ticks: 3 })
  await after.removeRecord(TICKS, ANN)
  expect(await after.readRecord(TICKS, ANN)).toBeNull()
})

test('a record that is removed and then written again is there after a reload', async () => {
  const page = await aPage()
  await page.writeRecord(TICKS, ANN, { ticks: 1 })
  await Promise.all([page.removeRecord(TICKS, ANN), page.writeRecord(TICKS, ANN, { ticks: 2 })])
  expect(await (await aPage()).readRecord(TICKS, ANN)).toEqual({ ticks: 2 })
})

describe('a record is only for its kind, region, user and name:', () => {
  test.each<[string, RecordKind<unknown>, typeof ANN, string]>([
    ['another user', TICKS, { ...ANN, user: 'bert' }, 'tab-1'],
    ['another region', TICKS, { ...ANN, region: 'region-2' }, 'tab-1'],
    ['another kind', WAYS, ANN, 'tab-1'],
    ['another name', TICKS, ANN, 'tab-2'],
  ])('%s', async (_, kind, owner, name) => {
    const page = await aPage()
    await page.writeRecord(TICKS, ANN, { ticks: 3 }, 'tab-1')
    expect(await page.readRecord(kind, owner, name)).toBeNull()
    expect((await page.listRecords(kind, owner)).has(name)).toBe(false)
  })
})

test('all records of a kind are listed by name', async () => {
  const page = await aPage()
  await page.writeRecord(TICKS, ANN, { ticks: 1 }, 'tab-1')
  await page.writeRecord(TICKS, ANN, { ticks: 2 }, 'tab-2')
  await page.writeRecord(WAYS, ANN, 'back')
  expect(await page.listRecords(TICKS, ANN)).toEqual(
    new Map([
      ['tab-1', { ticks: 1 }],
      ['tab-2', { ticks: 2 }],
    ]),
  )
})

test('obsolete records of a kind are removed for all owners', async () => {
  const page = await aPage()
  const bert = { region: 'region-2', user: 'bert' }
  await page.writeRecord(TICKS, ANN, { ticks: 1 }, 'tab-1')
  await page.writeRecord(TICKS, bert, { ticks: 2 }, 'tab-2')
  await page.writeRecord(TICKS, bert, { ticks: 2 }, 'tab-3')
  await page.writeRecord(WAYS, bert, 'back')
  await page.removeOver(TICKS, ({ ticks }, name) => ticks === 2 && name !== 'tab-3')
  expect([...(await page.listRecords(TICKS, ANN)).keys()]).toEqual(['tab-1'])
  expect([...(await page.listRecords(TICKS, bert)).keys()]).toEqual(['tab-3'])
  expect(await page.readRecord(WAYS, bert)).toBe('back')
})

describe('an unreadable record is ignored and can be overwritten:', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a plain string', 'ticks'],
    ['a record without a version', { value: { ticks: 1 } }],
    ['an older version', { version: 1, value: { ticks: 1 } }],
    ['a newer version', { version: 3, value: { ticks: 1 } }],
    ['another shape', { version: 2, value: { ticks: 'many' } }],
    ['bytes', { version: 2, value: new Uint8Array(3) }],
  ])('%s', async (_, record) => {
    await put(record)
    const page = await aPage()
    expect(await page.readRecord(TICKS, ANN)).toBeNull()
    expect((await page.listRecords(TICKS, ANN)).size).toBe(0)
    await page.writeRecord(TICKS, ANN, { ticks: 2 })
    expect(await page.readRecord(TICKS, ANN)).toEqual({ ticks: 2 })
  })
})

test('no database is created as long as nothing is stored', async () => {
  const page = await aPage()
  expect(await page.readRecord(TICKS, ANN)).toBeNull()
  expect((await page.listRecords(TICKS, ANN)).size).toBe(0)
  await page.removeRecord(TICKS, ANN)
  expect(await indexedDB.databases()).toEqual([])
  expect(page.storageProblem()).toBeNull()
})

test('followers are notified of changes by this page and by another tab', async () => {
  const [page, other] = [await aPage(), await aPage()]
  const heard: RecordChange[] = []
  let hear = () => undefined as void
  const elsewhere = new Promise<void>((resolve) => (hear = resolve))
  const stop = page.followRecords((news) => {
    heard.push(news)
    if (news.elsewhere) hear()
  })
  onTestFinished(stop)
  await page.writeRecord(WAYS, ANN, 'back')
  await other.removeRecord(TICKS, ANN)
  await elsewhere
  expect(heard).toEqual([
    { kind: 'ways', owner: ANN, elsewhere: false },
    { kind: 'ticks', owner: ANN, elsewhere: true },
  ])
})

describe('denied storage is reported once, and the page keeps records in memory:', () => {
  test.each<[string, () => unknown]>([
    [
      'reading it throws',
      () => {
        throw new DOMException('no', 'SecurityError')
      },
    ],
    ['it is missing', () => undefined],
    ['it is null', () => null],
  ])('%s', async (_, get) => {
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get })
    onTestFinished(() => void Reflect.deleteProperty(globalThis, 'indexedDB'))
    const page = await aPage()
    const listener = vi.fn<() => void>()
    page.followStorageProblem(listener)
    expect(await page.readRecord(TICKS, ANN)).toBeNull()
    expect(page.storageProblem()).toBe('denied')
    await page.writeRecord(TICKS, ANN, { ticks: 3 })
    expect(await page.readRecord(TICKS, ANN)).toEqual({ ticks: 3 })
    await page.removeRecord(TICKS, ANN)
    expect(await page.readRecord(TICKS, ANN)).toBeNull()
    expect(listener).toHaveBeenCalledTimes(1)
  })
})

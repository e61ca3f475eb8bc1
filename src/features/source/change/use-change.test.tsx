import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { ownerOf, readRecord, removeRecord, writeRecord } from '#api/store/records.ts'
import { OFFERED, aRegionAnswer } from '#testing/catalogue.ts'
import type { GivenSource } from '#testing/region.ts'
import { sourceChanges } from '#testing/faults/source-change.ts'
import { given, JAMMY, KEYRINGS, NOBLE, select } from '#testing/faults/whole-change.ts'
import { DONE_CHANGE, PENDING_CHANGE, type DoneChange } from './change-records.ts'
import type { SourceTarget } from '#features/source/rules/model.ts'
import { useChange } from './use-change.ts'
import { contentOf } from '#features/source/rules/change-progress.ts'

const open = sourceChanges()

const LARGE = 'http://mirror.example.com/large/'
const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const large: GivenSource = { url: LARGE, ...KEYRINGS.file, selections: [NOBLE, JAMMY] }
const target: SourceTarget = {
  spec: { url: STABLE, ...KEYRINGS.file },
  selections: [JAMMY, select('focal', 'amd64')],
  replaces: 4,
}
const older: DoneChange = {
  at: '2026-11-20T09:00:00.000Z',
  from: { spec: { url: STABLE, ...KEYRINGS.file }, selections: [JAMMY] },
  to: { url: LARGE, keyring_filename: KEYRINGS.file.keyring_filename },
  startedBefore: null,
}

const owner = ownerOf(aRegionAnswer())
const recallPending = () => readRecord(PENDING_CHANGE, owner)
const recallDone = () => readRecord(DONE_CHANGE, owner)
const rememberDone = (change: DoneChange) => writeRecord(DONE_CHANGE, owner, change)

beforeEach(async () => {
  await removeRecord(PENDING_CHANGE, owner)
  await removeRecord(DONE_CHANGE, owner)
})

/** A region with one source, and a page on it. */
function begin(source = large) {
  const it = open([source], { firstId: 4 })
  const client = new QueryClient()
  client.setQueryData(imagesQuery().queryKey, { importing: true, unread: 0, images: [] })
  client.setQueryData(regionQuery().queryKey, aRegionAnswer())
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const show = () => renderHook(() => useChange(), { wrapper })
  const { result: page, unmount } = show()
  return { ...it, page, show, unmount, before: it.states() }
}

test('a change is recorded before its first call, and afterwards how to undo it', async () => {
  const { page, before, beforeWrites } = begin()
  const known: unknown[] = []
  beforeWrites(async () => void known.push((await recallPending())?.target))
  await act(() => page.current.run({ target, before }))
  expect(page.current).toMatchObject({ outcome: { kind: 'done' }, running: false })
  expect(known.length).toBeGreaterThan(2)
  expect(new Set(known.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(target)]))
  expect(await recallPending()).toBeNull()
  expect(await recallDone()).toMatchObject({
    from: { spec: { url: LARGE, ...KEYRINGS.file }, selections: [NOBLE, JAMMY] },
    to: { url: STABLE },
  })
})

test('the first call waits until the record is on the disk', async () => {
  const { page, before, beforeWrites } = begin()
  const order: string[] = []
  const make = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction')?.value as (
    ...of: unknown[]
  ) => IDBTransaction
  const made = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    ...of: unknown[]
  ) {
    const transaction = make.apply(this, of)
    if (of[1] === 'readwrite') transaction.addEventListener('complete', () => order.push('kept'))
    return transaction
  } as never)
  beforeWrites((call) => void order.push(call))
  await act(() => page.current.run({ target, before }))
  made.mockRestore()
  expect(order[0]).toBe('kept')
  expect(order[1]).toMatch(/^POST boot-resources\/\?op=stop_import|^PUT boot-sources\//)
})

test('an undo leaves nothing to undo', async () => {
  await rememberDone(older)
  const { page, before } = begin()
  await act(() => page.current.run({ target, before, undoes: true }))
  expect(page.current.outcome).toEqual({ kind: 'done' })
  expect(await recallDone()).toBeNull()
})

test('an undo that stops half-way is recorded as an undo, and once finished leaves nothing to undo', async () => {
  await rememberDone(older)
  const { page, before, fail, mend } = begin()
  fail(3, 'refused')
  await act(() => page.current.run({ target, before, undoes: true }))
  const pending = await recallPending()
  expect(pending).toMatchObject({ target, undoes: true })
  mend()
  await act(() => page.current.run({ target, before, undoes: pending?.undoes, resumes: true }))
  expect(page.current.outcome).toEqual({ kind: 'done' })
  expect(await recallDone()).toBeNull()
})

test('the record of a change that stops half-way is kept; going back removes it and keeps the older undo', async () => {
  await rememberDone(older)
  const { page, before, fail, mend, states } = begin()
  fail(3, 'refused')
  await act(() => page.current.run({ target, before }))
  expect(page.current.outcome).toMatchObject({ kind: 'failed', progress: 'between' })
  expect(await recallPending()).toMatchObject({ target, before })
  mend()
  await act(() => page.current.goBack({ target, before }))
  expect(page.current.outcome).toEqual({ kind: 'done' })
  expect(contentOf(states())).toBe(contentOf(before))
  expect(await recallPending()).toBeNull()
  expect(await recallDone()).toEqual(older)
})

test('the record of a change that stops before it has done anything is removed', async () => {
  const { page, before, fail } = begin()
  fail(1, 'refused')
  await act(() => page.current.run({ target, before }))
  expect(page.current.outcome).toMatchObject({ kind: 'failed', progress: 'old' })
  expect(await recallPending()).toBeNull()
})

test('the record of a change with an unknown result is kept, and the change can be finished or undone', async () => {
  const { page, before, fail, mend, states } = begin()
  fail(2, 'gateway gone')
  await act(() => page.current.run({ target, before }))
  expect(page.current.outcome).toMatchObject({ kind: 'failed', progress: 'unknown' })
  await act(() => page.current.goBack({ target, before }))
  expect(page.current).toMatchObject({ outcome: { kind: 'failed', progress: 'unknown' }, running: false })
  mend()
  const pending = await recallPending()
  expect(pending).not.toBeNull()
  await act(() => page.current.run({ target, before, ...pending, resumes: true }))
  expect(page.current.outcome).toEqual({ kind: 'done' })
  expect(contentOf(states())).toBe(given([{ url: STABLE, ...KEYRINGS.file, selections: target.selections }]))
})

test('going back names what the source no longer offers and restores the rest', async () => {
  const source = { ...large, selections: [select('cosmic', 'amd64'), JAMMY] }
  const { page, before, fail, mend, states } = begin(source)
  const change = { target: { ...target, selections: [JAMMY] }, before }
  // 1 update, 2 clear cosmic, 3 import
  fail(3, 'refused')
  await act(() => page.current.run(change))
  expect(contentOf(states())).toBe(given([{ url: STABLE, ...KEYRINGS.file, selections: [JAMMY] }]))
  mend()
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) =>
    path.startsWith('/gateway/catalogue') ? Promise.resolve(Response.json(OFFERED)) : fetch(path, init),
  )
  await act(() => page.current.goBack(change))
  expect(page.current.last?.lost).toEqual(['ubuntu/cosmic'])
  expect(page.current.outcome).toEqual({ kind: 'done' })
  expect(contentOf(states())).toBe(given([{ ...source, selections: [JAMMY] }]))
})

test.each(['goBack', 'finishFound'] as const)(
  'for a change without a record, %s writes only if the region is still as shown',
  async (way) => {
    const { page, before, beforeWrites, states } = begin()
    const writes: string[] = []
    beforeWrites((call) => void writes.push(call))
    const change = { target, before, resumes: true }
    const [source] = before
    const seen = source ? [source, { ...source, source: { ...source.source, id: 5, url: STABLE } }] : []
    await act(() => page.current[way]({ ...change, seen }))
    expect(page.current).toMatchObject({ outcome: { kind: 'changed' }, running: false })
    expect(writes).toEqual([])
    await act(() => page.current[way]({ ...change, seen: states() }))
    expect(page.current).toMatchObject({ outcome: { kind: 'done' }, running: false })
    expect(writes).not.toEqual([])
  },
)

test('a change continues when its dialog is left; the next component shows its result once and starts no second change', async () => {
  const { page, before, beforeWrites, show, unmount } = begin()
  let goOn = () => undefined as void
  const held = new Promise<void>((resolve) => (goOn = resolve))
  let writes = 0
  let began = () => undefined as void
  const firstWrite = new Promise<void>((resolve) => (began = resolve))
  beforeWrites(() => {
    writes += 1
    began()
    return held
  })
  const run = page.current.run({ target, before })
  await firstWrite
  unmount()
  const { result: next, unmount: leave } = show()
  expect(next.current).toMatchObject({ running: true, last: { target } })
  const reload = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(reload)
  expect(reload.defaultPrevented).toBe(true)
  await act(() => next.current.run({ target, before }))
  expect(writes).toBe(1)
  await act(async () => {
    goOn()
    await run
  })
  expect(next.current).toMatchObject({ outcome: { kind: 'done' }, running: false })
  const later = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(later)
  expect(later.defaultPrevented).toBe(false)
  leave()
  expect(show().result.current).toMatchObject({ outcome: null, running: false, steps: [] })
})

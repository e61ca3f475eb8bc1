import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { regionQuery } from '#api/images.ts'
import { followRecords, readRecord, removeRecord, writeRecord } from '#api/store/records.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { STOP } from '#api/stop/stopping.ts'
import { useStop } from './use-stop.ts'

const [EIGHT, NINE, TEN] = ['2026-11-26T08:00:00Z', '2026-11-26T09:00:00Z', '2026-11-26T10:00:00Z'] as const

const OWNER = { region: 'r1', user: 'admin' }

/** A page that stops an import; `answer` ends the wait for MAAS. */
function stopOn(answer: () => Promise<Response>) {
  vi.stubGlobal('fetch', answer)
  onTestFinished(() => void vi.unstubAllGlobals())
  const client = new QueryClient()
  client.setQueryData(regionQuery().queryKey, { ...aRegionAnswer(), sync: { lastStarted: NINE } })
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const now = { importing: true, lastStarted: EIGHT, readAt: Date.now(), arrivedAt: -Infinity }
  const page = renderHook(() => useStop(now, OWNER), { wrapper })
  act(() => page.result.current.stop())
  const settled = vi.fn<() => void>()
  client.getMutationCache().subscribe(({ mutation }) => {
    if (mutation?.state.status !== 'pending') settled()
  })
  return { ...page, settled }
}

test.each([
  ['refuses it: it is forgotten', 503, undefined],
  ['accepts it: it is known which import was meant', 200, NINE],
] as const)('a stop whose page is left before MAAS %s', async (_, status, before) => {
  let answer = (_response: Response) => undefined as void
  const page = stopOn(() => new Promise((resolve) => (answer = resolve)))
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toMatchObject({ startedBefore: null }))
  page.unmount()
  answer(Response.json('Import of boot resources is being stopped', { status }))
  await waitFor(async () => expect((await readRecord(STOP, OWNER))?.startedBefore).toBe(before))
})

type Shown = Parameters<typeof useStop>[0]

/** MAAS during an import that started at nine; it accepts every stop. `open` opens a tab that shows it. */
function aRegion() {
  let lastStarted: string = NINE
  const stops: string[] = []
  const reads: string[] = []
  vi.stubGlobal('fetch', async (path: string) => {
    if (path.endsWith('/gateway/region')) {
      reads.push(path)
      return Response.json({ ...aRegionAnswer(), sync: { lastStarted } })
    }
    stops.push(path)
    return Response.json('Import of boot resources is being stopped')
  })
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await removeRecord(STOP, OWNER)
  })
  const client = new QueryClient()
  const answers = (next: string) => {
    lastStarted = next
    client.setQueryData(regionQuery().queryKey, { ...aRegionAnswer(), sync: { lastStarted } })
  }
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const open = (part: Partial<Shown> = {}) => {
    const now = { importing: true, lastStarted: EIGHT, readAt: Date.now(), arrivedAt: -Infinity, ...part }
    const page = renderHook((shown: Shown) => useStop(shown, OWNER), { wrapper, initialProps: now })
    const show = (next: Partial<Shown>) => page.rerender({ ...now, ...next })
    return { show, result: page.result }
  }
  return { stops, reads, answers, open }
}

/** A tab that has stopped that import, and MAAS has accepted it. */
async function stoppedIn(region: ReturnType<typeof aRegion>) {
  const page = region.open()
  act(() => page.result.current.stop())
  region.answers(NINE)
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toMatchObject({ startedBefore: NINE }))
  return { ...page, sent: (await readRecord(STOP, OWNER))?.at ?? 0 }
}

test('MAAS may report the start of the stopped import late; another import does not count as stopping', async () => {
  const { show, result, sent } = await stoppedIn(aRegion())
  const readAt = sent + 5_000
  show({ lastStarted: NINE, readAt })
  expect(result.current.stopping).toBe(true)
  expect(result.current.overtaken).toBe(false)
  show({ lastStarted: TEN, readAt })
  expect(result.current.stopping).toBe(false)
  expect(result.current.overtaken).toBe(true)
  show({ lastStarted: TEN, importing: false, readAt })
  expect(result.current.overtaken).toBe(false)
})

/** Locks that all tabs of a browser share, as on HTTPS. */
function stubLocks() {
  let last = Promise.resolve()
  const request = (_name: string, work: () => Promise<void>) => (last = last.then(work))
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request } })
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'locks'))
}

test('a stop that MAAS has ignored is repeated by one tab when bytes arrive, and not before', async () => {
  stubLocks()
  const region = aRegion()
  const { show, sent } = await stoppedIn(region)
  const other = region.open()
  const showAll = (part: Partial<Shown>) => {
    show(part)
    other.show(part)
  }
  const repeated = (at: number) =>
    waitFor(async () => expect(await readRecord(STOP, OWNER)).toMatchObject({ repeatedAt: at }))
  await waitFor(() => expect(other.result.current.stopping).toBe(true))
  showAll({ readAt: sent + 30_000 })
  showAll({ readAt: sent + 30_000, arrivedAt: sent + 5_000 })
  expect(region.stops).toHaveLength(1)
  showAll({ readAt: sent + 30_000, arrivedAt: sent + 30_000 })
  await repeated(sent + 30_000)
  showAll({ readAt: sent + 33_000, arrivedAt: sent + 33_000 })
  showAll({ readAt: sent + 45_000, arrivedAt: sent + 45_000 })
  await repeated(sent + 45_000)
  await waitFor(() => expect(region.stops).toHaveLength(3))
  showAll({ readAt: sent + 60_000, arrivedAt: sent + 60_000, importing: false })
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toBeNull())
  expect(region.stops).toHaveLength(3)
})

test('an import whose bytes arrive after two repetitions goes on, and is not stopping any more', async () => {
  stubLocks()
  const region = aRegion()
  const { show, result, sent } = await stoppedIn(region)
  for (const seconds of [30, 45]) {
    show({ readAt: sent + seconds * 1_000, arrivedAt: sent + seconds * 1_000 })
    await waitFor(async () =>
      expect(await readRecord(STOP, OWNER)).toMatchObject({ repeatedAt: sent + seconds * 1_000 }),
    )
    expect(result.current).toMatchObject({ stopping: true, goesOn: false })
  }
  show({ readAt: sent + 60_000, arrivedAt: sent + 60_000 })
  await waitFor(() => expect(result.current).toMatchObject({ stopping: false, goesOn: true, late: false }))
  show({ readAt: sent + 80_000, arrivedAt: sent + 80_000 })
  expect(region.stops).toHaveLength(3)
  show({ readAt: sent + 600_000, importing: false })
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toBeNull())
})

test('a stop is repeated even if the first bytes arrive later than two minutes after it', async () => {
  stubLocks()
  const region = aRegion()
  const { show, result, sent } = await stoppedIn(region)
  show({ readAt: sent + 150_000 })
  expect(result.current).toMatchObject({ stopping: false, late: true })
  for (const [seconds, stops] of [
    [180, 2],
    [195, 3],
  ] as const) {
    show({ readAt: sent + seconds * 1_000, arrivedAt: sent + seconds * 1_000 })
    await waitFor(() => expect(region.stops).toHaveLength(stops))
    await waitFor(() => expect(result.current).toMatchObject({ stopping: true, late: false }))
  }
  show({ readAt: sent + 210_000, arrivedAt: sent + 210_000 })
  await waitFor(() => expect(result.current).toMatchObject({ stopping: false, goesOn: true, late: false }))
})

test('a stop of a task that has given up is not repeated, and an import after it is not reported', async () => {
  stubLocks()
  const region = aRegion()
  const sent = Date.now() - 150_000
  await writeRecord(STOP, OWNER, { at: sent, startedBefore: NINE, ofTask: true })
  const { show, result } = region.open({ lastStarted: NINE })
  await waitFor(() => expect(result.current.late).toBe(true))
  show({ lastStarted: NINE, readAt: sent + 180_000, arrivedAt: sent + 180_000 })
  await waitFor(() => expect(result.current.late).toBe(true))
  expect([region.stops, region.reads]).toEqual([[], []])
  show({ lastStarted: TEN, readAt: sent + 200_000 })
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toBeNull())
  expect(result.current).toMatchObject({ late: false, overtaken: false })
})

test('a stop is over when a save has waited for the end of the import, which this page has not seen', async () => {
  const region = aRegion()
  const { show, result, sent } = await stoppedIn(region)
  show({ lastStarted: NINE, readAt: sent + 5_000 })
  expect(result.current.stopping).toBe(true)
  await removeRecord(STOP, OWNER)
  await waitFor(() => expect(result.current.stopping).toBe(false))
  show({ lastStarted: TEN, readAt: sent + 9_000 })
  expect(result.current).toMatchObject({ stopping: false, late: false, overtaken: false })
})

test.each([200, 503])(
  'a stop that a save has seen end is not brought back by a late answer (%s)',
  async (status) => {
    let answer: (response: Response) => void = () => undefined
    const page = stopOn(() => new Promise((resolve) => (answer = resolve)))
    await waitFor(async () => expect(await readRecord(STOP, OWNER)).toMatchObject({ startedBefore: null }))
    page.unmount()
    await removeRecord(STOP, OWNER)
    const written: string[] = []
    onTestFinished(followRecords(({ kind }) => void written.push(kind)))
    answer(Response.json('Import of boot resources is being stopped', { status }))
    await waitFor(() => expect(page.settled).toHaveBeenCalled())
    expect(await readRecord(STOP, OWNER)).toBeNull()
    expect(written).toEqual([])
  },
)

test('a second stop that MAAS refuses does not hide the first one', async () => {
  const region = aRegion()
  const earlier = { at: Date.now() - 150_000, startedBefore: NINE }
  await writeRecord(STOP, OWNER, earlier)
  const { result } = region.open({ lastStarted: NINE })
  await waitFor(() => expect(result.current.late).toBe(true))
  vi.stubGlobal('fetch', async () => Response.json('No.', { status: 503 }))
  act(() => result.current.stop())
  await waitFor(() => expect(result.current.error).not.toBeNull())
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toEqual(earlier))
  await waitFor(() => expect(result.current).toMatchObject({ stopping: false, late: true }))
})

test('another stop of an import that ignores them does not hide that it goes on', async () => {
  const region = aRegion()
  await writeRecord(STOP, OWNER, { at: Date.now() - 60_000, startedBefore: NINE, goesOn: true })
  const { result } = region.open({ lastStarted: NINE })
  await waitFor(() => expect(result.current.goesOn).toBe(true))
  act(() => result.current.stop())
  await waitFor(() => expect(region.stops).toHaveLength(1))
  await waitFor(() => expect(result.current).toMatchObject({ stopping: false, goesOn: true }))
  expect(await readRecord(STOP, OWNER)).toMatchObject({ goesOn: true })
})

test('an import that follows one that ignored the stop is not reported as stopped by mistake', async () => {
  const region = aRegion()
  await writeRecord(STOP, OWNER, { at: Date.now() - 60_000, startedBefore: EIGHT, goesOn: true })
  const { result } = region.open({ lastStarted: TEN })
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toBeNull())
  expect(result.current).toMatchObject({ stopping: false, goesOn: false, overtaken: false })
})

test('a stop before MAAS reports the start of the import is about that import, and is repeated', async () => {
  stubLocks()
  const region = aRegion()
  const { show, result } = region.open({ importing: false, lastStarted: NINE })
  region.answers(NINE)
  show({ importing: true, lastStarted: NINE })
  act(() => result.current.stop())
  await waitFor(() => expect(region.stops).toHaveLength(1))
  const { at: sent } = (await readRecord(STOP, OWNER))!
  // MAAS was reading its sources, so it ignored the stop
  const begun = new Date(sent + 4_000).toISOString()
  region.answers(begun)
  show({ importing: true, lastStarted: begun, readAt: sent + 6_000 })
  expect(result.current).toMatchObject({ stopping: true, overtaken: false })
  show({ importing: true, lastStarted: begun, readAt: sent + 15_000, arrivedAt: sent + 15_000 })
  await waitFor(() => expect(region.stops).toHaveLength(2))
  expect(await readRecord(STOP, OWNER)).toMatchObject({ startedBefore: null, repeatedAt: sent + 15_000 })
})

test('before it is repeated, MAAS is asked whether another import is running by now', async () => {
  stubLocks()
  const region = aRegion()
  const { show, sent } = await stoppedIn(region)
  // someone else starts it, and this page has not read that yet
  region.answers(TEN)
  show({ lastStarted: NINE, readAt: sent + 30_000, arrivedAt: sent + 30_000 })
  await waitFor(() => expect(region.reads).toHaveLength(1))
  // a later attempt begins only after this one has ended
  show({ lastStarted: NINE, readAt: sent + 45_000, arrivedAt: sent + 45_000 })
  await waitFor(() => expect(region.reads).toHaveLength(2))
  expect(await readRecord(STOP, OWNER)).not.toHaveProperty('repeatedAt')
  expect(region.stops).toHaveLength(1)
})

test('an answer from before the request does not end it', async () => {
  const region = aRegion()
  const before = { importing: false, readAt: Date.now() - 30_000 }
  const other = region.open(before)
  const { sent } = await stoppedIn(region)
  await waitFor(() => expect(other.result.current.stopping).toBe(true))
  expect(await readRecord(STOP, OWNER)).toMatchObject({ at: sent })
  other.show({ importing: false, readAt: sent + 1_000 })
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toBeNull())
})

test('a request of long ago says nothing about the import that is running now', async () => {
  const region = aRegion()
  await writeRecord(STOP, OWNER, { at: Date.now() - 16 * 60_000, startedBefore: EIGHT })
  const { result } = region.open({ lastStarted: TEN })
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toBeNull())
  expect(result.current).toMatchObject({ stopping: false, late: false, overtaken: false })
})

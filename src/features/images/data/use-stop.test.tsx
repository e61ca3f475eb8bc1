import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { regionQuery } from '#api/images.ts'
import { readRecord } from '#api/store/records.ts'
import { regionAnswer } from '#testing/catalogue.ts'
import { STOP } from '#api/stop/stopping.ts'
import { useStop } from './use-stop.ts'

const [EIGHT, NINE, TEN] = ['2026-11-26T08:00:00Z', '2026-11-26T09:00:00Z', '2026-11-26T10:00:00Z'] as const

const OWNER = { region: 'r1', user: 'admin' }

/** A page that stops an import; `answer` ends the wait for MAAS. */
function stopOn(answer: () => Promise<Response>) {
  vi.stubGlobal('fetch', answer)
  onTestFinished(() => void vi.unstubAllGlobals())
  const client = new QueryClient()
  client.setQueryData(regionQuery().queryKey, { ...regionAnswer(), sync: { lastStarted: NINE } })
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const now = { importing: true, lastStarted: EIGHT, readAt: Date.now(), arrivedAt: -Infinity }
  const page = renderHook(() => useStop(now, OWNER), { wrapper })
  act(() => page.result.current.stop())
  return page
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

/** A page of an import that started at nine; MAAS accepts every stop. */
function aPage() {
  const stops = vi.fn<(path: string) => Promise<Response>>(async () =>
    Response.json('Import of boot resources is being stopped'),
  )
  vi.stubGlobal('fetch', stops)
  onTestFinished(() => void vi.unstubAllGlobals())
  const client = new QueryClient()
  const answers = (lastStarted: string) =>
    client.setQueryData(regionQuery().queryKey, { ...regionAnswer(), sync: { lastStarted } })
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const now = { importing: true, lastStarted: EIGHT as string, readAt: Date.now(), arrivedAt: -Infinity }
  const page = renderHook((shown: typeof now) => useStop(shown, OWNER), { wrapper, initialProps: now })
  const show = (part: Partial<typeof now>) => page.rerender({ ...now, ...part })
  act(() => page.result.current.stop())
  return { stops, answers, show, result: page.result }
}

test('MAAS may report the start of the stopped import late; another import does not count as stopping', async () => {
  const { answers, show, result } = aPage()
  expect(result.current.stopping).toBe(true)
  answers(NINE)
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toMatchObject({ startedBefore: NINE }))
  show({ lastStarted: NINE })
  expect(result.current.stopping).toBe(true)
  expect(result.current.overtaken).toBe(false)
  show({ lastStarted: TEN })
  expect(result.current.stopping).toBe(false)
  expect(result.current.overtaken).toBe(true)
  show({ lastStarted: TEN, importing: false })
  expect(result.current.overtaken).toBe(false)
})

test('a stop that MAAS did not hear is repeated when bytes arrive, and not before', async () => {
  const { answers, show, stops } = aPage()
  answers(NINE)
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toMatchObject({ startedBefore: NINE }))
  const sent = Date.now()
  show({ readAt: sent + 30_000 })
  show({ readAt: sent + 30_000, arrivedAt: sent + 5_000 })
  expect(stops).toHaveBeenCalledTimes(1)
  show({ readAt: sent + 30_000, arrivedAt: sent + 30_000 })
  show({ readAt: sent + 33_000, arrivedAt: sent + 33_000 })
  expect(stops).toHaveBeenCalledTimes(2)
  show({ readAt: sent + 45_000, arrivedAt: sent + 45_000 })
  expect(stops).toHaveBeenCalledTimes(3)
  show({ readAt: sent + 60_000, arrivedAt: sent + 60_000, importing: false })
  expect(stops).toHaveBeenCalledTimes(3)
})

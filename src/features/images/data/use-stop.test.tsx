import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { regionQuery } from '#api/images.ts'
import { readRecord } from '#api/store/records.ts'
import { regionAnswer } from '#testing/catalogue.ts'
import { STOP } from '#api/stopping.ts'
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
  const now = { importing: true, lastStarted: EIGHT, readAt: Date.now() }
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

test('MAAS may report the start of the stopped import late; another import does not count as stopping', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json('Import of boot resources is being stopped')))
  onTestFinished(() => void vi.unstubAllGlobals())
  const client = new QueryClient()
  const answers = (lastStarted: string) =>
    client.setQueryData(regionQuery().queryKey, { ...regionAnswer(), sync: { lastStarted } })
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const now = (lastStarted: string) => ({ importing: true, lastStarted, readAt: Date.now() })
  const { result, rerender } = renderHook((shown: ReturnType<typeof now>) => useStop(shown, OWNER), {
    wrapper,
    initialProps: now(EIGHT),
  })
  act(() => result.current.stop())
  expect(result.current.stopping).toBe(true)
  answers(NINE)
  await waitFor(async () => expect(await readRecord(STOP, OWNER)).toMatchObject({ startedBefore: NINE }))
  rerender(now(NINE))
  expect(result.current.stopping).toBe(true)
  rerender(now(TEN))
  expect(result.current.stopping).toBe(false)
})

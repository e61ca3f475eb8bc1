import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { MirrorPair } from '#api/mirror.ts'
import type { MirrorState } from '#contract/mirror.ts'
import { EMPTY_MIRROR } from '#features/mirror/rules/settings.ts'
import { useCheck, type Subject } from './use-check.ts'

const SOURCE = { url: 'http://mirror.example.com/', keyring_filename: '', keyring_data: '' }
const PAIR: MirrorPair = { images: [], versions: 1, mirror: SOURCE, upstream: SOURCE }
const SUBJECT: Subject = {
  pair: PAIR,
  upstream: { id: 1, label: 'maas.io' },
  settings: { ...EMPTY_MIRROR, versions: 1 },
}
const STATE: MirrorState = {
  signature: {
    verdict: 'valid',
    message: '',
    signer: null,
    fingerprint: null,
    known: null,
    region: { accepts: true, message: '' },
  },
  updated: null,
  missing: [],
  files: 120,
  checkable: 120,
  upstream: { state: 'read', updated: null, newer: [] },
}
const lost = (path: string) => ({
  path,
  bytes: 1,
  sha256: '',
  state: 'missing',
  found: null,
  upstream: true,
})

/** A gateway with 120 files. It answers a request for files when the test says so. */
function start() {
  const asked: number[] = []
  const answers: ((response: Response) => void)[] = []
  vi.stubGlobal('fetch', (path: string, { body, signal }: { body: string; signal: AbortSignal }) => {
    if (path.endsWith('/state')) return Promise.resolve(Response.json(STATE))
    asked.push((JSON.parse(body) as { from: number }).from)
    return new Promise<Response>((resolve, reject) => {
      answers.push(resolve)
      signal.addEventListener('abort', () => reject(signal.reason as Error))
    })
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const { result, unmount } = renderHook(() => useCheck())
  const answer = async (body: object, status = 200) => {
    const waiting = asked.length
    await waitFor(() => expect(answers).toHaveLength(waiting))
    await act(async () => answers.at(-1)?.(Response.json(body, { status })))
  }
  const begin = async () => {
    act(() => result.current.start(SUBJECT))
    await waitFor(() => expect(asked).toEqual([0]))
  }
  return { result, unmount, asked, answer, begin }
}

test('files are checked slice by slice, with progress', async () => {
  const { result, asked, answer, begin } = start()
  await begin()
  expect(result.current).toMatchObject({ running: true, report: { checked: 0, done: false } })
  await answer({ next: 50, bad: [lost('a')], unsized: 1 })
  await waitFor(() => expect(asked).toEqual([0, 50]))
  expect(result.current).toMatchObject({ running: true, report: { checked: 50, bad: [{ path: 'a' }] } })
  await answer({ next: null, bad: [lost('b')], unsized: 2 })
  await waitFor(() => expect(result.current.running).toBe(false))
  expect(result.current.report).toMatchObject({
    checked: 120,
    done: true,
    unsized: 3,
    bad: [{ path: 'a' }, { path: 'b' }],
  })
})

test('a check that fails keeps its report, and continues at the same place', async () => {
  const { result, asked, answer, begin } = start()
  await begin()
  await answer({ next: 50, bad: [lost('a')], unsized: 0 })
  await waitFor(() => expect(asked).toEqual([0, 50]))
  await answer({ error: { code: 'source-unreachable', message: 'It answers too slowly.' } }, 502)
  await waitFor(() => expect(result.current.error).toMatchObject({ message: 'It answers too slowly.' }))
  expect(result.current).toMatchObject({ running: false, report: { checked: 50, done: false } })
  act(() => result.current.proceed())
  await waitFor(() => expect(asked).toEqual([0, 50, 50]))
  await answer({ next: null, bad: [], unsized: 0 })
  await waitFor(() => expect(result.current.report?.done).toBe(true))
  expect(result.current).toMatchObject({ error: null, report: { bad: [{ path: 'a' }] } })
})

test('a check that is stopped is not an error, and it ends when the page is left', async () => {
  const { result, unmount, asked, begin } = start()
  await begin()
  act(() => result.current.stop())
  await waitFor(() => expect(result.current.running).toBe(false))
  expect(result.current).toMatchObject({ error: null, report: { checked: 0, done: false } })
  act(() => result.current.proceed())
  await waitFor(() => expect(asked).toEqual([0, 0]))
  unmount()
  expect(asked).toEqual([0, 0])
})

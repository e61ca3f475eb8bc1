import { expect, onTestFinished, test, vi } from 'vitest'
import type { ImagesAnswer } from '#contract/gateway.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { anImage } from '#testing/image-fixtures.ts'
import { followStop, waitUntilStopped } from './import-end.ts'
import { sentStop } from '#testing/faults/sent-stop.ts'
import type { Stop, StopMemory } from './stop/stopping.ts'

const SECOND = 1_000
const NINE = '2026-11-26T09:00:00Z'
const TEN = '2026-11-26T10:00:00Z'

type Maas = {
  readonly version?: string
  /** When it begins to download and to hear a stop, s; Infinity: it stalls. */
  readonly downloadsFrom: number
  /** Whether it ignores every stop. */
  readonly isDeaf?: boolean
  /** Whether a request to stop does not reach it. */
  readonly isAway?: boolean
  readonly lastStarted?: string
}

/** A stop that is sent at 0 s while an import is running, on a MAAS up to 3.7 unless another version is given. */
async function waitOn(maas: Maas | null, memory: StopMemory = sentStop()) {
  let now = 0
  let importing = maas !== null
  const { downloadsFrom = 0, isDeaf = false, lastStarted = NINE, version = '3.5.13' } = maas ?? {}
  const stops: number[] = []
  const done = () => Math.max(0, Math.floor(now / SECOND) - downloadsFrom)
  const answers: Record<string, () => unknown> = {
    is_importing: () => importing,
    stop_import: () => {
      stops.push(now / SECOND)
      if (!isDeaf && now >= downloadsFrom * SECOND) importing = false
      return 'Import of boot resources is being stopped'
    },
    '/gateway/region': () => ({ ...aRegionAnswer(), version, sync: { lastStarted } }),
    '/gateway/images': (): ImagesAnswer => ({
      importing,
      unread: 0,
      images: [anImage([], { incoming: { bytes: 1_000, done: done() } })],
    }),
  }
  vi.stubGlobal('fetch', async (path: string) => {
    if (maas?.isAway && path.endsWith('stop_import'))
      return Response.json({ error: { code: 'not-found', message: 'Away.' } }, { status: 404 })
    const [, answer] = Object.entries(answers).find(([part]) => path.endsWith(part)) ?? []
    return Response.json(answer?.() ?? null)
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const onWait = vi.fn<() => void>()
  const end = await followStop({ onWait, wait: async (ms) => void (now += ms) }, memory)
  return { end, stops, waits: onWait.mock.calls.length }
}

test.each<[what: string, Maas | null, expected: Awaited<ReturnType<typeof waitOn>>]>([
  ['is over', null, { end: 'ended', stops: [], waits: 0 }],
  ['reads for 25 s, then downloads', { downloadsFrom: 25 }, { end: 'ended', stops: [26], waits: 1 }],
  ['stalls', { downloadsFrom: Infinity }, { end: 'late', stops: [], waits: 1 }],
  ['does not end', { downloadsFrom: 0, isDeaf: true }, { end: 'goes-on', stops: [12, 22], waits: 1 }],
  [
    'does not end in MAAS 3.8, which ignores no stop',
    { downloadsFrom: 0, isDeaf: true, version: '3.8.0' },
    { end: 'late', stops: [], waits: 1 },
  ],
])(
  'the stop of an import that %s is repeated only after bytes have arrived, and at most twice',
  async (_, maas, expected) => {
    expect(await waitOn(maas)).toEqual(expected)
  },
)

/** A request that all tabs know of; `now` is what they know after it. */
function stored(asked: Stop | null) {
  const memory = { now: asked }
  const stop: StopMemory = {
    read: async () => memory.now,
    write: async (next) => void (memory.now = next),
    everyImport: false,
    isTask: false,
  }
  return { memory, stop }
}

test('a stored request is over with its import', async () => {
  const { memory, stop } = stored({ at: Date.now(), startedBefore: NINE })
  expect(await waitOn({ downloadsFrom: 12 }, stop)).toMatchObject({ end: 'ended', stops: [14] })
  expect(memory.now).toBeNull()
})

test('a request that MAAS ignores again and again is not repeated for ever, nor waited for again', async () => {
  const { memory, stop } = stored({ at: Date.now(), startedBefore: NINE })
  const maas = { downloadsFrom: 0, isDeaf: true }
  expect(await waitOn(maas, stop)).toMatchObject({ end: 'goes-on', stops: [12, 22] })
  expect(memory.now).toMatchObject({ goesOn: true })
  expect(await waitOn(maas, stop)).toEqual({ end: 'goes-on', stops: [], waits: 0 })
  expect(await waitOn(null, stop)).toMatchObject({ end: 'ended' })
  expect(memory.now).toBeNull()
})

test('a repetition that MAAS has not received does not count', async () => {
  const { memory, stop } = stored({ at: Date.now(), startedBefore: NINE })
  await expect(waitOn({ downloadsFrom: 0, isAway: true }, stop)).rejects.toThrow('Away.')
  expect(memory.now?.triedAt).toBeDefined()
  expect(memory.now?.repeatedAt).toBeUndefined()
  expect(memory.now?.repeats).toBeUndefined()
})

test('an import that MAAS reports since the request may be one of someone else, so it is left alone', async () => {
  const { memory, stop } = stored({ at: Date.now(), startedBefore: NINE })
  const maas = { downloadsFrom: 25, lastStarted: TEN }
  expect(await waitOn(maas, stop)).toMatchObject({ end: 'another', stops: [] })
  expect(memory.now).toMatchObject({ startedBefore: NINE })
})

test('an import that is running after the request is over is another one', async () => {
  expect(await waitOn({ downloadsFrom: 0 }, stored(null).stop)).toMatchObject({ end: 'another', stops: [] })
})

test('for a change that no import may disturb, every import is stopped', async () => {
  const maas = { downloadsFrom: 25, lastStarted: TEN }
  expect(await waitOn(maas, sentStop())).toMatchObject({ end: 'ended', stops: [26] })
})

test('a request that another tab has just repeated is not repeated', async () => {
  const { stop } = stored({ at: Date.now(), startedBefore: NINE, triedAt: Date.now() + 40 * SECOND })
  expect(await waitOn({ downloadsFrom: 0 }, stop)).toMatchObject({ end: 'ended', stops: [50] })
})

test('that an earlier import ignored its stop says nothing about the import that runs now', async () => {
  const { memory, stop } = stored({ at: Date.now(), startedBefore: NINE, goesOn: true })
  const maas = { downloadsFrom: 0, lastStarted: TEN }
  expect(await waitOn(maas, stop)).toEqual({ end: 'another', stops: [], waits: 0 })
  expect(memory.now).toMatchObject({ goesOn: true })
})

test('a stop that belongs to a task is repeated only by that task', async () => {
  const { memory, stop } = stored({ at: Date.now(), startedBefore: NINE, ofTask: true })
  expect(await waitOn({ downloadsFrom: 12 }, stop)).toMatchObject({ end: 'late', stops: [] })
  expect(memory.now).not.toHaveProperty('triedAt')
  const another = { downloadsFrom: 12, lastStarted: TEN }
  expect(await waitOn(another, stop)).toMatchObject({ end: 'another', stops: [] })
  expect(await waitOn({ downloadsFrom: 12 }, { ...stop, isTask: true })).toMatchObject({
    end: 'ended',
    stops: [14],
  })
})

test('a stop for a change is about the import that runs when it is repeated', async () => {
  const { memory, stop } = stored({ at: Date.now(), startedBefore: NINE, ofTask: true })
  const maas = { downloadsFrom: 0, isDeaf: true, lastStarted: TEN }
  expect(await waitOn(maas, { ...stop, everyImport: true, isTask: true })).toMatchObject({ end: 'goes-on' })
  expect(memory.now).toMatchObject({ startedBefore: TEN, goesOn: true })
})

test('that an import ignores its stop is not waited for any longer when another one runs', async () => {
  const { memory, stop } = stored({ at: Date.now(), startedBefore: NINE, goesOn: true })
  let lastStarted = NINE
  vi.stubGlobal('fetch', async (path: string) =>
    Response.json(path.endsWith('is_importing') ? true : { ...aRegionAnswer(), sync: { lastStarted } }),
  )
  onTestFinished(() => void vi.unstubAllGlobals())
  const notes: string[] = []
  let waited = 0
  const wait = async (ms: number) => {
    waited += ms
    if (waited >= 60 * SECOND) lastStarted = TEN
  }
  expect(await waitUntilStopped({ note: (text) => void notes.push(text), wait }, stop)).toBe('another')
  expect(waited).toBe(60 * SECOND)
  expect(notes).toEqual([expect.stringContaining('ignores requests to stop')])
  expect(memory.now).toMatchObject({ goesOn: true })
})

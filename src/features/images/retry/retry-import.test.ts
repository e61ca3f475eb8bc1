import { expect, onTestFinished, test, vi } from 'vitest'
import type { BoardStep } from '#selections/step-board.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import type { Stop } from '#api/stop/stopping.ts'
import { retryImport } from './retry-import.ts'

const STARTED = '2026-11-23T09:00:00Z'
const LATER = '2026-11-23T09:05:00Z'

type Maas = {
  /** The answers of is_importing; the last one stays. */
  readonly importing: readonly boolean[]
  readonly lastStarted?: string
  /** A request that fails: `stop_import` */
  readonly fails?: string
  readonly version?: string
  /** Cancels before this wait, counted from 1; 0: before anything is sent. */
  readonly cancelAt?: number
}

/** A retry on a MAAS that answers as given; `sent`: what it wrote, `waits`: ms. */
async function retry({ importing, lastStarted = STARTED, fails = '', version = '3.5.13', cancelAt }: Maas) {
  const answers = [...importing]
  const sent: string[] = []
  const waits: number[] = []
  vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
    const op = /op=(\w+)/.exec(path)?.[1] ?? ''
    if (method === 'POST') sent.push(op)
    if (fails !== '' && op === fails) throw new TypeError('Failed to fetch')
    if (op === 'is_importing') return Response.json(answers.length > 1 ? answers.shift() : answers[0])
    if (path.includes('/gateway/region')) return Response.json({ ...aRegionAnswer(), sync: { lastStarted } })
    return Response.json('OK')
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const stop = new AbortController()
  if (cancelAt === 0) stop.abort()
  let steps: readonly BoardStep[] = []
  let stored: Stop | null = null
  const end = await retryImport({
    version,
    lastStarted: STARTED,
    signal: stop.signal,
    wait: async (ms) => {
      waits.push(ms)
      if (waits.length !== cancelAt) return
      stop.abort()
      throw new DOMException('canceled', 'AbortError')
    },
    onSteps: (next) => (steps = next),
    memory: {
      everyImport: false,
      isTask: true,
      read: async () => stored,
      write: async (now) => void (stored = now),
    },
  })
  return {
    end,
    sent,
    /** Whether the tabs still show that the import is being stopped. */
    isStopping: stored !== null,
    waits,
    steps: steps.map(({ label, status }) => `${label}: ${status}`),
    notes: steps.map(({ note }) => note),
  }
}

const STOP = 'Stop the running import'
const START = 'Start the import'
const ALL_SENT = ['stop_import', 'import']

test.each<[what: string, Maas, Partial<Awaited<ReturnType<typeof retry>>>]>([
  [
    'stops, waits until it has ended, and starts',
    { importing: [true, true, true, false] },
    { end: 'started', sent: ALL_SENT, waits: [500, 500, 2_000], steps: [`${STOP}: done`, `${START}: done`] },
  ],
  [
    'waits some seconds longer on 3.8',
    { importing: [true, true, false], version: '3.8.0' },
    { end: 'started', sent: ALL_SENT, waits: [500, 5_000, 2_000] },
  ],
  [
    'only starts where nothing runs',
    { importing: [false] },
    { end: 'started', sent: ['import'], steps: [`${START}: done`] },
  ],
  [
    'leaves an import alone that is not the one shown',
    { importing: [true], lastStarted: LATER },
    { end: 'other', sent: [], steps: [`${STOP}: failed`, `${START}: waiting`] },
  ],
  [
    'does not look for another import on 3.8, which does not report it',
    { importing: [true, false], lastStarted: LATER, version: '3.8.0' },
    { end: 'started', sent: ALL_SENT },
  ],
  [
    'leaves an import alone that someone else starts after the stop',
    { importing: [true, false, true] },
    {
      end: 'other',
      sent: ['stop_import'],
      steps: [`${STOP}: done`, `${START}: failed`],
      isStopping: false,
    },
  ],
  [
    'leaves an import alone that MAAS reports only a second after someone else has started it',
    { importing: [true, false, false, true] },
    { end: 'other', sent: ['stop_import'], isStopping: false },
  ],
  [
    'sends nothing when it is canceled at first',
    { importing: [true], cancelAt: 0 },
    { end: 'canceled', sent: [] },
  ],
  [
    'starts nothing when it is canceled while the import stops',
    { importing: [true], cancelAt: 1 },
    { end: 'canceled', sent: ['stop_import'], isStopping: true },
  ],
  [
    'starts nothing when the stop fails, which MAAS may have got',
    { importing: [true], fails: 'stop_import' },
    {
      end: 'failed',
      sent: ['stop_import'],
      steps: [`${STOP}: failed`, `${START}: waiting`],
      isStopping: true,
    },
  ],
  [
    'says that the start failed',
    { importing: [true, false], fails: 'import' },
    { end: 'failed', sent: ALL_SENT, steps: [`${STOP}: done`, `${START}: failed`] },
  ],
  [
    'gives up after two minutes, without another stop as long as nothing is downloaded',
    { importing: [true] },
    {
      end: 'failed',
      sent: ['stop_import'],
      steps: [`${STOP}: failed`, `${START}: waiting`],
      isStopping: true,
    },
  ],
])('a retry %s', async (_, maas, expected) => {
  expect(await retry(maas)).toMatchObject(expected)
})

import { expect, onTestFinished, test, vi } from 'vitest'
import type { BoardStep } from '#selections/step-board.ts'
import { regionAnswer } from '#testing/catalogue.ts'
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
    if (path.includes('/gateway/region')) return Response.json({ ...regionAnswer(), sync: { lastStarted } })
    return Response.json('OK')
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const stop = new AbortController()
  if (cancelAt === 0) stop.abort()
  let steps: readonly BoardStep[] = []
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
    onStop: async () => void sent.push('(stopping)'),
    onStart: async () => void sent.push('(starting)'),
  })
  return {
    end,
    sent,
    waits,
    steps: steps.map(({ label, status }) => `${label}: ${status}`),
    notes: steps.map(({ note }) => note),
  }
}

const STOP = 'Stop the running import'
const START = 'Start the import'
const ALL_SENT = ['(stopping)', 'stop_import', '(starting)', 'import']

test.each<[what: string, Maas, Partial<Awaited<ReturnType<typeof retry>>>]>([
  [
    'stops, waits until it has ended, and starts',
    { importing: [true, true, true, false] },
    { end: 'started', sent: ALL_SENT, waits: [500, 500], steps: [`${STOP}: done`, `${START}: done`] },
  ],
  [
    'waits some seconds longer on 3.8',
    { importing: [true, true, false], version: '3.8.0' },
    { end: 'started', sent: ALL_SENT, waits: [500, 5_000] },
  ],
  [
    'only starts where nothing runs',
    { importing: [false] },
    { end: 'started', sent: ['(starting)', 'import'], steps: [`${START}: done`] },
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
    { end: 'other', sent: ['(stopping)', 'stop_import'], steps: [`${STOP}: done`, `${START}: failed`] },
  ],
  [
    'sends nothing when it is canceled at first',
    { importing: [true], cancelAt: 0 },
    { end: 'canceled', sent: [] },
  ],
  [
    'starts nothing when it is canceled while the import stops',
    { importing: [true], cancelAt: 1 },
    { end: 'canceled', sent: ['(stopping)', 'stop_import'] },
  ],
  [
    'starts nothing when the stop fails',
    { importing: [true], fails: 'stop_import' },
    { end: 'failed', sent: ['(stopping)', 'stop_import'], steps: [`${STOP}: failed`, `${START}: waiting`] },
  ],
  [
    'says that the start failed',
    { importing: [true, false], fails: 'import' },
    { end: 'failed', sent: ALL_SENT, steps: [`${STOP}: done`, `${START}: failed`] },
  ],
  [
    'repeats the stop every 10 seconds, and gives up after two minutes',
    { importing: [true] },
    {
      end: 'failed',
      sent: ['(stopping)', ...Array.from({ length: 12 }, () => 'stop_import')],
      steps: [`${STOP}: failed`, `${START}: waiting`],
    },
  ],
])('a retry %s', async (_, maas, expected) => {
  expect(await retry(maas)).toMatchObject(expected)
})

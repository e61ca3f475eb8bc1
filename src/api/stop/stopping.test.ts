import { expect, onTestFinished, test, vi } from 'vitest'
import { waitForStop } from '#api/import-end.ts'
import { STOP, stopState } from './stopping.ts'

const AT = Date.UTC(2026, 10, 26, 12)
const NINE = '2026-11-26T09:00:00Z'
const order = { at: AT, startedBefore: NINE }
const now = { importing: true, lastStarted: NINE, readAt: AT + 5_000 }

test.each<
  [rule: string, part: Partial<Parameters<typeof stopState>[1]>, state: ReturnType<typeof stopState>]
>([
  ['while MAAS reports the import', {}, 'stopping'],
  [
    'as long as nothing has been read',
    { importing: undefined, lastStarted: undefined, readAt: 0 },
    'stopping',
  ],
  ['when an older start is read late', { lastStarted: '2026-11-26T08:00:00Z' }, 'stopping'],
  ['when MAAS does not report the start of imports', { lastStarted: null }, 'stopping'],
  ['no longer, once MAAS reports its end', { importing: false }, null],
  ['no longer, when another import runs', { lastStarted: '2026-11-26T12:00:03Z' }, null],
  ['late after two minutes', { readAt: AT + 121_000 }, 'late'],
])('an import is stopping: %s', (_, part, state) => {
  expect(stopState(order, { ...now, ...part })).toBe(state)
})

test.each([
  ['2026-11-26T12:00:03Z', 'stopping'],
  ['2026-11-26T13:00:00Z', null],
])(
  'a request that MAAS did not answer is about an import from before it: one from %s is %s',
  (lastStarted, state) => {
    expect(stopState({ at: AT, startedBefore: null }, { ...now, lastStarted })).toBe(state)
  },
)

test('an order comes back as it was kept', () => {
  expect(STOP.schema.parse(structuredClone(order))).toEqual(order)
  expect(STOP.schema.safeParse({ at: 'now', startedBefore: null }).success).toBe(false)
})

const SECONDS = 1_000

/** Waits for a stop in a region that hears the first one after `deafFor` ms; null: the first one of all. */
async function waitIn(deafFor: number | null) {
  let now = 0
  let importing = deafFor !== null
  const stops: number[] = []
  vi.stubGlobal('fetch', async (path: string) => {
    if (path.endsWith('op=is_importing')) return Response.json(importing)
    stops.push(now)
    if (now >= (deafFor ?? 0)) importing = false
    return Response.json('Import of boot resources is being stopped')
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const onWait = vi.fn<() => void>()
  const ended = await waitForStop({ onWait, wait: async (ms) => void (now += ms) })
  return { ended, stops, waits: onWait.mock.calls.length }
}

test.each([
  ['is over', null, { ended: true, stops: [], waits: 0 }],
  ['reads its sources, and so ignores a stop', 25 * SECONDS, { ended: true, stops: [10, 20, 30], waits: 1 }],
  [
    'does not end',
    Infinity,
    { ended: false, stops: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110], waits: 1 },
  ],
])('while an import %s, the stop is repeated every 10 s for two minutes', async (_, deafFor, expected) => {
  const { stops, ...rest } = await waitIn(deafFor)
  expect({ ...rest, stops: stops.map((at) => at / SECONDS) }).toEqual(expected)
})

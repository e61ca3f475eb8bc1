import { expect, onTestFinished, test } from 'vitest'
import { readRecord, removeRecord, writeRecord } from '#api/store/records.ts'
import { runningStop, startOf, STOP, stopOfAll, stopState } from './stopping.ts'

const AT = Date.UTC(2026, 10, 26, 12)
const OWNER = { region: 'r1', user: 'admin' }
const NINE = '2026-11-26T09:00:00Z'
const order = { at: AT, startedBefore: NINE }
const now = { importing: true, lastStarted: NINE, readAt: AT + 5_000 }

test.each<
  [
    rule: string,
    part: Partial<Parameters<typeof stopState>[1]>,
    state: ReturnType<typeof stopState>,
    repeatedAt?: number,
  ]
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
  ['still, two minutes later, if it was repeated', { readAt: AT + 125_000 }, 'stopping', AT + 12_000],
  ['late two minutes after it was repeated', { readAt: AT + 133_000 }, 'late', AT + 12_000],
  ['late for a quarter of an hour', { readAt: AT + 15 * 60_000 }, 'late'],
  ['no longer after that, if no page was open to see the end', { readAt: AT + 16 * 60_000 }, null],
  ['still, after an answer from before the request', { importing: false, readAt: AT - 30_000 }, 'stopping'],
])('an import is stopping: %s', (_, part, state, repeatedAt) => {
  expect(stopState({ ...order, repeatedAt }, { ...now, ...part })).toBe(state)
})

test.each<[rule: string, part: Partial<typeof now>, state: ReturnType<typeof stopState>]>([
  ['when MAAS reports the import', {}, 'goes-on'],
  ['after two minutes', { readAt: AT + 121_000 }, 'goes-on'],
  ['until MAAS ends its downloads', { readAt: AT + 149 * 60_000 }, 'goes-on'],
  ['no longer after that', { readAt: AT + 151 * 60_000 }, null],
  ['no longer, once MAAS reports its end', { importing: false }, null],
  ['no longer, when another import runs', { lastStarted: '2026-11-26T12:00:03Z' }, null],
])('an import that ignores the stop goes on: %s', (_, part, state) => {
  expect(stopState({ ...order, goesOn: true }, { ...now, ...part })).toBe(state)
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

test.each([
  ['reported, while none was running: the import that is stopped comes later', NINE, NINE, null],
  ['reported since', NINE, '2026-11-26T08:00:00Z', NINE],
  ['reported before the page was opened', NINE, undefined, NINE],
  ['not reported at all', null, null, null],
])('a stop is about the import whose start was %s', (_, lastStarted, idle, start) => {
  expect(startOf(lastStarted, idle)).toBe(start)
})

test('a stored request comes back as it was stored', () => {
  for (const stored of [
    order,
    { ...order, triedAt: AT + 13_000, repeatedAt: AT + 12_000, repeats: 1 },
    { ...order, goesOn: true },
  ])
    expect(STOP.schema.parse(structuredClone(stored))).toEqual(stored)
  expect(STOP.schema.safeParse({ at: 'now', startedBefore: null }).success).toBe(false)
})

test.each([
  ['right after the request', 5_000, order, true],
  ['when MAAS has not stopped the import within two minutes', 121_000, order, true],
  ['not after a quarter of an hour without its end', 16 * 60_000, order, false],
  ['still if it was repeated since', 16 * 60_000, { ...order, repeatedAt: AT + 14 * 60_000 }, true],
  ['when MAAS ignores the request', 121_000, { ...order, goesOn: true as const }, true],
])('a save waits for the end of a stopped import: %s', async (_, ms, asked, waits) => {
  await writeRecord(STOP, OWNER, asked)
  onTestFinished(() => removeRecord(STOP, OWNER))
  const stop = await runningStop(OWNER, { ...now, readAt: AT + ms })
  expect(stop !== null).toBe(waits)
  expect(await stop?.read()).toEqual(waits ? asked : undefined)
})

test('the stop of a change that no import may disturb is stored, with what other tabs see of it', async () => {
  onTestFinished(() => removeRecord(STOP, OWNER))
  const memory = stopOfAll(OWNER)
  expect(await memory.read()).toBeNull()
  const sent = { at: AT, startedBefore: null }
  await memory.write(sent)
  expect(await readRecord(STOP, OWNER)).toEqual(sent)
  await writeRecord(STOP, OWNER, { ...sent, goesOn: true })
  expect(await memory.read()).toEqual({ ...sent, goesOn: true })
  // another tab has seen that another import runs
  await removeRecord(STOP, OWNER)
  expect(await memory.read()).toEqual(sent)
  await memory.write(null)
  expect(await memory.read()).toBeNull()
})

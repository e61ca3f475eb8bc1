import { expect, test } from 'vitest'
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

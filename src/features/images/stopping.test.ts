import { expect, test } from 'vitest'
import { isStopping, parseStop } from './stopping.ts'

const AT = Date.UTC(2026, 10, 26, 12)
const NINE = '2026-11-26T09:00:00Z'
const order = { at: AT, startedBefore: NINE }
const now = { importing: true, lastStarted: NINE, readAt: AT + 5_000 }

test.each<[rule: string, part: Partial<Parameters<typeof isStopping>[1]>, stopping: boolean]>([
  ['while MAAS reports the import', {}, true],
  ['as long as nothing has been read', { importing: undefined, lastStarted: undefined, readAt: 0 }, true],
  ['where MAAS does not tell when imports start', { lastStarted: null }, true],
  ['no more once MAAS reports its end', { importing: false }, false],
  ['no more when another import runs', { lastStarted: '2026-11-26T12:00:03Z' }, false],
  ['no more after two minutes', { readAt: AT + 121_000 }, false],
])('an import is stopping: %s', (_, part, stopping) => {
  expect(isStopping(order, { ...now, ...part })).toBe(stopping)
})

test.each([null, '', 'x', '{}', '{"at":"now","startedBefore":null}'])('%j is no order to stop', (text) => {
  expect(parseStop(text)).toBeNull()
})

test('an order comes back as it was kept', () => {
  expect(parseStop(JSON.stringify(order))).toEqual(order)
})

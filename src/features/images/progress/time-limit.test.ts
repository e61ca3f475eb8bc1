import { expect, test } from 'vitest'
import { limitText } from './time-limit.ts'

const NOW = Date.parse('2026-11-23T10:30:00Z')
const STARTED = '2026-11-23T09:00:00Z'
const MINUTE = 60_000
const ENDS = 'MAAS ends this import at about 11:00 UTC, 2 hours after it began.'
const TOO_SLOW = `${ENDS} At this rate it needs longer. Completed images are kept: retry the import then, or select fewer images at a time.`

test.each<[what: string, Partial<Parameters<typeof limitText>[0]>, string]>([
  ['complete before the limit', { left: 30 * MINUTE }, ''],
  ['complete after the limit', { left: 30 * MINUTE + 1 }, TOO_SLOW],
  ['no data arrives', { left: null }, ENDS],
  ['in 3.7', { version: '3.7.2', left: null }, ENDS],
  ['in 3.4, which has no limit', { version: '3.4.9', left: null }, ''],
  ['in 3.8, which limits each image', { version: '3.8.0', left: null }, ''],
  ['the start is not known', { lastStarted: null, left: null }, ''],
  ['the limit is over', { now: NOW + 30 * MINUTE, left: null }, ''],
  ['a start that cannot be read', { lastStarted: 'today', left: null }, ''],
])('%s', (_, part, text) => {
  expect(limitText({ version: '3.5.13', lastStarted: STARTED, now: NOW, left: null, ...part })).toBe(text)
})

import { expect, test } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0)

test.each([
  ['0', 0],
  ['120', 120],
  [' 7 ', 7],
  ['86400', 3_600],
  ['Mon, 23 Nov 2026 09:00:30 GMT', 30],
  ['Mon, 23 Nov 2026 08:00:00 GMT', 0],
  ['Tue, 24 Nov 2026 09:00:00 GMT', 3_600],
  ['Monday, 23-Nov-26 09:00:05 GMT', 5],
  ['Mon Nov 23 09:00:05 2026 GMT', 5],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['2026-11-23T09:00:30Z', undefined],
  ['Mon, 99 Nov 2026 09:00:30 GMT', undefined],
  ['99999999999999999999', undefined],
  ['', undefined],
  [undefined, undefined],
  [['1', '2'], undefined],
])('Retry-After %j is %s seconds', (header, seconds) => {
  expect(readRetryAfter(header, NOW)).toBe(seconds)
})

import { expect, test } from 'vitest'
import { ApiError } from './client.ts'
import { retryDelay } from './retry-delay.ts'

const later = (seconds?: number) => new ApiError('unreachable', 'Away.', 502, {}, seconds)

test.each([
  ['a failure without a requested delay', later(), 10_000, 12_500],
  ['any other error', new Error('x'), 10_000, 12_500],
  ['a region that requests a second', later(1), 10_000, 12_500],
  ['a region that requests two minutes', later(120), 120_000, 150_000],
  ['a region that requests a day', later(86_400), 300_000, 375_000],
])('the delay after %s (%s) is between %d and %d ms', (_, error, least, most) => {
  const times = [0, 1, 250, 999].map((ms) => retryDelay({ error, errorUpdatedAt: 1_700_000_000_000 + ms }))
  expect(times[0]).toBe(least)
  expect(new Set(times).size).toBe(times.length)
  expect(Math.max(...times)).toBeLessThan(most)
})

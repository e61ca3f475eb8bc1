import { expect, test } from 'vitest'
import { percent } from './percent.ts'

test.each([
  [0, 0, 0],
  [0, 1_000, 0],
  [9, 1_000, 0],
  [437, 1_000, 43],
  [999, 1_000, 99],
  [9_999, 10_000, 99],
  [1_000, 1_000, 99],
  [1_001, 1_000, 99],
  [-1, 1_000, 0],
  [1, 0, 0],
])('%i of %i is %i percent', (done, total, expected) => {
  expect(percent(done, total)).toBe(expected)
})

import { expect, test } from 'vitest'
import { createCallBudget } from './call-budget.ts'

const ALLOWANCE = { perMinute: 12, burst: 24 }

/** A budget whose clock the test advances; its burst is spent. */
function spent() {
  let time = 0
  const budget = createCallBudget(() => time)
  budget.take(24, ALLOWANCE)
  return { budget, pass: (ms: number) => (time += ms) }
}

test('a spent budget grants the calls that have accrued since', () => {
  const { budget, pass } = spent()
  expect(budget.take(5, ALLOWANCE)).toBe(0)
  pass(50_000)
  expect(budget.take(12, ALLOWANCE)).toBe(10)
  expect(budget.take(12, ALLOWANCE)).toBe(0)
})

test('a request for all or no calls takes none while too few are left, so it is granted later', () => {
  const { budget, pass } = spent()
  pass(50_000)
  expect(budget.takeAll(12, ALLOWANCE)).toBe(false)
  pass(50_000)
  expect(budget.takeAll(12, ALLOWANCE)).toBe(true)
  expect(budget.take(12, ALLOWANCE)).toBe(8)
})

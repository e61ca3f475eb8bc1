import { expect, test } from 'vitest'
import { createCallBudget } from './call-budget.ts'

const ALLOWANCE = { perMinute: 12, burst: 24 }

/** A budget on a clock that the test moves; all of its burst is spent. */
function spent() {
  let time = 0
  const budget = createCallBudget(() => time)
  budget.take(24, ALLOWANCE)
  return { budget, pass: (ms: number) => (time += ms) }
}

test('it starts full, and gives out what has come in since', () => {
  const { budget, pass } = spent()
  expect(budget.take(5, ALLOWANCE)).toBe(0)
  pass(50_000)
  expect(budget.take(12, ALLOWANCE)).toBe(10)
  expect(budget.take(12, ALLOWANCE)).toBe(0)
})

test('what only makes sense whole takes nothing of too little, and so is granted in time', () => {
  const { budget, pass } = spent()
  pass(50_000)
  expect(budget.takeAll(12, ALLOWANCE)).toBe(false)
  pass(50_000)
  expect(budget.takeAll(12, ALLOWANCE)).toBe(true)
  expect(budget.take(12, ALLOWANCE)).toBe(8)
})

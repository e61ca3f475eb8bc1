import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryBudget } from './memory-budget.ts'

const SIZE = { most: 10_000, free: 1_000 }

test('a request that does not fit is refused until another one is released', () => {
  const budget = createMemoryBudget(SIZE)
  const [first, second] = [budget.open(), budget.open()]
  expect(first.grow(11_000)).toBe(true)
  expect(second.grow(1_001)).toBe(false)
  first.release()
  expect(second.grow(1_001)).toBe(true)
  expect(budget.held()).toBe(1)
})

test('a request of usual size always fits', () => {
  const budget = createMemoryBudget(SIZE)
  budget.open().grow(11_000)
  expect(budget.open().grow(1_000)).toBe(true)
})

test('the bytes held never exceed the size, and none are left when all requests are released', () => {
  const step = fc.record({
    request: fc.nat({ max: 9 }),
    grows: fc.option(fc.nat({ max: 8_000 }), { nil: null }),
  })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const budget = createMemoryBudget(SIZE)
      const open = Array.from({ length: 10 }, () => budget.open())
      const sizes = open.map(() => 0)
      for (const { request, grows } of steps) {
        const holding = open[request]
        const size = (sizes[request] ?? 0) + (grows ?? 0)
        if (grows === null) holding?.release()
        if (grows === null) sizes[request] = 0
        else if (holding?.grow(size)) sizes[request] = size
        expect(budget.held()).toBeLessThanOrEqual(SIZE.most)
        expect(budget.held()).toBe(sizes.reduce((sum, one) => sum + Math.max(0, one - SIZE.free), 0))
      }
      for (const holding of open) holding.release()
      expect(budget.held()).toBe(0)
    }),
  )
})

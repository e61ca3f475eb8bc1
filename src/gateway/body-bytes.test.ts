import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBodyBytes } from './body-bytes.ts'

const KB = 1_024
const LIMITS = { bodyBytes: 16 * KB, strangerBodyBytes: 2 * KB }

test('a body that finds no room is refused until another one is released', () => {
  const bytes = createBodyBytes(LIMITS)
  const [first, second] = [bytes.open(true), bytes.open(true)]
  expect(first.grow(17 * KB)).toBe(true)
  expect(second.grow(KB + 1)).toBe(false)
  first.release()
  expect(second.grow(KB + 1)).toBe(true)
  expect(bytes.held()).toBe(1)
})

test('callers who are not signed in take no room from those who are', () => {
  const bytes = createBodyBytes(LIMITS)
  expect(bytes.open(false).grow(3 * KB)).toBe(true)
  expect(bytes.open(false).grow(KB + 1)).toBe(false)
  expect(bytes.open(true).grow(17 * KB)).toBe(true)
})

test('a body as small as a sign-in always finds room', () => {
  const bytes = createBodyBytes(LIMITS)
  bytes.open(false).grow(3 * KB)
  expect(bytes.open(false).grow(KB)).toBe(true)
})

test('the bytes held never exceed the limits, and none are left when all bodies are released', () => {
  const step = fc.record({
    body: fc.nat({ max: 9 }),
    grows: fc.option(fc.nat({ max: 8 * KB }), { nil: null }),
  })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const bytes = createBodyBytes(LIMITS)
      const open = Array.from({ length: 10 }, (_, n) => bytes.open(n % 2 === 0))
      const sizes = open.map(() => 0)
      for (const { body, grows } of steps) {
        const holding = open[body]
        if (!holding) continue
        const size = (sizes[body] ?? 0) + (grows ?? 0)
        if (grows === null) holding.release()
        if (grows === null) sizes[body] = 0
        else if (holding.grow(size)) sizes[body] = size
        expect(bytes.held()).toBeLessThanOrEqual(LIMITS.bodyBytes + LIMITS.strangerBodyBytes)
      }
      for (const holding of open) holding.release()
      expect(bytes.held()).toBe(0)
    }),
  )
})

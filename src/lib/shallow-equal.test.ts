import { expect, test } from 'vitest'
import { shallowEqual } from './shallow-equal.ts'

const shared = {}

test.each([
  [{}, {}, true],
  [{ a: 1, b: shared }, { b: shared, a: 1 }, true],
  [{ a: Number.NaN }, { a: Number.NaN }, true],
  [{ a: 1 }, { a: 2 }, false],
  [{ a: {} }, { a: {} }, false],
  [{ a: undefined }, { b: undefined }, false],
  [{ a: 1 }, { a: 1, b: 2 }, false],
])('whether %j and %j are equal is %s', (a, b, same) => {
  expect(shallowEqual(a, b)).toBe(same)
})

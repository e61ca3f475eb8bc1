import { expect, test } from 'vitest'
import { haveSameSecret, isCsrfToken, maskedAgain, newCsrfToken } from './csrf.ts'

test('a token is 64 letters and digits, and each one has a secret of its own', () => {
  const [one, other] = [newCsrfToken(), newCsrfToken()]
  expect(one).toMatch(/^[\dA-Za-z]{64}$/)
  expect(haveSameSecret(one, other)).toBe(false)
})

test('behind another mask a token looks different and keeps its secret', () => {
  const token = newCsrfToken()
  const again = maskedAgain(token)
  expect(again).not.toBe(token)
  expect(isCsrfToken(again)).toBe(true)
  expect(haveSameSecret(again, token)).toBe(true)
})

test.each([
  // a mask of "a" shifts nothing, one of "b" by one letter, and after 9 comes a
  ['a'.repeat(32) + 'x'.repeat(32), 'b'.repeat(32) + 'y'.repeat(32), true],
  ['b'.repeat(32) + 'a'.repeat(32), 'a'.repeat(32) + '9'.repeat(32), true],
  // a secret without a mask
  ['x'.repeat(32), 'a'.repeat(32) + 'x'.repeat(32), true],
  ['x'.repeat(32), 'a'.repeat(32) + 'X'.repeat(32), false],
  ['', '', false],
  ['wrong', 'wrong', false],
  ['x'.repeat(63), 'x'.repeat(63), false],
])('%s and %s have the same secret: %s', (a, b, same) => {
  expect([haveSameSecret(a, b), haveSameSecret(b, a)]).toEqual([same, same])
})

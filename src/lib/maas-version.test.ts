import { expect, test } from 'vitest'
import { isAtLeast } from './maas-version.ts'

test.each([
  ['3.5.13', false],
  ['3.6.0', false],
  ['3.7.0', true],
  ['3.7.0~beta1', true],
  ['3.10.1', true],
  ['4.0', true],
  ['2.9.2', false],
  ['MAAS 3.8', true],
  ['', null],
  ['unknown', null],
])('%s is 3.7 or later: %s', (version, expected) => {
  expect(isAtLeast(version, 3, 7)).toBe(expected)
})

import { expect, test } from 'vitest'
import { isAtLeast, isMadeFor } from './maas-version.ts'

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

test.each([
  ['3.3.9', false],
  ['3.4.0', true],
  ['3.5.13', true],
  ['3.6.0~beta1-17300-g.0123abcd', true],
  ['3.8.0', true],
  ['3.9.0', false],
  ['4.0.0', false],
  ['unknown', false],
])('the page was made for %s: %s', (version, made) => {
  expect(isMadeFor(version)).toBe(made)
})

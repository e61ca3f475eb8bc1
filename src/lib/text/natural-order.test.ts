import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareNatural } from './natural-order.ts'

test('numbers order by value, not by their first digit', () => {
  const versions = ['24.04', '9.10', '7.0', '24.10', '8', '22.04']
  expect(versions.sort(compareNatural)).toEqual(['7.0', '8', '9.10', '22.04', '24.04', '24.10'])
})

test('letters order regardless of case', () => {
  expect(['windows', 'CentOS', 'ubuntu'].sort(compareNatural)).toEqual(['CentOS', 'ubuntu', 'windows'])
})

test('only equal strings compare as 0, and swapping the arguments negates the result', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(compareNatural(a, b) === 0).toBe(a === b)
      expect(Math.sign(compareNatural(a, b))).toBe(-Math.sign(compareNatural(b, a)) || 0)
    }),
  )
})

import { expect, test } from 'vitest'
import { textHash } from './text-hash.ts'

test('equal texts have the same sum', () => {
  expect(textHash('mQENBA==')).toBe(textHash(['mQEN', 'BA=='].join('')))
})

test('texts that differ in one letter, its place or their length have different sums', () => {
  const texts = [
    '',
    'a',
    'aa',
    'ab',
    'ba',
    'abc',
    'acb',
    ...Array.from({ length: 500 }, (_, n) => `key ${n}`),
  ]
  expect(new Set(texts.map(textHash)).size).toBe(texts.length)
})

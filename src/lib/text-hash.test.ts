import { expect, test } from 'vitest'
import { textSum } from './text-hash.ts'

test('the same text has the same sum', () => {
  expect(textSum('mQENBA==')).toBe(textSum(['mQEN', 'BA=='].join('')))
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
  expect(new Set(texts.map(textSum)).size).toBe(texts.length)
})

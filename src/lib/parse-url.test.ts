import { expect, test } from 'vitest'
import { parseUrl } from './parse-url.ts'

test.each([
  ['http://example.com/a', undefined, 'http://example.com/a'],
  ['b', 'http://example.com/a', 'http://example.com/b'],
  ['http://bücher.example.com/', undefined, 'http://xn--bcher-kva.example.com/'],
  ['no address', undefined, undefined],
  ['b', 'no base', undefined],
])('%j with the base %j', (text, base, expected) => {
  expect(parseUrl(text, base)?.href).toBe(expected)
})

test('a URL with a letter outside ASCII can be read any number of times', () => {
  const all = Array.from({ length: 50_000 }, () => parseUrl('http://bücher.example.com/'))
  expect(all).not.toContain(null)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leavesSource } from './source-path.ts'

test.each([
  ['streams/v1/com.ubuntu.maas:stable:v3:download.sjson', false],
  ['noble/amd64/20260706/squashfs', false],
  ['a..b/c', false],
  ['/etc/passwd', true],
  ['//elsewhere.example.com/x', true],
  ['\\\\elsewhere.example.com\\x', true],
  ['../x', true],
  ['a/../../x', true],
  ['a\\..\\..\\x', true],
  ['%2e%2E/x', true],
  ['.%2e/x', true],
  ['http://elsewhere.example.com/x', true],
  ['.\t./x', true],
  ['.%2\ne/x', true],
  ['a/.. ', true],
  ['..\u0000', true],
  ['..?x', true],
  ['a/..#x', true],
])('%j points outside the source: %s', (path, leaves) => {
  expect(leavesSource(path)).toBe(leaves)
})

test('the URL of an accepted path is always below the source', () => {
  const part = fc.constantFrom(
    '.',
    '..',
    '/',
    '\\',
    '%2e',
    '%2E',
    '%',
    '\t',
    '\n',
    '\r',
    ' ',
    '\0',
    '?',
    '#',
    ':',
    'a',
  )
  const path = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(path, (text) => {
      const { origin, pathname } = new URL(`http://a.example.com/root/${text}`)
      const below = origin === 'http://a.example.com' && pathname.startsWith('/root/')
      expect(below || leavesSource(text)).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})

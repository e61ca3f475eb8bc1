import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from './json-text.ts'
import { StreamError } from './products.ts'

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const list = (part: string, count: number) => `[${Array<string>(count).fill(part).join(',')}]`

test.each([
  ['{"a":[1,{"b":null}],"c":"[[{{,"}', { a: [1, { b: null }], c: '[[{{,' }],
  ['"a\\"[[\\\\"', 'a"[[\\'],
  [' [] ', []],
])('%s is read', (text, value) => {
  expect(parseJson(text)).toEqual(value)
})

test('brackets in strings and beside each other are not nested', () => {
  expect(parseJson(JSON.stringify(['['.repeat(1_000), '{"'.repeat(1_000)]))).toHaveLength(2)
  expect(parseJson(list('[[]]', 1_000))).toHaveLength(1_000)
})

test.each([
  ['32 levels, and one more', nested(32), nested(33), 'nested deeper than 32 levels'],
  ['2,000,000 values, and more', list('1', 2_000_000), list('{}', 1_000_001), 'more than 2000000 values'],
])('a text may have %s is too much', (_, well, tooMuch, message) => {
  expect(() => parseJson(well)).not.toThrow()
  expect(() => parseJson(tooMuch)).toThrow(StreamError)
  expect(() => parseJson(tooMuch)).toThrow(message)
})

test.each(['', '{', '[}', '"', '"\\', ']]]]', '<html>secret</html>', '['.repeat(20), 'NaN', '{"a":1}x'])(
  '%j is no JSON, which is said without repeating it',
  (text) => {
    expect(() => parseJson(text)).toThrow(new StreamError('It holds no readable JSON.'))
  },
)

test('what is read is what JSON.parse makes of it, and the rest is refused with a StreamError', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '1', '"a"', 'null', ' ')
  const broken = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(fc.oneof(broken, fc.json({ maxDepth: 10 })), (text) => {
      const refused = (error: unknown) => {
        if (error instanceof StreamError || error instanceof SyntaxError) return 'refused'
        throw error
      }
      const outcome = (read: () => unknown) => {
        try {
          return { value: read() }
        } catch (error) {
          return refused(error)
        }
      }
      expect(outcome(() => parseJson(text))).toEqual(outcome(() => JSON.parse(text) as unknown))
    }),
    { numRuns: 2_000 },
  )
})

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

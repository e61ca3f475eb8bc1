import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseStreamJson } from './stream-json.ts'
import { StreamError } from '#streams/stream-error.ts'

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const list = (part: string, count: number) => `[${Array<string>(count).fill(part).join(',')}]`

test.each([
  ['{"a":[1,{"b":null}],"c":"[[{{,"}', { a: [1, { b: null }], c: '[[{{,' }],
  ['"a\\"[[\\\\"', 'a"[[\\'],
  [' [] ', []],
])('%s is read', (text, value) => {
  expect(parseStreamJson(text)).toEqual(value)
})

test('brackets in strings or next to each other are not nested', () => {
  expect(parseStreamJson(JSON.stringify(['['.repeat(1_000), '{"'.repeat(1_000)]))).toHaveLength(2)
  expect(parseStreamJson(list('[[]]', 1_000))).toHaveLength(1_000)
})

test.each([
  ['32 levels, and one more', nested(32), nested(33), 'nested deeper than 32 levels'],
  ['2,000,000 values, and more', list('1', 2_000_000), list('{}', 1_000_001), 'more than 2000000 values'],
])('a text may have %s is refused', (_, well, tooMuch, message) => {
  expect(() => parseStreamJson(well)).not.toThrow()
  expect(() => parseStreamJson(tooMuch)).toThrow(StreamError)
  expect(() => parseStreamJson(tooMuch)).toThrow(message)
})

test.each([
  ['', 'It is empty. Copy the file again.'],
  ['\uFEFF{}', 'byte order mark'],
  ['{"a": 1}\nsecret', 'The JSON is complete, but more text follows at line 2, column 1.'],
  ['{"a": 1}}', 'one closing bracket too many at line 1, column 9.'],
  ['{{"a": 1}', 'not valid JSON at line 1, column 2: a name in double quotes is expected.'],
  ['{\n "a": [1,\n', 'It ends at line 2, before it is complete: the copy was cut off. Copy the file again.'],
  ['{"a": 1,}', 'at line 1, column 9: a comma has nothing after it.'],
  ['{"a": secret}', 'at line 1, column 7: a value is expected.'],
  ['{"a": "\nsecret"}', 'at line 1, column 8: a string contains a line break'],
  ['<html>secret</html>', 'at line 1, column 1: a value is expected.'],
])('%j is not JSON, and the message names the place without repeating the text', (text, message) => {
  expect(() => parseStreamJson(text)).toThrow(StreamError)
  expect(() => parseStreamJson(text)).toThrow(message)
  expect(() => parseStreamJson(text)).not.toThrow('secret')
})

test('lines are counted from the beginning of the file that contains the JSON', () => {
  expect(() => parseStreamJson('{\n"a" 1}', 3)).toThrow('at line 5, column 5')
  expect(() => parseStreamJson('{\n"a"', 3)).toThrow('ends at line 5')
})

test('a fault at the end of a large file is found in time', () => {
  const part = '{"ftype": "squashfs", "size": 123456789},\n'
  const started = performance.now()
  expect(() => parseStreamJson(`[${part.repeat(200_000)}`)).toThrow('ends at line 200000')
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('the result is that of JSON.parse, or a StreamError', () => {
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
      expect(outcome(() => parseStreamJson(text))).toEqual(outcome(() => JSON.parse(text) as unknown))
    }),
    { numRuns: 2_000 },
  )
})

import { expect, test } from 'vitest'
import { readJsonLines } from './json-lines.ts'

const problems = (text: string) => {
  const read = readJsonLines(text)
  return 'problems' in read ? read.problems.map(({ line, text: why }) => `${line ?? '-'}: ${why}`) : 'read'
}

test.each([
  ['lists', '['],
  ['objects', '{"a":'],
])('deeply nested %s are refused before they are parsed', (_, open) => {
  expect(problems(`\n${open.repeat(100_000)}`)).toEqual([
    '2: The values are nested more than 20 levels deep.',
  ])
})

test.each([
  ['a text without its closing quote', `{"a": "${'\\"'.repeat(450_000)}`],
  ['texts without closing quotes', `{"a": ${`"${'\\"'.repeat(20)}\n`.repeat(20_001)}`],
])('a large file with %s is refused', (_, content) => {
  expect(problems(content)).toEqual([
    expect.stringContaining('This is not valid JSON. The file ends too early.'),
  ])
})

test('values after a text with a line break are counted, with their line', () => {
  expect(problems(`["a\n", ${'0,'.repeat(200_000)}0]`)).toEqual(['2: The file has more than 100,000 values.'])
})

test('a huge list is refused before it is parsed', () => {
  expect(problems(`[${'0,'.repeat(200_000)}0]`)).toEqual(['1: The file has more than 100,000 values.'])
})

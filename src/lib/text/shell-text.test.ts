import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comment, quote } from './shell-text.ts'

describe('a plain word stays as it is, and anything else is in single quotes', () => {
  test.each([
    ['os=ubuntu', 'os=ubuntu'],
    ['http://mirror.example.com:8080/a_b-c/', 'http://mirror.example.com:8080/a_b-c/'],
    ['', "''"],
    ['labels=*', "'labels=*'"],
    ["it's", "'it'\\''s'"],
    ['$(id)`id`"\\', `'$(id)\`id\`"\\'`],
    ['a\nb', "'a\nb'"],
    ['~', "'~'"],
    ['é', "'é'"],
  ])('%j', (text, quoted) => expect(quote(text)).toBe(quoted))
})

test.each(['sh', 'bash'])('%s reads back any text', (shell) => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...Array.from('\'"\\$`!*?~#&;|<>(){}[]-= \n\r\t')),
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
    ),
  })
  const texts = fc.array(
    text.filter((one) => !one.includes('\0') && !/\p{Cs}/u.test(one)),
    { minLength: 20, maxLength: 60 },
  )
  fc.assert(
    fc.property(texts, (list) => {
      const script = `printf '%s\\0' ${list.map(quote).join(' ')}\n`
      expect(
        execFileSync(shell, { input: script, env: { LC_ALL: 'C.UTF-8' } })
          .toString()
          .split('\0'),
      ).toEqual([...list, ''])
    }),
    { numRuns: 5 },
  )
})

test('a comment is one line', () => {
  expect(comment('a\nb\r\n\u2028c\u202Ed')).toBe('# a b c d')
})

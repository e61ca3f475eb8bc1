import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonFault, placeOf } from './json-fault.ts'

const placed = (text: string) => {
  const fault = jsonFault(text)
  return fault && [fault.kind, ...Object.values(placeOf(text, fault.at))]
}

test.each<[string, string, string, number, number]>([
  ['an empty file', '', 'empty', 1, 1],
  ['a file of blanks', ' \n\t', 'empty', 1, 1],
  ['a byte order mark', '\uFEFF{}', 'mark', 1, 1],
  ['text after the JSON', '{"a": 1}\ntrailing', 'extra', 2, 1],
  ['a second document', '{"a": 1}\n\n  {"b": 2}\n', 'extra', 3, 3],
  ['a closing brace too many', '{"a": {}}}', 'extra', 1, 10],
  ['an opening brace too many', '{\n {"a": 1}}', 'name', 2, 2],
  ['a file cut off in an object', '{\n "a": [\n  {"b": 1,\n\n', 'cut', 3, 10],
  ['a file cut off in a string', '{\n "a": "text', 'cut', 2, 11],
  ['a file cut off in an escape', '{"a": "b\\u00', 'cut', 1, 12],
  ['a file cut off in a number', '{"a": [1.', 'cut', 1, 9],
  ['a file cut off in a literal', '{"a": fal', 'cut', 1, 9],
  ['a file cut off after a name', '{"a"', 'cut', 1, 4],
  ['a comma before a closing brace', '{"a": 1,\n}', 'comma', 2, 1],
  ['a comma before a closing bracket', '[1,]', 'comma', 1, 4],
  ['a missing comma', '{"a": 1\n "b": 2}', 'separator', 2, 2],
  ['a missing colon', '{"a" 1}', 'colon', 1, 6],
  ['a missing value', '{"a": }', 'value', 1, 7],
  ['a comment', '{ // here\n}', 'name', 1, 3],
  ['names in single quotes', "{'a': 1}", 'name', 1, 2],
  ['a Python literal', '{"a": None}', 'value', 1, 7],
  ['a number with a leading zero', '[01]', 'separator', 1, 3],
  ['brackets that do not match', '{"a": [1}', 'bracket', 1, 9],
  ['a line break in a string', '{"a": "b\nc"}', 'control', 1, 9],
  ['an escape that JSON does not have', '{"a": "\\x41"}', 'escape', 1, 8],
  ['NUL bytes', '\0\0\0', 'value', 1, 1],
  ['NUL bytes after the JSON', '{}\n\0\0', 'extra', 2, 1],
  ['a fault behind characters of two units', '{"😀": x}', 'value', 1, 7],
  ['a fault behind line ends of Windows', '{\r\n "a": x\r\n}', 'value', 2, 7],
])('the fault in %s is found: %j is %s at %i:%i', (_, text, kind, line, column) => {
  expect(placed(text)).toEqual([kind, line, column])
})

test('a fault is found exactly in the texts that JSON.parse refuses', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '1',
    '-',
    '.',
    'e',
    '0',
    'tru',
    'true',
    'null',
    ' ',
    '\n',
    '"a"',
    '"b":',
    '\\u00',
    '\\n',
    '\0',
  )
  const pieces = fc.array(piece, { maxLength: 14 }).map((all) => all.join(''))
  const cut = fc
    .tuple(fc.json(), fc.nat(100), fc.constantFrom('', '}', 'x', ','))
    .map(([text, at, more]) => text.slice(0, at) + more)
  fc.assert(
    fc.property(fc.oneof(pieces, cut, fc.json()), (text) => {
      let refused = false
      try {
        JSON.parse(text)
      } catch {
        refused = true
      }
      const fault = jsonFault(text)
      expect(fault !== null).toBe(refused)
      expect(fault?.at ?? 0).toBeLessThanOrEqual(Math.max(0, text.length - 1))
    }),
    { numRuns: 5_000 },
  )
})

test('any proper beginning of a JSON text is reported as cut off', () => {
  const json = fc.json({ maxDepth: 4 }).filter((text) => /^[[{]/.test(text))
  fc.assert(
    fc.property(json, fc.nat(), (text, at) => {
      const part = text.slice(0, 1 + (at % (text.length - 1)))
      expect(jsonFault(part)?.kind).toBe('cut')
    }),
    { numRuns: 2_000 },
  )
})

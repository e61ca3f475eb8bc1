import { expect, test } from 'vitest'
import { pythonRepr, pythonStr } from './python-repr.ts'

const raw = String.raw

/* What Python 3.11 printed for each of these values, read from JSON. */
test.each<[json: string, printed: string]>([
  ['"x"', "'x'"],
  ['""', "''"],
  [`"it's"`, `"it's"`],
  [raw`"\""`, `'"'`],
  [raw`"it's \"x\""`, raw`'it\'s "x"'`],
  [raw`"back\\slash"`, raw`'back\\slash'`],
  [raw`"a\nb\tc\rd"`, raw`'a\nb\tc\rd'`],
  ['"é 😀"', "'é 😀'"],
  [raw`"\u0000\u007f\u00a0"`, raw`'\x00\x7f\xa0'`],
  [raw`"\u200b\u2028\ud800"`, raw`'\u200b\u2028\ud800'`],
  [raw`"\udb40\udc01"`, raw`'\U000e0001'`],
  ['null', 'None'],
  ['true', 'True'],
  ['false', 'False'],
  ['7', '7'],
  ['-0.5', '-0.5'],
  ['0.0001', '0.0001'],
  ['0.00001', '1e-05'],
  ['1.5e-7', '1.5e-07'],
  ['1e-10', '1e-10'],
  ['1e21', '1e+21'],
  ['1e999', 'inf'],
  ['-1e999', '-inf'],
  ['[]', '[]'],
  ['["x"]', "['x']"],
  ['[1, null, true, []]', '[1, None, True, []]'],
  ['{}', '{}'],
  [`{"a": null, "it's": [{"b": false}]}`, `{'a': None, "it's": [{'b': False}]}`],
])('Python prints %s as %s', (json, printed) => {
  expect(pythonRepr(JSON.parse(json))).toBe(printed)
})

test.each<[json: string, text: string]>([
  [`"it's"`, "it's"],
  [raw`"a\nb"`, 'a\nb'],
  ['["a\'b"]', `["a'b"]`],
  ['null', 'None'],
  ['{"a": true}', "{'a': True}"],
])('Python makes of %s the text %s', (json, text) => {
  expect(pythonStr(JSON.parse(json))).toBe(text)
})

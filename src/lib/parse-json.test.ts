import { expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'

test('valid JSON gives its value, and any other text undefined', () => {
  expect(['null', '{"a":[1]}', '', '{"a":', '<html>'].map(parseJson)).toEqual([
    null,
    { a: [1] },
    undefined,
    undefined,
    undefined,
  ])
})

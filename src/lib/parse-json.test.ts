import { expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'

test('JSON is its value, and anything else is undefined', () => {
  expect(['null', '{"a":[1]}', '', '{"a":', '<html>'].map(parseJson)).toEqual([
    null,
    { a: [1] },
    undefined,
    undefined,
    undefined,
  ])
})

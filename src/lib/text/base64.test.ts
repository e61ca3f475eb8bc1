import { expect, test } from 'vitest'
import { fromBase64, toBase64, toBase64Url } from './base64.ts'

test.each([0, 1, 2, 3, 255, 8_191, 8_192, 8_193, 30_000])(
  '%i bytes are written as Node writes them, and read back',
  (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 151 + (at >> 8)) % 256)
    const text = toBase64(bytes)
    expect(text).toBe(Buffer.from(bytes).toString('base64'))
    expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
    expect(Buffer.compare(fromBase64(text), bytes)).toBe(0)
    expect(Buffer.compare(fromBase64(toBase64Url(bytes)), bytes)).toBe(0)
  },
)

test.each([
  ['', []],
  ['TWFu', [77, 97, 110]],
  ['TWE=', [77, 97]],
  ['TWE', [77, 97]],
  ['TQ', [77]],
  ['T', []],
  ['TW\r\nFu\n', [77, 97, 110]],
  ['  TWFu ', [77, 97, 110]],
  ['-_-_', [251, 255, 191]],
])('%j is read as Node reads it', (text, bytes) => {
  expect([...fromBase64(text)]).toEqual(bytes)
  expect([...Buffer.from(text, 'base64')]).toEqual(bytes)
})

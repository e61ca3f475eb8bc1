import { expect, test } from 'vitest'
import { jsonWithinSigned, linesBeforeSigned } from './signed-anyway.ts'

const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n'
const signed = (json: string) => `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${json}\n${SIGNATURE}`

test('the JSON of a signed file is the part that MAAS 3.8 extracts, with the number of lines before it', () => {
  expect(jsonWithinSigned(signed('{"a": 1}'))).toEqual({ json: '{"a": 1}\n', linesBefore: 3 })
  expect(jsonWithinSigned(signed('{"a": 1}').replace(SIGNATURE, ''))).toEqual({
    json: '{"a": 1}\n',
    linesBefore: 3,
  })
})

test.each(['{"a": 1}', `\n${signed('{}')}`, signed('nothing'), ''])(
  'nothing is extracted from %j',
  (text) => {
    expect(jsonWithinSigned(text)).toBe(null)
  },
)

test.each([
  [signed('{}'), 3],
  [signed('{}').replaceAll('\n', '\r\n'), 3],
  [`before\n\n${signed('{}')}`, 5],
  [signed('{}').replace('Hash: SHA512\n', ''), 2],
  ['{}', 0],
])('before the signed part of %j there are %i lines', (text, lines) => {
  expect(linesBeforeSigned(text)).toBe(lines)
})

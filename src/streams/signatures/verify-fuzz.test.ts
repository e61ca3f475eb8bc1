import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readKeyring } from './keyring.ts'
import { StreamError } from '#streams/stream-error.ts'
import { binaryOf, bytesOf, clearsign, makeKey, TEXT } from '#testing/streams/signature-fixtures.ts'
import { verifyClearsigned } from './verify.ts'

const key = await makeKey()
const binary = binaryOf(key)
const keyring = await readKeyring(binary)
const armoured = bytesOf(key.publicKey.armor())
const signed = await clearsign(key)

const PIECES = [
  ...signed.split('\n'),
  'Hash: SHA1',
  '- ',
  '-----',
  '{}',
  '\uFEFF',
  '\r\n',
  '\n',
  '\n\n',
  '\0',
  ' ',
]

test('any file gets a verdict, and only signed text is valid', async () => {
  const file = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary' })), {
    maxLength: 20,
  })
  await fc.assert(
    fc.asyncProperty(file, fc.constantFrom('', '\n'), async (pieces, between) => {
      const { verdict, data } = await verifyClearsigned(pieces.join(between), keyring)
      expect(verdict === 'valid' ? data : TEXT).toBe(TEXT)
    }),
    { numRuns: 300 },
  )
})

test('however a signed file is changed, only signed text is valid', async () => {
  const at = fc.integer({ min: 0, max: signed.length })
  await fc.assert(
    fc.asyncProperty(
      at,
      fc.nat(20),
      fc.oneof(fc.string(), fc.constantFrom(...PIECES)),
      async (from, gone, put) => {
        const changed = signed.slice(0, from) + put + signed.slice(from + gone)
        const { verdict, data } = await verifyClearsigned(changed, keyring)
        expect(verdict === 'valid' ? data : TEXT).toBe(TEXT)
      },
    ),
    { numRuns: 300 },
  )
})

test('any bytes are read as a keyring or refused with a StreamError', async () => {
  const changed = fc
    .tuple(fc.constantFrom(binary, armoured), fc.nat(2000), fc.nat(20), fc.uint8Array({ maxLength: 20 }))
    .map(([bytes, from, gone, put]) =>
      Uint8Array.from([...bytes.slice(0, from), ...put, ...bytes.slice(from + gone)]),
    )
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), changed), async (content) => {
      const outcome: unknown = await readKeyring(content).catch((error: unknown) => error)
      expect(outcome instanceof Error ? outcome : new StreamError('')).toBeInstanceOf(StreamError)
    }),
    { numRuns: 500 },
  )
})

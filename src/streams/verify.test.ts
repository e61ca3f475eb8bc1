import {
  createCleartextMessage,
  enums,
  generateKey,
  revokeKey,
  sign,
  type PrivateKey,
  type PublicKey,
} from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyClearsigned } from './verify.ts'

const TEXT = '{\n "a": 1\n}\n'
const YEAR = 365 * 86_400_000
const LONG_AGO = new Date(Date.now() - 2 * YEAR)

type Pair = { privateKey: PrivateKey; publicKey: PublicKey }

const makeKey = (options: { date?: Date; keyExpirationTime?: number } = {}): Promise<Pair> =>
  generateKey({
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name: 'Streams', email: 'streams@example.com' }],
    date: LONG_AGO,
    format: 'object',
    ...options,
  })

const clearsign = async ({ privateKey }: Pair, options: object = {}): Promise<string> =>
  sign({ message: await createCleartextMessage({ text: TEXT }), signingKeys: privateKey, ...options })

describe('the verdict on a clear-signed file', () => {
  let key: Pair
  let other: Pair
  let signed: string
  beforeAll(async () => {
    key = await makeKey()
    other = await makeKey()
    signed = await clearsign(key)
  })
  const binary = (...pairs: Pair[]) => Buffer.concat(pairs.map(({ publicKey }) => publicKey.write()))

  test('is valid for what is signed with a key of the keyring, and names the signer', async () => {
    expect(await verifyClearsigned(signed, binary(other, key))).toEqual({
      verdict: 'valid',
      message: expect.any(String),
      signer: 'Streams <streams@example.com>',
      fingerprint: key.publicKey.getFingerprint().toUpperCase(),
      data: TEXT,
    })
  })

  test('finds the key in the second of two armoured blocks', async () => {
    const armour = Buffer.from(other.publicKey.armor() + key.publicKey.armor())
    expect((await verifyClearsigned(signed, armour)).verdict).toBe('valid')
  })

  test('uses the signed part alone', async () => {
    const { verdict, data } = await verifyClearsigned(`before\n${signed}\nafter`, binary(key))
    expect([verdict, data]).toEqual(['valid', TEXT])
  })

  test('is bad when one byte was changed', async () => {
    expect((await verifyClearsigned(signed.replace('"a": 1', '"a": 2'), binary(key))).verdict).toBe('bad')
  })

  test('is unknown-key when another key signed', async () => {
    const found = await verifyClearsigned(signed, binary(other))
    expect([found.verdict, found.signer, found.fingerprint]).toEqual(['unknown-key', null, null])
  })

  test.each([
    ['an empty keyring', new Uint8Array()],
    ['a keyring that is none', Buffer.from('hello')],
  ])('is unknown-key with %s', async (_, keyring) => {
    expect((await verifyClearsigned(signed, keyring)).verdict).toBe('unknown-key')
  })

  test.each([
    ['plain JSON', TEXT],
    ['a web page', '<!doctype html><title>Log in</title>'],
    ['nothing', ''],
    ['half a signature', '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{}\n'],
  ])('is unsigned for %s, and nothing of it is used', async (_, text) => {
    const found = await verifyClearsigned(text, binary(key))
    expect([found.verdict, found.data]).toEqual(['unsigned', ''])
  })

  test('is expired when the key has expired since', async () => {
    const short = await makeKey({ keyExpirationTime: YEAR / 1000 })
    const text = await clearsign(short, { date: new Date(LONG_AGO.getTime() + 1000) })
    expect((await verifyClearsigned(text, binary(short))).verdict).toBe('expired')
  })

  test('is revoked when the key was withdrawn', async () => {
    const { publicKey } = await revokeKey({ key: key.privateKey, format: 'object' })
    expect((await verifyClearsigned(signed, publicKey.write())).verdict).toBe('revoked')
  })

  test('is weak for a SHA-1 signature', async () => {
    const text = await clearsign(key, {
      config: {
        preferredHashAlgorithm: enums.hash.sha1,
        rejectMessageHashAlgorithms: new Set(),
        rejectHashAlgorithms: new Set(),
      },
    })
    const found = await verifyClearsigned(text, binary(key))
    // openpgp may refuse to sign with SHA-1 at all and take a better one; then there is nothing weak to find
    expect(found.verdict).toBe(text.includes('SHA1') ? 'weak' : 'valid')
  })

  test('says that a signature is from the future, not that the file was changed', async () => {
    const text = await clearsign(key, { date: new Date(Date.now() + YEAR) })
    const found = await verifyClearsigned(text, binary(key))
    expect(found.verdict).toBe('bad')
    expect(found.message).toContain('future')
  })
})

import {
  config,
  createCleartextMessage,
  enums,
  generateKey,
  PacketList,
  revokeKey,
  Signature,
  SignaturePacket,
  sign,
  type PrivateKey,
  type PublicKey,
} from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyClearsigned } from './verify.ts'

const TEXT = '{\n "a": 1\n}\n'
const MINUTE = 60_000
const YEAR = 365 * 86_400_000
const LONG_AGO = new Date(Date.now() - 2 * YEAR)

type Pair = { privateKey: PrivateKey; publicKey: PublicKey }

const makeKey = (options: object = {}): Promise<Pair> =>
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

/** What SignaturePacket.sign takes in truth; its types are behind. */
type Sign = (key: unknown, content: object, date: Date, detached: boolean, use: object) => Promise<void>

/** A signature as `sign` makes none: with SHA-1, or with an end of its own. */
async function clearsignOddly({ privateKey }: Pair, odd: Partial<SignaturePacket>): Promise<string> {
  const packet = Object.assign(new SignaturePacket(), {
    signatureType: enums.signature.text,
    publicKeyAlgorithm: privateKey.keyPacket.algorithm,
    hashAlgorithm: enums.hash.sha512,
    ...odd,
  })
  const content = { getBytes: () => new TextEncoder().encode(TEXT) }
  const makeSignature: Sign = packet.sign.bind(packet) as unknown as Sign
  // no salt: there is none for SHA-1
  const use = { ...config, nonDeterministicSignaturesViaNotation: false }
  await makeSignature(privateKey.keyPacket, content, new Date(Date.now() - MINUTE), true, use)
  const packets = new PacketList<SignaturePacket>()
  packets.push(packet)
  const hash = odd.hashAlgorithm === enums.hash.sha1 ? 'SHA1' : 'SHA512'
  return `-----BEGIN PGP SIGNED MESSAGE-----\nHash: ${hash}\n\n${TEXT}\n${new Signature(packets).armor()}`
}

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
    [
      'an empty signature',
      '-----BEGIN PGP SIGNED MESSAGE-----\n\n{}\n-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n',
    ],
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

  test('is expired when a subkey signed that has expired since', async () => {
    const pair = await makeKey({ subkeys: [{ sign: true, keyExpirationTime: YEAR / 1000 }] })
    const text = await clearsign(pair, { date: new Date(LONG_AGO.getTime() + 1000) })
    expect((await verifyClearsigned(text, binary(pair))).verdict).toBe('expired')
  })

  test('is expired when the signature has ended, and valid before that', async () => {
    const until = async (seconds: number) => {
      const text = await clearsignOddly(key, {
        signatureExpirationTime: seconds,
        signatureNeverExpires: false,
      })
      return (await verifyClearsigned(text, binary(key))).verdict
    }
    expect(await until(30)).toBe('expired')
    expect(await until(3600)).toBe('valid')
  })

  test('is weak for a SHA-1 signature', async () => {
    const p256 = await makeKey({ curve: 'nistP256' })
    const text = await clearsignOddly(p256, { hashAlgorithm: enums.hash.sha1 })
    expect((await verifyClearsigned(text, binary(p256))).verdict).toBe('weak')
    expect((await verifyClearsigned(text.replace('"a": 1', '"a": 2'), binary(p256))).verdict).toBe('bad')
  })

  test('is valid when a subkey signed, and names the key it belongs to', async () => {
    const pair = await makeKey({ subkeys: [{ sign: true }] })
    const found = await verifyClearsigned(await clearsign(pair), binary(other, pair))
    expect([found.verdict, found.fingerprint]).toEqual([
      'valid',
      pair.publicKey.getFingerprint().toUpperCase(),
    ])
  })

  test('counts every signature of several, and names the key of the one it tells of', async () => {
    const twice = await clearsign(key, { signingKeys: [key.privateKey, other.privateKey] })
    const withBoth = await verifyClearsigned(twice, binary(other, key))
    expect([withBoth.verdict, withBoth.fingerprint]).toEqual([
      'valid',
      key.publicKey.getFingerprint().toUpperCase(),
    ])
    // gpgv refuses these too: "Can't check signature: No public key"
    for (const pair of [key, other]) {
      const found = await verifyClearsigned(twice, binary(pair))
      expect([found.verdict, found.fingerprint]).toEqual(['unknown-key', null])
    }
  })

  test.each([
    ['line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['blanks added at line ends', (text: string) => text.replace('"a": 1', '"a": 1  ')],
  ])('stays valid with %s', async (_, change) => {
    const { verdict, data } = await verifyClearsigned(change(signed), binary(key))
    expect([verdict, data]).toEqual(['valid', TEXT])
  })

  test.each([
    ['what is not signed at all', () => TEXT, 'not signed'],
    ['a file that ends too early', () => signed.slice(0, -80), 'damaged or cut off'],
    ['a signature from the future', (later: string) => later, 'in the future'],
    ['a changed file', () => signed.replace('"a": 1', '"a": 2'), 'was changed'],
  ])('says the true reason against %s', async (_, textOf, reason) => {
    const later = await clearsign(key, { date: new Date(Date.now() + YEAR) })
    const found = await verifyClearsigned(textOf(later), binary(key))
    expect(found.message).toContain(reason)
    expect(found.message.includes('was changed')).toBe(reason === 'was changed')
  })

  test('passes on a reason of another kind, as when the key is younger than the signature', async () => {
    const young = await makeKey({ date: new Date(Date.now() - 1000) })
    const old = await clearsignOddly(young, {})
    const found = await verifyClearsigned(old, binary(young))
    expect(found.verdict).toBe('bad')
    expect(found.message).toContain('cannot be trusted: ')
  })
})

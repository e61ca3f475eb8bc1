import { enums, type PrivateKey, reformatKey } from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Keyring, readKeyring } from './keyring.ts'
import {
  base64Of,
  binaryOf,
  bytesOf,
  clearsign,
  clearsignOddly,
  keyringOf,
  LONG_AGO,
  makeKey,
  MINUTE,
  type Pair,
  TEXT,
  YEAR,
} from '#testing/streams/signature-fixtures.ts'
import { UBUNTU_KEYRING } from '#testing/streams/ubuntu-keyring-fixture.ts'
import { verifyClearsigned } from './verify.ts'

let key: Pair
let other: Pair
let signed: string
let keyring: Keyring
beforeAll(async () => {
  key = await makeKey()
  other = await makeKey()
  signed = await clearsign(key)
  keyring = await keyringOf(other, key)
})

const fingerprintOf = ({ publicKey }: Pair) => publicKey.getFingerprint().toUpperCase()
const soonAfter = new Date(LONG_AGO.getTime() + 1000)

/** The verdict, whether MAAS accepts the file, and whether the signed part may be used. */
async function saidOf(text: string, keys: Keyring | null = keyring) {
  const { verdict, region, data } = await verifyClearsigned(text, keys)
  return [verdict, region.accepts, data]
}

describe('a good signature', () => {
  test('is valid, names the signer, and MAAS accepts it', async () => {
    expect(await verifyClearsigned(signed, keyring)).toEqual({
      verdict: 'valid',
      message: 'The signature is valid.',
      signer: 'Streams <streams@example.com>',
      fingerprint: fingerprintOf(key),
      known: null,
      region: { accepts: true, message: 'gpgv, which MAAS uses, accepts the signature.' },
      data: TEXT,
    })
  })

  test.each([
    ['RSA', { type: 'rsa', rsaBits: 2048, curve: undefined }],
    ['ECDSA', { curve: 'nistP256' }],
    ['a subkey', { subkeys: [{ sign: true }] }],
  ])('is valid with %s', async (_, options) => {
    const pair = await makeKey(options)
    const keys = await keyringOf(other, pair)
    expect(await saidOf(await clearsign(pair), keys)).toEqual(['valid', true, TEXT])
    expect((await verifyClearsigned(await clearsign(pair), keys)).fingerprint).toBe(fingerprintOf(pair))
  })

  test.each([
    ['armored blocks', () => bytesOf(other.publicKey.armor() + key.publicKey.armor())],
    ['base64', () => bytesOf(base64Of(binaryOf(other, key)))],
  ])('is valid with a keyring in %s, which MAAS cannot read', async (_, content) => {
    const found = await verifyClearsigned(signed, await readKeyring(content()))
    expect([found.verdict, found.region.accepts]).toEqual(['valid', false])
    expect(found.region.message).toContain('only binary keyrings')
  })

  test.each([
    ['line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['blanks added at line ends', (text: string) => text.replace('"a": 1', '"a": 1 \t')],
    ['text after it, which MAAS ignores', (text: string) => `${text}after`],
    ['its last line cut off', (text: string) => text.trimEnd().slice(0, -9)],
  ])('stays valid with %s', async (_, change) => {
    expect(await saidOf(change(signed))).toEqual(['valid', true, TEXT])
  })

  test.each([
    ['text before it', 'text before', (text: string) => `before\n${text}`],
    ['an empty line before it', 'text before', (text: string) => `\n${text}`],
    ['a byte order mark', 'byte order mark', (text: string) => `\uFEFF${text}`],
    ['no Hash header', 'no Hash header', (text: string) => text.replace(/Hash: .*\n/, '')],
    ['a Hash header in lower case', 'does not support', (text: string) => text.replace('SHA512', 'sha512')],
    ['a second signed part', 'several', (text: string) => text + text],
    ['a wrong checksum', 'checksum', (text: string) => text.replace(/\n=....\n/, '\n=AAAA\n')],
  ])('is valid with %s, but MAAS refuses it', async (_, reason, change) => {
    expect(await saidOf(change(signed))).toEqual(['valid', false, TEXT])
    expect((await verifyClearsigned(change(signed), keyring)).region.message).toContain(reason)
  })

  test('is valid if the key was extended after it signed', async () => {
    const short = await makeKey({ keyExpirationTime: (3 * YEAR) / 1000 })
    const text = await clearsign(short, { date: soonAfter })
    const prolonged = await reformatKey({
      privateKey: short.privateKey,
      userIDs: [{ name: 'Streams' }],
      keyExpirationTime: (5 * YEAR) / 1000,
      date: new Date(LONG_AGO.getTime() + YEAR),
      format: 'object',
    })
    expect(await saidOf(text, await keyringOf(prolonged))).toEqual(['valid', true, TEXT])
  })

  test('of a type that GnuPG 2.2 does not support is valid, but MAAS refuses it', async () => {
    const modern = await makeKey({ type: 'curve25519', curve: undefined })
    expect(await saidOf(await clearsign(modern), await keyringOf(modern))).toEqual(['valid', false, TEXT])
  })
})

describe('an unsigned text', () => {
  test.each([
    ['plain JSON', TEXT, 'not signed'],
    ['a web page', '<!doctype html><title>Log in</title>', 'not signed'],
    ['nothing', '', 'not signed'],
    [
      'a part that ends before its signature',
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{}\n',
      'cut off',
    ],
    [
      'a part with an empty signature',
      '-----BEGIN PGP SIGNED MESSAGE-----\n\n{}\n-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n',
      'cut off',
    ],
    [
      'a part with random text as its signature',
      '-----BEGIN PGP SIGNED MESSAGE-----\n\n{}\n-----BEGIN PGP SIGNATURE-----\n\nhello\n-----END PGP SIGNATURE-----\n',
      'cut off',
    ],
  ])('as %s, is unsigned, MAAS refuses it, and none of it is used', async (_, text, reason) => {
    expect(await saidOf(text)).toEqual(['unsigned', false, ''])
    expect(await saidOf(text, null)).toEqual(['unsigned', false, ''])
    expect((await verifyClearsigned(text, keyring)).message).toContain(reason)
  })

  test('as a file that was cut off, is unsigned wherever the cut was', async () => {
    const lines = signed.split('\n')
    for (let kept = 0; kept < lines.length - 3; kept++) {
      const [verdict, accepts, data] = await saidOf(lines.slice(0, kept).join('\n'))
      expect([verdict, accepts, data]).toEqual(['unsigned', false, ''])
    }
  })
})

describe('a signature that is not valid', () => {
  test('is bad if one byte of the file was changed', async () => {
    const changed = signed.replace('"a": 1', '"a": 2')
    const { verdict, message, region } = await verifyClearsigned(changed, keyring)
    expect([verdict, region.accepts]).toEqual(['bad', false])
    expect(message).toContain('was changed')
  })

  test('is of an unknown key if another key signed, and names the ID of that key', async () => {
    const found = await verifyClearsigned(signed, await keyringOf(other))
    expect(found).toMatchObject({ verdict: 'unknown-key', signer: null, fingerprint: null, known: null })
    expect(found.region).toEqual({ accepts: false, message: expect.stringContaining('keyring') })
    expect(found.message).toContain(fingerprintOf(key).slice(-16))
  })

  test('is of an unknown key if the keyring is that of Ubuntu', async () => {
    const ubuntu = await readKeyring(bytesOf(UBUNTU_KEYRING))
    expect((await verifyClearsigned(signed, ubuntu)).verdict).toBe('unknown-key')
  })

  test('is bad if a Hash header names another method, and MAAS refuses it', async () => {
    const text = signed.replace(/Hash: .*/, 'Hash: SHA1')
    expect(await saidOf(text)).toEqual(['bad', false, TEXT])
    expect((await verifyClearsigned(text, keyring)).message).toContain('Hash header')
  })

  test('is bad if it is dated before the key, and MAAS refuses it', async () => {
    const young = await makeKey({ date: new Date(Date.now() - 1000) })
    const old = await clearsignOddly(young, {})
    const found = await verifyClearsigned(old, await keyringOf(young))
    expect([found.verdict, found.region.accepts]).toEqual(['bad', false])
    expect(found.message).toContain('cannot be trusted: ')
  })

  test('is expired if the signature itself has expired, and MAAS refuses it', async () => {
    const until = (seconds: number) =>
      clearsignOddly(key, { signatureExpirationTime: seconds, signatureNeverExpires: false })
    expect(await saidOf(await until(30))).toEqual(['expired', false, TEXT])
    expect(await saidOf(await until(3600))).toEqual(['valid', true, TEXT])
  })

  test('is bad if the key is not for signing, and MAAS refuses it', async () => {
    const pair = await makeKey({ type: 'rsa', rsaBits: 2048, curve: undefined, subkeys: [{}] })
    const encrypting = pair.privateKey.subkeys[0]
    if (!encrypting) throw new Error('no subkey')
    const asKey = { keyPacket: encrypting.keyPacket } as unknown as PrivateKey
    const text = await clearsignOddly({ ...pair, privateKey: asKey }, {})
    const [verdict, accepts] = await saidOf(text, await keyringOf(pair))
    expect([verdict, accepts]).toEqual(['bad', false])
  })
})

describe('of several signatures', () => {
  let twice: string
  beforeAll(async () => {
    twice = await clearsign(key, { signingKeys: [key.privateKey, other.privateKey] })
  })

  test('each one counts, and the first of the worst is named', async () => {
    const found = await verifyClearsigned(twice, keyring)
    expect([found.verdict, found.fingerprint, found.region.accepts]).toEqual([
      'valid',
      fingerprintOf(key),
      true,
    ])
  })

  test('one of an unknown key is enough for a refusal, also by MAAS', async () => {
    for (const pair of [key, other]) {
      const found = await verifyClearsigned(twice, await keyringOf(pair))
      expect([found.verdict, found.fingerprint, found.region.accepts]).toEqual(['unknown-key', null, false])
    }
  })

  test('one of a type that is not for files is enough for a refusal', async () => {
    const odd = await clearsignOddly(key, { signatureType: enums.signature.standalone })
    expect(await saidOf(odd)).toEqual(['bad', false, TEXT])
  })
})

describe('without a keyring', () => {
  test('a signed file is unchecked and can be read, and only the region can check it', async () => {
    expect(await verifyClearsigned(signed, null)).toMatchObject({
      verdict: 'unchecked',
      signer: null,
      fingerprint: null,
      region: { accepts: null },
      data: TEXT,
    })
  })

  test('a file that MAAS refuses with any keyring is reported', async () => {
    expect(await saidOf(`\uFEFF${signed}`, null)).toEqual(['unchecked', false, TEXT])
  })
})

test('the age of a signature does not matter', async () => {
  const text = await clearsign(key, { date: new Date(LONG_AGO.getTime() + MINUTE) })
  expect(await saidOf(text)).toEqual(['valid', true, TEXT])
})

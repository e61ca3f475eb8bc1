import { armor, createMessage, enums, revokeKey, sign } from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { formatDay } from '#lib/time.ts'
import { DSA_KEY } from '#testing/streams/dsa-fixture.ts'
import { readKeyring } from './keyring.ts'
import { StreamError } from '#streams/stream-error.ts'
import {
  base64Of,
  binaryOf,
  bytesOf,
  clearsign,
  LONG_AGO,
  makeKey,
  type Pair,
  YEAR,
} from '#testing/streams/signature-fixtures.ts'
import { UBUNTU_KEYRING } from '#testing/streams/ubuntu-keyring-fixture.ts'

let one: Pair
let two: Pair
beforeAll(async () => {
  one = await makeKey()
  two = await makeKey({ userIDs: [{ name: 'Second', email: 'second@example.com' }] })
})

const fingerprint = ({ publicKey }: Pair) => publicKey.getFingerprint().toUpperCase()
const utf16 = (text: string) => {
  const units = Uint16Array.from(`\uFEFF${text}`, (char) => char.charCodeAt(0))
  return new Uint8Array(units.buffer)
}
const armour = (pair: Pair) => pair.publicKey.armor()
const wrapped = (text: string) => text.replace(/.{60}/g, '$&\r\n')
const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

describe('a keyring is read', () => {
  test.each<[string, 'binary' | 'armoured' | 'base64', () => Uint8Array]>([
    ['binary, with two keys after each other', 'binary', () => binaryOf(one, two)],
    ['armored in two blocks', 'armoured', () => bytesOf(armour(one) + armour(two))],
    [
      'armored in two blocks with nothing between',
      'armoured',
      () => bytesOf(armour(one).trim() + armour(two).trim()),
    ],
    [
      'armored in one block of two keys',
      'armoured',
      () => bytesOf(armor(enums.armor.publicKey, binaryOf(one, two))),
    ],
    [
      'armored with text around it, indented, with Windows line ends',
      'armoured',
      () =>
        bytesOf(
          `keyring: |\n${`${armour(one)}\nand\n${armour(two)}`.replaceAll(/^/gm, '  ')}\nend\n`.replaceAll(
            /\r?\n/g,
            '\r\n',
          ),
        ),
    ],
    ['armored behind a byte order mark', 'armoured', () => bytesOf(`\uFEFF${armour(one)}${armour(two)}`)],
    ['armored in UTF-16, as PowerShell writes it', 'armoured', () => utf16(armour(one) + armour(two))],
    ['base64 of the binary form', 'base64', () => bytesOf(base64Of(binaryOf(one, two)))],
    ['base64 with line ends', 'base64', () => bytesOf(`${wrapped(base64Of(binaryOf(one, two)))}\r\n`)],
    ['base64url without padding', 'base64', () => bytesOf(urlSafe(base64Of(binaryOf(one, two))))],
    ['base64 behind a byte order mark', 'base64', () => bytesOf(`\uFEFF${base64Of(binaryOf(one, two))}`)],
    ['base64 of armor', 'base64', () => bytesOf(base64Of(bytesOf(armour(one) + armour(two))))],
  ])('%s', async (_, form, content) => {
    const keyring = await readKeyring(content())
    expect(keyring.form).toBe(form)
    expect(keyring.facts.map((fact) => fact.fingerprint)).toEqual([fingerprint(one), fingerprint(two)])
    expect(keyring.bytes).toEqual(binaryOf(one, two))
    expect(keyring.notes).toHaveLength(form === 'binary' ? 0 : 1)
  })

  test('and its keys are listed with owner, type and date', async () => {
    const { facts } = await readKeyring(binaryOf(one))
    expect(facts).toEqual([
      {
        fingerprint: fingerprint(one),
        userId: 'Streams <streams@example.com>',
        algorithm: 'Ed25519',
        created: new Date(Math.floor(LONG_AGO.getTime() / 1000) * 1000).toISOString(),
        expires: null,
        revoked: false,
        known: null,
      },
    ])
  })

  test('even if they are too weak to be trusted', async () => {
    const { facts } = await readKeyring(bytesOf(DSA_KEY))
    expect(facts.map(({ algorithm, userId }) => [algorithm, userId])).toEqual([
      ['DSA 1024', 'Old DSA <dsa@example.com>'],
    ])
  })

  test.each([
    ['ECDSA nistP256', { type: 'ecc', curve: 'nistP256' }],
    ['RSA 2048', { type: 'rsa', rsaBits: 2048 }],
    ['Ed25519', { type: 'curve25519' }],
  ])('and %s has this name', async (name, options) => {
    const { facts } = await readKeyring(binaryOf(await makeKey({ curve: undefined, ...options })))
    expect(facts[0]?.algorithm).toBe(name)
  })

  test('Ubuntu’s own: both keys are named', async () => {
    const { facts, form, notes, bytes } = await readKeyring(bytesOf(UBUNTU_KEYRING))
    expect(facts.map(({ known, algorithm }) => [known, algorithm])).toEqual([
      ['Ubuntu’s older key for cloud images (UEC Image Automatic Signing Key, 2009)', 'RSA 4096'],
      ['Ubuntu’s key for cloud images (Ubuntu Cloud Image Builder, 2012)', 'RSA 4096'],
    ])
    expect([form, bytes.length, notes.length]).toEqual(['base64', 2444, 1])
    expect((await readKeyring(bytes)).notes).toEqual([])
  })

  test.each<[string, () => Uint8Array, 'as-is' | 'converted', string[]]>([
    ['armored and converted', () => bytesOf(armour(one)), 'converted', ['This page converts']],
    ['base64 and converted', () => bytesOf(base64Of(binaryOf(one))), 'converted', []],
    ['binary', () => binaryOf(one), 'as-is', []],
    ['armored in MAAS', () => bytesOf(armour(one)), 'as-is', ['MAAS can use a keyring only in binary form']],
    ['base64 in MAAS', () => bytesOf(base64Of(binaryOf(one))), 'as-is', ['MAAS can use a keyring only in']],
  ])('and its form is a problem only if MAAS has it in this form: %s', async (_, content, use, notes) => {
    expect((await readKeyring(content(), use)).notes).toEqual(
      notes.map((note) => expect.stringContaining(note)),
    )
  })

  test('and a note says that a key has expired, and when', async () => {
    const short = await makeKey({ keyExpirationTime: YEAR / 1000 })
    const { facts, notes } = await readKeyring(binaryOf(short, one))
    expect(facts[0]?.expires).toBe(
      new Date(Math.floor(LONG_AGO.getTime() / 1000) * 1000 + YEAR).toISOString(),
    )
    expect(notes).toEqual([
      expect.stringContaining(`expired on ${formatDay(facts[0]?.expires ?? null)}, but`),
    ])
  })

  test('and a note says that a key was revoked', async () => {
    const { publicKey } = await revokeKey({ key: one.privateKey, format: 'object' })
    const { facts, notes } = await readKeyring(publicKey.write())
    expect(facts[0]?.revoked).toBe(true)
    expect(notes).toEqual([expect.stringContaining('has been revoked')])
  })

  test('and line breaks or characters that change the text direction are not shown in the name of a key', async () => {
    const odd = await makeKey({ userIDs: [{ name: 'a\nb\u202Ec' }] })
    const { facts } = await readKeyring(binaryOf(odd))
    expect(facts[0]?.userId).toBe('a\uFFFDb\uFFFDc')
  })
})

describe('a file that is not a keyring is refused with what it is', () => {
  const keybox = Uint8Array.from([0, 0, 0, 32, 1, 1, 0, 2, ...bytesOf('KBXf'), ...new Uint8Array(20)])

  test.each<[string, string, () => Uint8Array | Promise<Uint8Array>]>([
    ['a keybox', 'keybox', () => keybox],
    ['a keybox as base64', 'keybox', () => bytesOf(base64Of(keybox))],
    ['nothing', 'empty', () => new Uint8Array()],
    ['blank lines', 'empty', () => bytesOf(' \n\n')],
    ['an armored private key', 'private key', () => bytesOf(one.privateKey.armor())],
    ['a binary private key', 'private key', () => one.privateKey.write()],
    [
      'a private key next to a public one',
      'private key',
      () => bytesOf(armour(two) + one.privateKey.armor()),
    ],
    ['a private key as base64', 'private key', () => bytesOf(base64Of(one.privateKey.write()))],
    [
      'an armored signature',
      'is a signature',
      async () => {
        const message = await createMessage({ text: 'x' })
        return bytesOf(await sign({ message, signingKeys: one.privateKey, detached: true }))
      },
    ],
    [
      'a binary signature',
      'is a signature',
      async () => {
        const message = await createMessage({ text: 'x' })
        return sign({ message, signingKeys: one.privateKey, detached: true, format: 'binary' })
      },
    ],
    ['a signed file', 'is a signed file', async () => bytesOf(await clearsign(one))],
    [
      'a message',
      'OpenPGP message',
      () => bytesOf('-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\n'),
    ],
    ['armor that is cut off', 'damaged or cut off', () => bytesOf(armour(one).slice(0, -120))],
    [
      'a second block that is cut off',
      'damaged or cut off',
      () => bytesOf(armour(one) + armour(two).slice(0, 200)),
    ],
    ['a binary key that is cut off', 'damaged or cut off', () => binaryOf(one).slice(0, 40)],
    ['a web page', 'web page', () => bytesOf('<!doctype html><title>Log in</title>')],
    ['the ID of a key', 'key ID', () => bytesOf('4A3C E3CD 565D 7EB5 C810  E2B9 7FF3 F408 476C F100\n')],
    ['a file name', 'keyring filename', () => bytesOf('/usr/share/keyrings/ubuntu.gpg\n')],
    ['base64 of something else', 'not an OpenPGP keyring', () => bytesOf('aGVsbG8gd29ybGQ=')],
    ['text that only looks like base64', 'not an OpenPGP keyring', () => bytesOf('aGVsb')],
    ['half a megabyte of equals signs', 'not an OpenPGP keyring', () => bytesOf('='.repeat(500_000) + 'x')],
    ['other text', 'not an OpenPGP keyring', () => bytesOf('ssh-ed25519 AAAAC3Nz me@example.com')],
    ['other bytes', 'not an OpenPGP keyring', () => Uint8Array.of(0xff, 1, 2, 3)],
    ['more than 1 MB', 'larger than 1 MB', () => new Uint8Array(1024 * 1024 + 1)],
  ])('%s', async (_, reason, content) => {
    const refusal: unknown = await readKeyring(await content()).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(StreamError)
    expect(String(refusal)).toContain(reason)
  })

  test('and so are more than 200 keys', async () => {
    const bytes = binaryOf(...Array.from({ length: 201 }, () => one))
    await expect(readKeyring(bytes)).rejects.toThrow('holds 201 keys')
  })
})

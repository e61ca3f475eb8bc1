import { createCleartextMessage, PacketList, readSignature, Signature, type SignaturePacket } from 'openpgp'
import { expect, test } from 'vitest'
import { clearsign, keyringOf, makeKey, type Pair } from '#testing/streams/signature-fixtures.ts'
import type { BeginDigest } from '#streams/signatures/text-digests.ts'
import { verifyClearsigned } from '#streams/signatures/verify.ts'
import { beginDigest } from './begin-digest.ts'

/** Counts how often the text is read. */
function counting() {
  const begun: string[] = []
  const count: BeginDigest = (algorithm, parts) => {
    begun.push(algorithm)
    return beginDigest(algorithm, parts)
  }
  return { begun, count }
}

/** A signed file with its signature repeated. */
async function repeated(pair: Pair, times: number): Promise<string> {
  const text = await clearsign(pair)
  const start = text.indexOf('-----BEGIN PGP SIGNATURE')
  const [packet] = (await readSignature({ armoredSignature: text.slice(start) })).packets
  if (!packet) throw new Error('It is not signed.')
  const packets = new PacketList<SignaturePacket>()
  for (let count = 0; count < times; count += 1) packets.push(packet)
  return text.slice(0, start) + new Signature(packets).armor()
}

test.each([
  ['Ed25519', {}],
  ['ECDSA', { curve: 'nistP256' }],
  ['RSA', { type: 'rsa', rsaBits: 2048, curve: undefined }],
])('a good signature with %s is valid and a changed text is not, with either digest', async (_, options) => {
  const pair = await makeKey(options)
  const keyring = await keyringOf(pair)
  const text = await clearsign(pair)
  const changed = text.replace('"a": 1', '"a": 2')
  for (const begin of [undefined, beginDigest]) {
    expect((await verifyClearsigned(text, keyring, begin)).verdict).toBe('valid')
    expect((await verifyClearsigned(changed, keyring, begin)).verdict).toBe('bad')
  }
})

test.each([
  ['a surrogate pair at the border of two parts', `${'x'.repeat(999_999)}\u{1f511}${'y'.repeat(999_999)}`],
  ['lines of all kinds', '- a dash\n-\n\n  {\n\u{1f511} ä\n'.repeat(80_000)],
])('a text that is digested in several parts is verified as a whole: %s', async (_, start) => {
  const text = `${start}end`
  const pair = await makeKey()
  const file = await clearsign(pair, { message: await createCleartextMessage({ text }) })
  const keyring = await keyringOf(pair)
  const { data, verdict } = await verifyClearsigned(file, keyring, beginDigest)
  expect([verdict, data === text]).toEqual(['valid', true])
  const changed = file.replace('end\n-----BEGIN', 'End\n-----BEGIN')
  expect((await verifyClearsigned(changed, keyring, beginDigest)).verdict).toBe('bad')
})

test('the text is digested once for all its signatures, also when it was changed', async () => {
  const pair = await makeKey()
  const text = await repeated(pair, 8)
  for (const [file, verdict] of [
    [text, 'valid'],
    [text.replace('"a": 1', '"a": 2'), 'bad'],
  ] as const) {
    const { begun, count } = counting()
    expect((await verifyClearsigned(file, await keyringOf(pair), count)).verdict).toBe(verdict)
    expect(begun).toEqual(['sha512'])
  }
})

test('none of more than 8 signatures is checked: only the region can check them', async () => {
  const pair = await makeKey()
  const { begun, count } = counting()
  const found = await verifyClearsigned(await repeated(pair, 150), await keyringOf(pair), count)
  expect([found.verdict, found.region.accepts]).toEqual(['bad', null])
  expect(found.message).toContain('more than 8 signatures')
  expect(begun).toEqual([])
})

import { enums, revokeKey, type SecretKeyPacket } from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { DSA_KEY, DSA_SIGNED } from '#testing/streams/dsa-fixture.ts'
import { type Keyring, readKeyring } from './keyring.ts'
import {
  bytesOf,
  clearsign,
  clearsignOddly,
  keyringOf,
  LONG_AGO,
  makeKey,
  type Pair,
  TEXT,
  YEAR,
} from '#testing/streams/signature-fixtures.ts'
import { verifyClearsigned } from './verify.ts'

let key: Pair
let signed: string
beforeAll(async () => {
  key = await makeKey()
  signed = await clearsign(key)
})

const soonAfter = new Date(LONG_AGO.getTime() + 1000)
const expiring = { keyExpirationTime: YEAR / 1000 }

describe('a signature that MAAS accepts, because gpgv does', () => {
  const verdictOf = async (text: string, keys: Keyring) => {
    const { verdict, region, data } = await verifyClearsigned(text, keys)
    expect(region.message).toContain('MAAS accepts the file anyway')
    expect(data).toBe(TEXT)
    return [verdict, region.accepts]
  }

  test('is expired if the key has expired after it signed', async () => {
    const short = await makeKey(expiring)
    const text = await clearsign(short, { date: soonAfter })
    expect(await verdictOf(text, await keyringOf(short))).toEqual(['expired', true])
  })

  test('is expired if the key had expired before it signed', async () => {
    const short = await makeKey(expiring)
    expect(await verdictOf(await clearsignOddly(short, {}), await keyringOf(short))).toEqual([
      'expired',
      true,
    ])
  })

  test('is expired if the subkey that signed has expired', async () => {
    const pair = await makeKey({ subkeys: [{ sign: true, ...expiring }] })
    const text = await clearsign(pair, { date: soonAfter })
    expect(await verdictOf(text, await keyringOf(pair))).toEqual(['expired', true])
  })

  test('is revoked if the key was revoked', async () => {
    const { publicKey } = await revokeKey({ key: key.privateKey, format: 'object' })
    expect(await verdictOf(signed, await readKeyring(publicKey.write()))).toEqual(['revoked', true])
  })

  test('is revoked even if the keyring also holds the key without its revocation', async () => {
    const { publicKey } = await revokeKey({ key: key.privateKey, format: 'object' })
    const both = Uint8Array.from([...key.publicKey.write(), ...publicKey.write()])
    const keyring = await readKeyring(both)
    expect(keyring.facts.map(({ revoked }) => revoked)).toEqual([true])
    expect(await verdictOf(signed, keyring)).toEqual(['revoked', true])
  })

  test.each([enums.reasonForRevocation.keyRetired, enums.reasonForRevocation.keySuperseded])(
    'is revoked if the key was revoked after it signed, even for the harmless reason %i',
    async (flag) => {
      const { publicKey } = await revokeKey({
        key: key.privateKey,
        reasonForRevocation: { flag, string: 'a new one' },
        format: 'object',
      })
      const earlier = await clearsign(key, { date: soonAfter })
      expect(await verdictOf(earlier, await readKeyring(publicKey.write()))).toEqual(['revoked', true])
    },
  )

  test.each([enums.reasonForRevocation.noReason, enums.reasonForRevocation.keyRetired])(
    'is revoked if the subkey that signed was revoked, for the reason %i',
    async (flag) => {
      const pair = await makeKey({ subkeys: [{ sign: true }] })
      const text = await clearsign(pair, { date: soonAfter })
      const [subkey] = pair.privateKey.subkeys
      const revoked = await subkey?.revoke(pair.privateKey.keyPacket as SecretKeyPacket, { flag })
      pair.privateKey.subkeys = revoked ? [revoked] : []
      const publicKey = pair.privateKey.toPublic()
      expect(await verdictOf(text, await readKeyring(publicKey.write()))).toEqual(['revoked', true])
    },
  )

  test('is bad if it is dated in the future', async () => {
    const later = await clearsign(key, { date: new Date(Date.now() + YEAR) })
    const keyring = await keyringOf(key)
    expect(await verdictOf(later, keyring)).toEqual(['bad', true])
    expect((await verifyClearsigned(later, keyring)).message).toContain('in the future')
  })

  test('is weak if it is made with SHA-1', async () => {
    const p256 = await makeKey({ curve: 'nistP256' })
    const text = await clearsignOddly(p256, { hashAlgorithm: enums.hash.sha1 })
    const keys = await keyringOf(p256)
    expect(await verdictOf(text, keys)).toEqual(['weak', true])
    const changed = await verifyClearsigned(text.replace('"a": 1', '"a": 2'), keys)
    expect([changed.verdict, changed.region.accepts]).toEqual(['bad', false])
  })

  test('is weak if the RSA key is short', async () => {
    const config = { minRSABits: 1024 }
    const short = await makeKey({ type: 'rsa', rsaBits: 1024, curve: undefined, config })
    expect(await verdictOf(await clearsign(short, { config }), await keyringOf(short))).toEqual([
      'weak',
      true,
    ])
  })

  test('is weak if the key is DSA', async () => {
    const dsa = await readKeyring((await readKeyring(bytesOf(DSA_KEY))).bytes)
    const found = await verifyClearsigned(DSA_SIGNED, dsa)
    expect([found.verdict, found.region.accepts]).toEqual(['weak', true])
    const changed = await verifyClearsigned(DSA_SIGNED.replace('index:1.0', 'index:1.1'), dsa)
    expect(changed.region.accepts).toBe(false)
  })
})

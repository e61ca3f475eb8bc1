import { hkdfSync } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { expect, test } from 'vitest'
import { createSealer } from './sealer.ts'

const SECRET = 'a secret for tests, long enough to seal with'
const REGION = 'http://maas.example.com:5240/MAAS'
const NOW = Date.parse('2026-11-23T09:00:00Z')

test('the key is the one that HKDF of node:crypto derives, so that cookies of earlier versions still open', async () => {
  const key = new Uint8Array(hkdfSync('sha256', SECRET, '', 'MAAS Images session 1', 32))
  const sealed = await new EncryptJWT({ user: 'admin' })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setAudience(REGION)
    .setIssuedAt(new Date(NOW))
    .setExpirationTime(new Date(NOW + 60_000))
    .encrypt(key)
  const sealerFor = (purpose: string) =>
    createSealer({ secret: SECRET, purpose, region: REGION, now: () => NOW })
  expect(await (await sealerFor('session 1')).open(sealed)).toMatchObject({ user: 'admin', aud: REGION })
  expect(await (await sealerFor('device 1')).open(sealed)).toBeNull()
})

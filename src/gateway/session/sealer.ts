import { hkdfSync } from 'node:crypto'
import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose'
import { SHORTEST_SECRET } from './session-secret.ts'

type Needs = {
  /** 32 letters or more. */
  readonly secret: string
  /** What it seals; something sealed for one purpose does not open for another. */
  readonly purpose: string
  /** The address of the MAAS; something sealed for one does not open for another. */
  readonly region: string
  /** Wall clock, ms. */
  readonly now: () => number
}

/**
 * Seals claims so that only a holder of the secret can read or make them (JWE, AES-256-GCM, by jose). Every seal is
 * another text.
 * @throws Error when the secret is shorter than 32 letters
 */
export async function createSealer({ secret, purpose, region, now }: Needs) {
  if (secret.length < SHORTEST_SECRET)
    throw new Error(`The secret for sessions must have at least ${SHORTEST_SECRET} letters.`)
  const derived = hkdfSync('sha256', secret, '', `MAAS Images ${purpose}`, 32)
  // imported once: jose would do it for every request
  const key = await crypto.subtle.importKey('raw', derived, 'AES-GCM', false, ['encrypt', 'decrypt'])

  return {
    /** `expires`: ms. */
    seal: (claims: JWTPayload, expires: number): Promise<string> =>
      new EncryptJWT(claims)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(region)
        .setIssuedAt(new Date(now()))
        .setExpirationTime(new Date(expires))
        .encrypt(key),
    /** The claims; null: not one of ours, changed on the way, or expired. */
    async open(sealed: string): Promise<JWTPayload | null> {
      const opened = await jwtDecrypt(sealed, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        audience: region,
        currentDate: new Date(now()),
      }).catch(() => null)
      return opened?.payload ?? null
    },
  }
}

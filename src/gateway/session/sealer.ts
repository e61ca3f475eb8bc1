import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose'

/** Shorter secrets could be guessed. */
export const SHORTEST_SECRET = 32

type Needs = {
  /** 32 characters or more. */
  readonly secret: string
  /** Claims sealed for one purpose do not open for another. */
  readonly purpose: string
  /** The address of the MAAS; claims sealed for one MAAS do not open for another. */
  readonly region: string
  /** Wall clock, ms. */
  readonly now: () => number
}

/**
 * Seals claims so that only a holder of the secret can read or make them (JWE, AES-256-GCM, by jose). Sealing the same
 * claims twice gives different texts.
 * @throws Error when the secret is shorter than 32 characters
 */
export async function createSealer({ secret, purpose, region, now }: Needs) {
  if (secret.length < SHORTEST_SECRET)
    throw new Error(`The secret for sessions must have at least ${SHORTEST_SECRET} characters.`)
  // once: jose would import a key for every request
  const key = await keyOf(secret, purpose)

  return {
    /** `expires`: ms. */
    seal: (claims: JWTPayload, expires: number): Promise<string> =>
      new EncryptJWT(claims)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(region)
        .setIssuedAt(new Date(now()))
        .setExpirationTime(new Date(expires))
        .encrypt(key),
    /** The claims; null: not sealed by us, changed, or expired. */
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

/** HKDF with SHA-256 and without a salt, as node:crypto's hkdfSync does it. */
async function keyOf(secret: string, purpose: string): Promise<CryptoKey> {
  const encoder = new TextEncoder()
  const base = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveKey'])
  const info = encoder.encode(`MAAS Images ${purpose}`)
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  return crypto.subtle.deriveKey(hkdf, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

import { hkdfSync } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import * as z from 'zod/mini'
import type { ApiKey } from './oauth.ts'
import { SHORTEST_SECRET } from './session-secret.ts'

/** What a sealed cookie holds. `expires`: ms. */
export type Sealed = {
  readonly key: ApiKey
  readonly user: { readonly username: string; readonly admin: boolean }
  readonly expires: number
}

const word = z.string().check(z.minLength(1))
const claims = z.object({
  key: z.object({ consumer: word, token: word, secret: word }),
  user: z.object({ username: z.string(), admin: z.boolean() }),
  exp: z.int(),
})

/**
 * Seals sessions so that only who has the secret can read or make them (JWE, AES-256-GCM, by jose). `region`: the
 * address of the MAAS they are for; a session for another one does not open, so that no key goes to a MAAS that it is
 * not of. Every seal is another text.
 * @throws Error when the secret is shorter than 32 letters
 */
export async function createSeal(secret: string, region: string, now: () => number) {
  if (secret.length < SHORTEST_SECRET)
    throw new Error(`The secret for sessions must have at least ${SHORTEST_SECRET} letters.`)
  const derived = hkdfSync('sha256', secret, '', 'MAAS Images session 1', 32)
  // imported once: jose would do it for every request
  const key = await crypto.subtle.importKey('raw', derived, 'AES-GCM', false, ['encrypt', 'decrypt'])

  return {
    seal: ({ key: apiKey, user, expires }: Sealed): Promise<string> =>
      new EncryptJWT({ key: apiKey, user })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(region)
        .setIssuedAt(new Date(now()))
        .setExpirationTime(new Date(expires))
        .encrypt(key),
    /** null: not one of ours, changed on the way, or expired. */
    async open(sealed: string): Promise<Sealed | null> {
      const opened = await jwtDecrypt(sealed, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        audience: region,
        currentDate: new Date(now()),
      }).catch(() => null)
      const parsed = claims.safeParse(opened?.payload)
      if (!parsed.success) return null
      const { key: apiKey, user, exp } = parsed.data
      return { key: apiKey, user, expires: exp * 1000 }
    },
  }
}

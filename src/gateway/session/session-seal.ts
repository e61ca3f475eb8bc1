import * as z from 'zod/mini'
import type { ApiKey } from '#gateway/region/oauth.ts'
import { createSealer } from './sealer.ts'

/** The content of a sealed cookie. `expires`: ms. */
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
 * Seals sessions. `region`: the address of their MAAS; a session for another MAAS does not open, so that a key is never
 * sent to the wrong MAAS.
 * @throws Error when the secret is shorter than 32 characters
 */
export async function createSeal(secret: string, region: string, now: () => number) {
  const sealer = await createSealer({ secret, purpose: 'session 1', region, now })
  return {
    seal: ({ key, user, expires }: Sealed): Promise<string> => sealer.seal({ key, user }, expires),
    /** null: not sealed by us, changed, or expired. */
    async open(sealed: string): Promise<Sealed | null> {
      const parsed = claims.safeParse(await sealer.open(sealed))
      if (!parsed.success) return null
      const { key, user, exp } = parsed.data
      return { key, user, expires: exp * 1000 }
    },
  }
}

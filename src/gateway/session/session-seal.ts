import * as z from 'zod/mini'
import type { ApiKey } from '#gateway/region/oauth.ts'
import { createSealer } from './sealer.ts'

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
 * Seals sessions. `region`: the address of the MAAS they are for; a session for another one does not open, so that no
 * key goes to a MAAS that it is not of.
 * @throws Error when the secret is shorter than 32 letters
 */
export async function createSeal(secret: string, region: string, now: () => number) {
  const sealer = await createSealer({ secret, purpose: 'session 1', region, now })
  return {
    seal: ({ key, user, expires }: Sealed): Promise<string> => sealer.seal({ key, user }, expires),
    /** null: not one of ours, changed on the way, or expired. */
    async open(sealed: string): Promise<Sealed | null> {
      const parsed = claims.safeParse(await sealer.open(sealed))
      if (!parsed.success) return null
      const { key, user, exp } = parsed.data
      return { key, user, expires: exp * 1000 }
    },
  }
}

import * as z from 'zod/mini'

/* Who the page speaks to MAAS as. Only the gateway ever holds the key: no answer has it. */

const text = z.string().check(z.maxLength(2_000))

/** `GET`, `POST` (sign in) and `DELETE` (sign out) of `/gateway/session`: all three answer this, with 200. */
export const session = z.object({
  /** signed-out with another way than `sign-in`: MAAS does not accept the key the gateway was started with. */
  state: z.enum(['signed-in', 'signed-out']),
  /** sign-in: each person with a password or key of their own. fixed-key, embedded: there is no sign-in. */
  way: z.enum(['sign-in', 'fixed-key', 'embedded']),
  /** null: signed out, or the region cannot be asked about a fixed key (then `region.trouble` says why). */
  user: z.nullable(z.object({ username: text, admin: z.boolean() })),
  region: z.object({
    /** `http://maas.example.com:5240/MAAS` */
    address: text,
    /** "3.5.13", known without a key; null: the region does not say it. */
    version: z.nullable(text),
    /** Why the region cannot be asked now, in a sentence; null: it answers. */
    trouble: z.nullable(text),
  }),
  /** ISO time when the session ends by itself; null: it does not, or there is none. */
  expires: z.nullable(text),
})
export type Session = z.infer<typeof session>

/** Body of `POST /gateway/session`. The key reads `consumer:token:secret`. */
export const credentials = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('password'),
    username: text.check(z.minLength(1)),
    password: text.check(z.minLength(1)),
  }),
  z.object({ kind: z.literal('api-key'), key: text.check(z.minLength(1)) }),
])
export type Credentials = z.infer<typeof credentials>

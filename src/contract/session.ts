import * as z from 'zod/mini'

/* The session of the page. Only the gateway has the API key: no answer contains it. */

const text = z.string().check(z.maxLength(2_000))

/** `GET`, `POST` (sign in) and `DELETE` (sign out) of `/gateway/session`: all three answer this, with 200. */
export const session = z.object({
  /** signed-out with a `way` other than `sign-in`: MAAS does not accept the key the gateway was started with. */
  state: z.enum(['signed-in', 'signed-out']),
  /** sign-in: each user with their own password or key. fixed-key, embedded: there is no sign-in. */
  way: z.enum(['sign-in', 'fixed-key', 'embedded']),
  /** null: signed out, or the user of a fixed key cannot be read from the region (then `region.error` says why). */
  user: z.nullable(z.object({ username: text, admin: z.boolean() })),
  region: z.object({
    /** `http://maas.example.com:5240/MAAS` */
    address: text,
    /** "3.5.13", readable without a key; null: not known. */
    version: z.nullable(text),
    /** A sentence that explains why the region does not answer; null: it answers. */
    error: z.nullable(text),
  }),
  /** ISO time when the session expires; null: it does not, or there is none. */
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

import { LRUCache } from 'lru-cache'
import type { Session } from '#contract/session.ts'
import { type ApiKey, parseApiKey } from '#gateway/region/oauth.ts'
import { Refusal } from '#gateway/refusal.ts'
import { createSessionCookie } from './session-cookie.ts'
import { createSeal, type Sealed } from './session-seal.ts'

/** Where the gateway gets its API keys from. */
export type KeyAccess =
  /** One key (consumer:token:secret) for anyone who can reach the gateway. */
  | { readonly kind: 'fixed'; readonly apiKey: string }
  /** Users sign in. A cookie sealed with `secret` (32 characters or more) holds their key for 12 hours. */
  | {
      readonly kind: 'sign-in'
      readonly secret: string
      readonly hours?: number
      /** The page comes over TLS. */
      readonly secure: boolean
    }

/** The sender of a request, and their key, if any. */
export type Visitor = {
  readonly key: ApiKey | null
  /** As MAAS reported at sign-in; null: signed out, or a fixed key. */
  readonly user: Sealed['user'] | null
  /** ms; null: does not expire. */
  readonly expires: number | null
  /** The browser has a cookie that is invalid or expired. */
  readonly stale: boolean
}

export type Sessions = {
  readonly way: Session['way']
  /** The sender of this Cookie header. */
  visitor(cookie: string | undefined): Promise<Visitor>
  /** Starts a session: its Set-Cookie header, and when it ends, ms. Throws a Refusal if there is no sign-in. */
  begin(key: ApiKey, user: Sealed['user']): Promise<{ readonly cookie: string; readonly expires: number }>
  /** The Set-Cookie header that ends a session; null: there is no sign-in. */
  readonly end: string | null
}
export type Needs = {
  readonly embedded: boolean
  /** The address of the MAAS that sessions are for. */
  readonly region: string
  readonly now: () => number
  /** Path of the page, with a slash at both ends. */
  readonly path?: string
}

const HOURS = 12
/** Decrypted cookies that are kept, because decrypting one takes longer than the rest of a read. */
const MAX_OPENED = 64
const SIGNED_OUT: Visitor = { key: null, user: null, expires: null, stale: false }

/** Rejects when the API key is malformed or the secret is too short. */
export async function createSessions(credentials: KeyAccess, needs: Needs): Promise<Sessions> {
  return credentials.kind === 'fixed' ? fixed(credentials, needs) : signIn(credentials, needs)
}

function fixed({ apiKey }: Extract<KeyAccess, { kind: 'fixed' }>, { embedded }: Needs): Sessions {
  const key = parseApiKey(apiKey)
  if (!key) throw new Error('The MAAS API key must have the form consumer:token:secret.')
  return {
    way: embedded ? 'embedded' : 'fixed-key',
    visitor: async () => ({ ...SIGNED_OUT, key }),
    begin: () => Promise.reject(noSignIn()),
    end: null,
  }
}

async function signIn(
  { secret, hours = HOURS, secure }: Extract<KeyAccess, { kind: 'sign-in' }>,
  { embedded, region, now, path = '/' }: Needs,
): Promise<Sessions> {
  const seal = await createSeal(secret, region, now)
  const cookie = createSessionCookie({ region: embedded ? 'embedded' : region, secure, path })
  const opened = new LRUCache<string, Sealed>({ max: MAX_OPENED })

  async function open(value: string): Promise<Sealed | null> {
    const sealed = opened.get(value) ?? (await seal.open(value))
    if (!sealed || sealed.expires <= now()) {
      opened.delete(value)
      return null
    }
    opened.set(value, sealed)
    return sealed
  }

  return {
    way: 'sign-in',
    async visitor(header) {
      const value = cookie.read(header)
      if (value === null) return SIGNED_OUT
      const sealed = await open(value)
      return sealed ? { ...sealed, stale: false } : { ...SIGNED_OUT, stale: true }
    },
    async begin(key, user) {
      const seconds = Math.round(hours * 3_600)
      // jose keeps whole seconds
      const expires = (Math.floor(now() / 1000) + seconds) * 1000
      return { cookie: cookie.set(await seal.seal({ key, user, expires }), seconds), expires }
    },
    end: cookie.clear,
  }
}

export const noSignIn = () =>
  new Refusal(403, 'forbidden', 'This gateway uses a fixed API key, so users cannot sign in or out.')

export const signedOut = () =>
  new Refusal(401, 'signed-out', 'You are not signed in, or your session has ended. Sign in to continue.')

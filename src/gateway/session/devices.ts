import { randomBytes } from '@noble/hashes/utils.js'
import * as z from 'zod/mini'
import { toBase64Url } from '#lib/text/base64.ts'
import { createSealer } from './sealer.ts'
import { createSessionCookie } from './session-cookie.ts'
import type { KeyAccess, Needs } from './sessions.ts'

/** A browser that has signed in before. */
type Device = {
  /** Random, made at that sign-in. */
  readonly id: string
  /** The users it has signed in as: what `claimedBy` returned for that sign-in. */
  readonly names: readonly string[]
}
export type Devices = {
  /** The browser that sent this Cookie header; null: without a device cookie of this gateway and region. */
  of(cookie: string | undefined): Promise<Device | null>
  /** The Set-Cookie header for a browser that has just signed in as these names; null: there is no sign-in. */
  begin(names: readonly string[]): Promise<string | null>
}

/** Browsers keep cookies for at most 400 days. */
const DAYS = 365
const claims = z.object({ jti: z.string().check(z.minLength(1)), names: z.array(z.string()) })

/**
 * Device cookies: they sign no one in and only decide which limit a wrong password counts against. They are sealed with
 * the secret for sessions, have the attributes of session cookies, and stay after sign-out.
 * Rejects when the secret is too short.
 */
export async function createDevices(credentials: KeyAccess, needs: Needs): Promise<Devices> {
  if (credentials.kind === 'fixed') return { of: async () => null, begin: async () => null }
  const { secret, secure } = credentials
  const { embedded, region, now, path = '/' } = needs
  const sealer = await createSealer({ secret, purpose: 'device 1', region, now })
  const cookie = createSessionCookie({
    region: embedded ? 'embedded' : region,
    secure,
    path,
    kind: 'device-',
  })

  return {
    async of(header) {
      const value = cookie.read(header)
      const parsed = claims.safeParse(value ? await sealer.open(value) : null)
      return parsed.success ? { id: parsed.data.jti, names: parsed.data.names } : null
    },
    async begin(names) {
      const seconds = DAYS * 86_400
      const id = toBase64Url(randomBytes(16))
      const sealed = await sealer.seal({ jti: id, names: [...new Set(names)] }, now() + seconds * 1_000)
      return cookie.set(sealed, seconds)
    },
  }
}

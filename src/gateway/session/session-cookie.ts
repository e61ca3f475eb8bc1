import { createHash } from 'node:crypto'

/** How the cookie of a session is named and guarded. */
export type CookieRules = {
  /** The address of the MAAS that sessions are for: gateways of several on one host do not take each other's. */
  readonly region: string
  /** The page comes over TLS: then no other host and no plain connection can set this cookie. */
  readonly secure: boolean
  /** Where the page lives, with a slash at both ends; a `__Host-` cookie is always for all of the host. */
  readonly path?: string
  /** What stands in its name, for a cookie that is no session: `device-`. */
  readonly kind?: string
}

/** Larger than any of ours. */
const LONGEST = 8_192

export function createSessionCookie({ region, secure, path = '/', kind = '' }: CookieRules) {
  const own = createHash('sha256').update(region).digest('hex').slice(0, 8)
  const name = `${secure ? '__Host-' : ''}maas-images-${kind}${own}`
  const guards = ['HttpOnly', 'SameSite=Strict', `Path=${secure ? '/' : path}`, ...(secure ? ['Secure'] : [])]
  const cookie = (value: string, seconds: number) =>
    [`${name}=${value}`, ...guards, `Max-Age=${seconds}`].join('; ')

  return {
    name,
    /** A Set-Cookie header. */
    set: (value: string, seconds: number) => cookie(value, seconds),
    /** The Set-Cookie header that takes it away. */
    clear: cookie('', 0),
    /**
     * The value in a Cookie header; null: none. '': there is one that cannot be ours, also when there are two, for
     * then one was put there by someone else.
     */
    read(header: string | undefined): string | null {
      const values = (header ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1))
      const [value] = values
      if (value === undefined) return null
      return values.length > 1 || value.length > LONGEST || !/^[\w.-]+$/.test(value) ? '' : value
    },
  }
}

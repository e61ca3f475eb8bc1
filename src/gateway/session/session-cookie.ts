import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** Name and attributes of a session cookie. */
export type CookieRules = {
  /** The address of the MAAS: gateways for several MAAS on one host use different cookies. */
  readonly region: string
  /** The page comes over TLS: then other hosts and plain connections cannot set this cookie. */
  readonly secure: boolean
  /** Path of the page, with a slash at both ends; a `__Host-` cookie is always for the whole host. */
  readonly path?: string
  /** Part of the name, for a cookie that is not a session: `device-`. */
  readonly kind?: string
}

/** Longer than any of our cookies. */
const LONGEST = 8_192

export function createSessionCookie({ region, secure, path = '/', kind = '' }: CookieRules) {
  const own = bytesToHex(sha256(utf8ToBytes(region))).slice(0, 8)
  const name = `${secure ? '__Host-' : ''}maas-images-${kind}${own}`
  const attributes = [
    'HttpOnly',
    'SameSite=Strict',
    `Path=${secure ? '/' : path}`,
    ...(secure ? ['Secure'] : []),
  ]
  const cookie = (value: string, seconds: number) =>
    [`${name}=${value}`, ...attributes, `Max-Age=${seconds}`].join('; ')

  return {
    name,
    /** A Set-Cookie header. */
    set: (value: string, seconds: number) => cookie(value, seconds),
    /** The Set-Cookie header that deletes it. */
    clear: cookie('', 0),
    /**
     * The value in a Cookie header; null: there is none. '': it cannot be ours, or there are two, and someone else has
     * set one of them.
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

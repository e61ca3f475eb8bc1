import { haveSameSecret, isCsrfToken } from './csrf.ts'

/* The two cookies of a MAAS session, and what MAAS's web framework checks about them. */

const SESSION = 'sessionid'
const CSRF = 'csrftoken'
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

function cookieOf({ headers }: Request, wanted: string): string | null {
  for (const cookie of (headers.get('Cookie') ?? '').split(';')) {
    const [name = '', ...value] = cookie.trim().split('=')
    if (name === wanted) return value.join('=')
  }
  return null
}

export const sessionIdOf = (request: Request) => cookieOf(request, SESSION)

/** A token that MAAS may have made. null: there is none. */
export function csrfTokenOf(request: Request): string | null {
  const token = cookieOf(request, CSRF)
  return token !== null && isCsrfToken(token) ? token : null
}

/**
 * Recorded from 3.5.13: a session cookie, even a stale one, makes MAAS require a CSRF token to write, despite a valid
 * signature. The header and the cookie must have the same secret; where the request came from does not count over HTTP.
 */
export function failsCsrfCheck(request: Request): boolean {
  if (SAFE_METHODS.includes(request.method) || sessionIdOf(request) === null) return false
  const token = csrfTokenOf(request)
  return token === null || !haveSameSecret(request.headers.get('X-CSRFToken') ?? '', token)
}

type Lasting = { name: 'session' | 'csrf'; value: string; now: number; seconds: number }

/** A `Set-Cookie` header. `now` in ms. */
export function setCookie({ name, value, now, seconds }: Lasting): string {
  const expires = new Date(now + seconds * 1000).toUTCString()
  const isSession = name === 'session'
  const parts = [
    `${isSession ? SESSION : CSRF}=${value}`,
    `expires=${expires}`,
    ...(isSession ? ['HttpOnly'] : []),
    `Max-Age=${seconds}`,
    'Path=/',
    'SameSite=Lax',
  ]
  return parts.join('; ')
}

/** A `Set-Cookie` header that makes the client forget its session. */
export const FORGET_SESSION = `${SESSION}=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax`

import { readPostForm } from '#simulator/http/form.ts'
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
 * signature. What was sent and the cookie must have the same secret; where the request came from does not count over
 * HTTP.
 */
export async function failsCsrfCheck(request: Request): Promise<boolean> {
  if (SAFE_METHODS.includes(request.method) || sessionIdOf(request) === null) return false
  const token = csrfTokenOf(request)
  return token === null || !haveSameSecret(await sentToken(request), token)
}

/** Read from the code of Django 3.2: a field of a posted form counts before the header, unless it is empty. */
async function sentToken(request: Request): Promise<string> {
  const form = request.method === 'POST' ? await readPostForm(request.clone()) : null
  return form?.text('csrfmiddlewaretoken') || (request.headers.get('X-CSRFToken') ?? '')
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

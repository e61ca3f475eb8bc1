import { http, type HttpHandler } from 'msw'
import { csrfPage, page, pythonJson } from '#simulator/http/answers.ts'
import { readPostForm } from '#simulator/http/form.ts'
import type { Region } from '#simulator/rules/region.ts'
import { SESSION_SECONDS } from '#simulator/state/sessions.ts'
import { csrfTokenOf, failsCsrfCheck, FORGET_SESSION, sessionIdOf, setCookie } from './cookies.ts'
import { maskedAgain, newCsrfToken } from './csrf.ts'

/* Where browsers sign in and out. */

/** A year without a day, in seconds: recorded from 3.5.13. */
const CSRF_SECONDS = 31_449_600

export const signIn = (region: Region): HttpHandler[] => [
  http.all(/\/MAAS\/accounts\/login\/$/, ({ request }) =>
    request.method === 'POST' ? login(region, request) : loginState(region, request),
  ),
  http.all(/\/MAAS\/accounts\/logout\/$/, ({ request }) => logout(region, request)),
  http.all(/\/MAAS\/account\/csrf\/$/, ({ request }) => csrf(region, request)),
]

const HTML = 'text/html; charset=utf-8'
const VARIES = { Vary: 'Cookie' }

const answer = (value: unknown, status = 200) => page(status, pythonJson(value), 'application/json', VARIES)

function userOf(region: Region, request: Request) {
  const id = sessionIdOf(request)
  return id === null ? null : region.sessions.userOf(id)
}

const loginState = (region: Region, request: Request) =>
  answer({ authenticated: userOf(region, request) !== null, external_auth_url: null, no_users: false })

/** Gives a session for a form with a name and a password; MAAS reads no JSON here. */
async function login(region: Region, request: Request): Promise<Response> {
  if (userOf(region, request) !== null) return page(204, null, HTML, VARIES)
  const form = await readPostForm(request)
  const [username, password] = [form.text('username')?.trim() ?? '', form.text('password') ?? '']
  const absent = Object.entries({ username, password }).filter(([, value]) => value === '')
  if (absent.length > 0) return answer(Object.fromEntries(absent.map(([name]) => [name, REQUIRED])), 400)
  const user = region.userWith(username, password)
  if (user === null) return answer(WRONG, 400)

  const response = page(204, null, HTML, VARIES)
  const now = region.wall()
  // read from Django's code: signing in changes the token
  const token = newCsrfToken()
  const id = region.sessions.begin(user)
  response.headers.append('Set-Cookie', setCookie({ name: 'csrf', value: token, now, seconds: CSRF_SECONDS }))
  response.headers.append(
    'Set-Cookie',
    setCookie({ name: 'session', value: id, now, seconds: SESSION_SECONDS }),
  )
  return response
}

const REQUIRED = ['This field is required.']
const WRONG = {
  __all__: ['Please enter a correct username and password. Note that both fields may be case-sensitive.'],
}

async function logout(region: Region, request: Request): Promise<Response> {
  if (await failsCsrfCheck(request)) return csrfPage()
  // read from MAAS's code: it names the method that it does not allow
  if (request.method !== 'POST') return page(405, '', HTML, { Allow: request.method })
  const id = sessionIdOf(request)
  if (id !== null) region.sessions.end(id)
  return page(204, null, HTML, { ...VARIES, 'Set-Cookie': FORGET_SESSION })
}

/**
 * The token that writing with a session requires: the one of the cookie behind another mask. Read from MAAS's code: it
 * sets no cookie, so without one the token is never accepted.
 */
function csrf(region: Region, request: Request): Response {
  if (request.method !== 'POST') return page(405, '', HTML, { Allow: 'POST' })
  if (userOf(region, request) === null) return page(403, '', HTML)
  const token = csrfTokenOf(request)
  return answer({ csrf: token === null ? newCsrfToken() : maskedAgain(token) })
}

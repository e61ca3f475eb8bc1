import { expect, test } from 'vitest'
import { ask, recordedRegion, type Question } from '#testing/simulator/fixture-client.ts'
import { haveSameSecret, isCsrfToken } from './csrf.ts'

const LOGIN = '/MAAS/accounts/login/'
const FORGET = 'sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax'

/** A browser without a signature that has signed in as `name`. */
async function signedIn(name = 'admin') {
  const { region, clock } = recordedRegion()
  const send = (question: Question) => ask(region, clock, { as: 'no one', ...question })
  const login = await send({
    method: 'POST',
    path: LOGIN,
    body: { form: { username: name, password: name } },
  })
  const cookies = login.headers.getSetCookie()
  const Cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ')
  const token = /csrftoken=(\w+)/.exec(Cookie)?.[1] ?? ''
  return { region, clock, send, login, cookies, Cookie, token }
}

test('signing in sets two cookies, and scripts cannot read the one of the session', async () => {
  const { cookies } = await signedIn()
  expect(cookies).toEqual([
    expect.stringMatching(
      /^csrftoken=\w{64}; expires=Mon, 22 Nov 2027 09:00:00 GMT; Max-Age=31449600; Path=\/; SameSite=Lax$/,
    ),
    expect.stringMatching(
      /^sessionid=\w{32}; expires=Mon, 07 Dec 2026 09:00:00 GMT; HttpOnly; Max-Age=1209600; Path=\/; SameSite=Lax$/,
    ),
  ])
})

test('a session has the rights of its user', async () => {
  const [admin, operator] = [await signedIn('admin'), await signedIn('operator')]
  const status = async ({ send, Cookie }: typeof admin) =>
    (await send({ path: 'boot-sources/', headers: { Cookie } })).status
  expect([await status(admin), await status(operator)]).toEqual([200, 403])
})

test('a session ends after two weeks, and the answers make the browser forget it', async () => {
  const { send, clock, Cookie } = await signedIn()
  const began = clock.wall()
  const after = (ms: number) => {
    Object.assign(clock, { wall: () => began + ms })
    return send({ path: 'users/?op=whoami', headers: { Cookie } })
  }
  const twoWeeks = 14 * 24 * 3_600_000
  expect((await after(twoWeeks - 1)).headers.getSetCookie()).toEqual([])
  const late = await after(twoWeeks)
  expect([late.status, late.headers.getSetCookie()]).toEqual([401, [FORGET]])
})

test('signing in again keeps the session', async () => {
  const { send, Cookie } = await signedIn()
  const again = await send({ method: 'POST', path: LOGIN, headers: { Cookie } })
  expect([again.status, again.headers.getSetCookie()]).toEqual([204, []])
})

test('signing out ends one session, not the others of the same user', async () => {
  const { send, Cookie, token } = await signedIn()
  const form = { username: 'admin', password: 'admin' }
  const other = await send({ method: 'POST', path: LOGIN, body: { form } })
  const headers = { Cookie, 'X-CSRFToken': token }
  const out = await send({ method: 'POST', path: '/MAAS/accounts/logout/', headers })
  expect([out.status, out.headers.getSetCookie()]).toEqual([204, [FORGET]])
  expect((await send({ path: 'boot-sources/', headers })).status).toBe(403)
  const Other = other.headers.getSetCookie().join('; ')
  expect((await send({ path: 'boot-sources/', headers: { Cookie: Other } })).status).toBe(200)
})

test('signing out is a POST', async () => {
  const { send } = await signedIn()
  const { status, headers } = await send({ path: '/MAAS/accounts/logout/' })
  expect([status, headers.get('Allow')]).toEqual([405, 'GET'])
})

test('signing in changes the CSRF token of a browser', async () => {
  const { send, token } = await signedIn()
  const body = { form: { username: 'admin', password: 'admin' } }
  const again = await send({ method: 'POST', path: LOGIN, headers: { Cookie: `csrftoken=${token}` }, body })
  const changed = /csrftoken=(\w+)/.exec(again.headers.getSetCookie().join())?.[1] ?? ''
  expect(changed).toMatch(/^\w{64}$/)
  expect(haveSameSecret(changed, token)).toBe(false)
})

test('without its cookie, the token of the CSRF page is never accepted', async () => {
  const { send, Cookie } = await signedIn()
  const session = Cookie.split('; ').find((cookie) => cookie.startsWith('sessionid=')) ?? ''
  const page = await send({ method: 'POST', path: '/MAAS/account/csrf/', headers: { Cookie: session } })
  const { csrf } = (await page.json()) as { csrf: string }
  expect([page.headers.getSetCookie(), isCsrfToken(csrf)]).toEqual([[], true])
  const headers = { Cookie: session, 'X-CSRFToken': csrf }
  expect((await send({ method: 'POST', path: 'boot-resources/?op=import', headers })).status).toBe(403)
})

test('with a session, an API key is given only for a CSRF token', async () => {
  const { send, Cookie, token } = await signedIn()
  const question = {
    method: 'POST',
    path: '/MAAS/accounts/authenticate/',
    body: { form: { username: 'admin', password: 'admin' } },
  }
  const status = async (headers: Record<string, string>) => (await send({ ...question, headers })).status
  expect([await status({ Cookie }), await status({ Cookie, 'X-CSRFToken': token })]).toEqual([403, 200])
})

test.each([
  [{ csrfmiddlewaretoken: 'the token' }, '', 'PUT', 403],
  [{ csrfmiddlewaretoken: 'the token' }, '', 'POST', 200],
  [{ csrfmiddlewaretoken: 'the token' }, 'wrong', 'POST', 200],
  [{ csrfmiddlewaretoken: 'wrong' }, 'the token', 'POST', 403],
  [{ csrfmiddlewaretoken: '' }, 'the token', 'POST', 200],
])(
  'the CSRF token in the form %j counts before "%s" in the header: %s %i',
  async (fields, header, method, status) => {
    const { send, Cookie, token } = await signedIn()
    const filled = (text: string) => (text === 'the token' ? token : text)
    const form = {
      csrfmiddlewaretoken: filled(fields.csrfmiddlewaretoken),
      name: 'boot_images_auto_import',
      value: 'true',
    }
    const headers = { Cookie, 'X-CSRFToken': filled(header) }
    expect((await send({ method, path: 'maas/?op=set_config', headers, body: { form } })).status).toBe(status)
  },
)

test('the CSRF page gives the token that writing requires, to users who are signed in', async () => {
  const { send, Cookie, token } = await signedIn()
  const path = '/MAAS/account/csrf/'
  expect((await send({ method: 'POST', path })).status).toBe(403)
  const { csrf } = (await (await send({ method: 'POST', path, headers: { Cookie } })).json()) as {
    csrf: string
  }
  // MAAS shows one secret as two texts
  expect(csrf).not.toBe(token)
  const headers = { Cookie, 'X-CSRFToken': csrf }
  expect((await send({ method: 'POST', path: 'boot-resources/?op=import', headers })).status).toBe(200)
})

test.each([
  ['no cookie', (session: string) => ({ Cookie: session, 'X-CSRFToken': 'a'.repeat(64) })],
  ['no header', (session: string) => ({ Cookie: `${session}; csrftoken=${'a'.repeat(64)}` })],
  [
    'a token that MAAS does not make',
    (session: string) => ({ Cookie: `${session}; csrftoken=a`, 'X-CSRFToken': 'a' }),
  ],
])('writing with a session is refused with %s', async (_what, headersOf) => {
  const { send, Cookie } = await signedIn()
  const session = Cookie.split('; ').find((cookie) => cookie.startsWith('sessionid=')) ?? ''
  const response = await send({
    method: 'POST',
    path: 'boot-resources/?op=import',
    headers: headersOf(session),
  })
  expect(response.status).toBe(403)
})

test.each<[what: string, form: Record<string, string>, fields: string[]]>([
  ['nothing', {}, ['username', 'password']],
  ['blanks for a name', { username: ' ', password: 'x' }, ['username']],
  ['a wrong password', { username: 'admin', password: 'x' }, ['__all__']],
  ['the account of MAAS itself', { username: 'MAAS', password: 'MAAS' }, ['__all__']],
])('%s signs no one in', async (_what, form, fields) => {
  const { region, clock } = recordedRegion()
  const response = await ask(region, clock, { as: 'no one', method: 'POST', path: LOGIN, body: { form } })
  expect([response.status, Object.keys((await response.json()) as object)]).toEqual([400, fields])
  expect(response.headers.getSetCookie()).toEqual([])
})

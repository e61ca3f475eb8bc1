import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { session } from '#contract/session.ts'
// oxlint-disable-next-line no-restricted-imports -- one test calls every route that leads to MAAS
import { maasRoutes } from '#gateway/routes/maas-routes.ts'
import { clears, codeOf, problemMessage, START, startStack } from '#testing/test-stack.ts'

const API = '/MAAS/api/2.0'
const HOUR = 3_600_000

let stack: Awaited<ReturnType<typeof startStack>>
beforeEach(async () => {
  stack = await startStack()
})
// close() fails if part of a key has leaked
afterEach(() => stack.close())

test('a session expires', async () => {
  const browser = stack.browser(await stack.gateway({ hours: 2 }))
  await browser.signIn('admin')
  stack.wait(2 * HOUR - 1_000)
  expect((await browser.get('/gateway/images')).status).toBe(200)
  stack.wait(1_000)
  const late = await browser.get('/gateway/images')
  expect([late.status, codeOf(late)]).toEqual([401, 'signed-out'])
  expect(clears(await browser.get('/gateway/session'))).toBe(true)
})

test.each([
  ['GET', '/gateway/region'],
  ['GET', '/gateway/images'],
  ['GET', '/gateway/catalogue/1'],
  ['GET', `${API}/boot-sources/`],
  ['POST', `${API}/boot-resources/?op=import`],
])('a key that is deleted in MAAS ends the session at %s %s', async (method, path) => {
  const browser = stack.browser(await stack.gateway())
  await browser.signIn('admin')
  expect(stack.simulator.region.revokeKey(stack.keyOf('admin'))).toBe(true)
  const answer = await browser.call(method, path, method === 'POST' ? {} : undefined)
  expect([answer.status, codeOf(answer), clears(answer)]).toEqual([401, 'signed-out', false])
  expect(problemMessage(answer)).toBe(
    'You are not signed in, or your session has ended. Sign in to continue.',
  )
  expect((await browser.session()).state).toBe('signed-out')
  expect(Object.keys(browser.cookies())).toEqual([expect.stringContaining('-device-')])
})

test('a late answer does not end a session that was started meanwhile', async () => {
  const browser = stack.browser(await stack.gateway())
  await browser.signIn('admin')
  let answers = () => {}
  const answered = new Promise<void>((resolve) => (answers = resolve))
  stack.simulator.use(
    http.get(
      '*/MAAS/api/2.0/boot-sources/',
      async () => {
        await answered
        return new HttpResponse('Authorization Error', { status: 401 })
      },
      { once: true },
    ),
  )
  const slow = browser.get(`${API}/boot-sources/`)
  await browser.signIn('admin')
  const after = browser.cookies()
  answers()
  expect((await slow).status).toBe(401)
  expect(browser.cookies()).toEqual(after)
  expect((await browser.session()).state).toBe('signed-in')
})

test('a deleted key is also reported when the page only reads the session', async () => {
  const browser = stack.browser(await stack.gateway())
  await browser.signInWith(stack.simulator.apiKey)
  stack.simulator.region.revokeKey(stack.simulator.apiKey)
  expect(await browser.session()).toMatchObject({
    state: 'signed-out',
    user: null,
    region: { error: null },
  })
  expect(Object.keys(browser.cookies())).toEqual([expect.stringContaining('-device-')])
})

test('a clock that is behind does not end sessions, and is reported', async () => {
  const browser = stack.browser(await stack.gateway())
  await browser.signIn('admin')
  const late = new HttpResponse('Authorization Error', {
    status: 401,
    headers: { Date: new Date(START + HOUR).toUTCString() },
  })
  stack.simulator.use(http.get('*/MAAS/api/2.0/*', () => late.clone()))
  const answer = await browser.get(`${API}/boot-sources/`)
  expect([answer.status, codeOf(answer), clears(answer)]).toEqual([502, 'region-refused', false])
  expect(problemMessage(answer)).toContain('60 minutes behind')
  stack.simulator.resetHandlers()
  expect((await browser.session()).state).toBe('signed-in')
})

test('every route that calls MAAS needs a session, and without one MAAS is not called', async () => {
  const browser = stack.browser(await stack.gateway(), { 'maas-images': 'stale' })
  const calls = stack.callsToRegion()
  const paths = maasRoutes(async () => '3.5.13').map(({ method, path, op, names }) => {
    const query = [...(op ? [`op=${op}`] : []), ...(names ? [`name=${names[0]}`] : [])].join('&')
    return [method, `${path.replaceAll('{id}', '1')}${query && `?${query}`}`] as const
  })
  const own = ['region', 'images', 'catalogue/1', 'catalogue?url=&keyring_filename=&keyring_data='].map(
    (path) => ['GET', `/gateway/${path}`] as const,
  )
  const read = ['catalogue', 'mirror/contents', 'mirror/state', 'mirror/files'].map(
    (path) => ['POST', `/gateway/${path}`] as const,
  )
  const all = [...paths, ...own, ...read]
  expect(all.length).toBeGreaterThan(20)
  for (const [method, path] of all) {
    const answer = await browser.call(method, path, method === 'GET' ? undefined : {})
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 401, 'signed-out'])
  }
  expect((await browser.get('/healthz')).json).toEqual({ status: 'ok' })
  expect(calls).toEqual([])
})

test('correct sign-ins are not limited', async () => {
  const browser = stack.browser(await stack.gateway())
  for (let count = 0; count < 25; count += 1) expect((await browser.signIn('admin')).status).toBe(200)
})

test('attempts with wrong passwords are limited, and the answer says how long to wait', async () => {
  const browser = stack.browser(await stack.gateway())
  for (let count = 0; count < 10; count += 1) {
    expect((await browser.signIn('admin', `guess ${count}`)).status).toBe(403)
    stack.wait(1_000)
  }
  const stopped = await browser.signIn('admin')
  expect([stopped.status, codeOf(stopped), stopped.headers['retry-after']]).toEqual([
    429,
    'too-many-attempts',
    '590',
  ])
  expect(stopped.json).toMatchObject({ error: { retryAfter: 590 } })
  expect((await browser.signIn('operator')).status).toBe(200)
  stack.wait(590_000)
  expect((await browser.signIn('admin')).status).toBe(200)
})

test('an unreachable region ends no session, does not count as a wrong password, and allows signing out', async () => {
  const browser = stack.browser(await stack.gateway())
  await browser.signIn('admin')
  stack.simulator.setOffline(true)
  for (let count = 0; count < 12; count += 1) {
    expect(codeOf(await browser.signIn('admin'))).toBe('region-unreachable')
  }
  const away = await browser.session()
  expect(away).toMatchObject({ state: 'signed-in', user: { username: 'admin', admin: true } })
  expect(away.region.error).toContain('Cannot reach the MAAS region')
  expect(session.parse((await browser.signOut()).json).state).toBe('signed-out')
  stack.wait(60_000)
  expect((await browser.session()).region.error).toContain('Cannot reach the MAAS region')
  stack.simulator.setOffline(false)
  expect((await browser.signIn('admin')).status).toBe(200)
})

test.each([
  ['503 (busy)', () => new HttpResponse('', { status: 503 }), 'region-unreachable', 'MAAS is not ready'],
  [
    '401 (sign-in of a proxy)',
    () => new HttpResponse('', { status: 401 }),
    'region-refused',
    'with an API key',
  ],
  [
    'a failure',
    () => new HttpResponse('Traceback', { status: 500 }),
    'region-refused',
    'MAAS failed during sign-in',
  ],
  ['a page', () => HttpResponse.html('<h1>Log in</h1>'), 'region-unreadable', 'a web page instead of data'],
  ['nonsense', () => HttpResponse.json({ token: 1 }), 'region-unreadable', 'Sign in with an API key instead'],
  [
    'a key that would break a header',
    () => HttpResponse.json({ consumer_key: 'a"', token_key: 'b', token_secret: 'c\n' }),
    'region-unreadable',
    'Sign in with an API key instead',
  ],
  [
    '404 (no such page)',
    () => new HttpResponse('', { status: 404 }),
    'region-refused',
    'Sign in with an API key instead',
  ],
  [
    'an echo of the request',
    async ({ request }: { request: Request }) => new HttpResponse(await request.text(), { status: 400 }),
    'region-refused',
    'MAAS failed during sign-in',
  ],
])('a MAAS that answers a password with %s is reported as such', async (_, respond, code, words) => {
  const browser = stack.browser(await stack.gateway())
  stack.simulator.use(http.post('*/MAAS/accounts/authenticate/', respond))
  const answer = await browser.signIn('admin', 'a-secret-password')
  expect(codeOf(answer)).toBe(code)
  expect(problemMessage(answer)).toContain(words)
  expect(answer.text).not.toContain('a-secret-password')
  expect(answer.headers['set-cookie']).toBeUndefined()
})

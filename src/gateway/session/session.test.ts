import { afterEach, beforeEach, expect, test } from 'vitest'
import { regionAnswer } from '#contract/gateway.ts'
import { session } from '#contract/session.ts'
import { clears, codeOf, problemMessage, START, startStack } from '#testing/test-stack.ts'

const API = '/MAAS/api/2.0'
const HOUR = 3_600_000

let stack: Awaited<ReturnType<typeof startStack>>
beforeEach(async () => {
  stack = await startStack()
})
// close() fails if part of a key has leaked
afterEach(() => stack.close())

test('a user signs in with name and password, works, and signs out', async () => {
  const browser = stack.browser(await stack.gateway())
  const address = stack.simulator.maasUrl
  expect(await browser.session()).toEqual({
    state: 'signed-out',
    way: 'sign-in',
    user: null,
    region: { address, version: '3.5.13', error: null },
    expires: null,
  })
  const before = await browser.get('/gateway/region')
  expect([before.status, codeOf(before), clears(before)]).toEqual([401, 'signed-out', false])

  const signedIn = await browser.signIn('admin')
  expect(signedIn.status).toBe(200)
  expect(signedIn.headers['cache-control']).toBe('no-store')
  const answer = {
    state: 'signed-in',
    way: 'sign-in',
    user: { username: 'admin', admin: true },
    region: { address, version: '3.5.13', error: null },
    expires: new Date(START + 12 * HOUR).toISOString(),
  }
  expect(session.parse(signedIn.json)).toEqual(answer)
  expect(await browser.session()).toEqual(answer)
  expect(stack.keyOf('admin')).toMatch(/^\w{18}:\w{18}:\w{32}$/)
  expect(regionAnswer.parse((await browser.get('/gateway/region')).json).user.admin).toBe(true)
  expect((await browser.call('POST', `${API}/boot-resources/?op=stop_import`, {})).status).toBe(200)

  const signedOut = await browser.signOut()
  expect([signedOut.status, clears(signedOut)]).toEqual([200, true])
  expect(session.parse(signedOut.json)).toMatchObject({ state: 'signed-out', user: null, expires: null })
  expect((await browser.get('/gateway/region')).status).toBe(401)
})

test('MAAS returns the same key at the next sign-in, so keys do not accumulate', async () => {
  const gateway = await stack.gateway()
  await stack.browser(gateway).signIn('admin')
  await stack.browser(gateway).signIn('admin')
  const [admin] = stack.simulator.region.users
  expect(admin?.keys.map(({ name }) => name)).toEqual(['MAAS consumer', 'MAAS Images'])
})

test('a user signs in with a copied API key, with spaces around it', async () => {
  const browser = stack.browser(await stack.gateway())
  const answer = await browser.signInWith(` ${stack.simulator.apiKey}\n`)
  expect(session.parse(answer.json)).toMatchObject({ state: 'signed-in', user: { username: 'admin' } })
  expect((await browser.get('/gateway/images')).status).toBe(200)
})

test('a user who is not an administrator is reported as such, can read what MAAS shows, and is refused the rest', async () => {
  const browser = stack.browser(await stack.gateway())
  const { user } = session.parse((await browser.signIn('operator')).json)
  expect(user).toEqual({ username: 'operator', admin: false })
  expect(regionAnswer.parse((await browser.get('/gateway/region')).json)).toMatchObject({ sources: null })
  expect((await browser.get('/gateway/images')).status).toBe(200)
  const refused = [
    await browser.call('POST', `${API}/boot-resources/?op=import`, {}),
    await browser.get('/gateway/catalogue/1'),
    await browser.get('/gateway/catalogue?url=http%3A%2F%2Fa.example%2F&keyring_filename=&keyring_data='),
  ]
  expect(refused.map((one) => [one.status, codeOf(one)])).toEqual(refused.map(() => [403, 'forbidden']))
})

test('a wrong password, name or key is refused, and no session begins', async () => {
  const browser = stack.browser(await stack.gateway())
  const [consumer, token, secret] = stack.simulator.apiKey.split(':')
  const answers = [
    await browser.signIn('admin', 'a-secret-password'),
    await browser.signIn('nobody', 'a-secret-password'),
    await browser.signInWith(`wrong:${token}:${secret}`),
    await browser.signInWith(`${consumer}:wrong:${secret}`),
    await browser.signInWith(`${consumer}:${token}:wrong`),
  ]
  for (const answer of answers) {
    expect([answer.status, codeOf(answer)]).toEqual([403, 'sign-in-refused'])
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
  const messages = answers.map(problemMessage)
  expect(messages[0]).toContain('no active user with this name and password')
  expect(messages[2]).toContain('does not accept this API key')
  expect(stack.heard.join()).not.toContain('a-secret-password')
  expect((await browser.session()).state).toBe('signed-out')
})

test.each([
  [{ kind: 'api-key', key: 'no key' }, 'key'],
  [{ kind: 'api-key', key: 'a:b:c\r\nX-Other: 1' }, 'key'],
  [{ kind: 'password', username: 'admin' }, 'password'],
  [{ kind: 'password', username: '', password: 'x' }, 'username'],
  [{ kind: 'password', username: ['admin'], password: 'x' }, 'username'],
  [{ kind: 'password', username: 'admin', password: 'x'.repeat(2_001) }, 'password'],
  [{ kind: 'other' }, 'kind'],
  [[], '__all__'],
])('%j is refused as a sign-in, and MAAS is not called', async (body, field) => {
  const browser = stack.browser(await stack.gateway())
  const calls = stack.callsToRegion()
  const answer = await browser.call('POST', '/gateway/session', body)
  expect(answer.status).toBe(400)
  expect(Object.keys((answer.json as { error: { fields: object } }).error.fields)).toEqual([field])
  expect(calls).toEqual([])
})

test.each([
  ['without the header of the page', { 'x-maas-images': '' }, 403],
  ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['from a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
  ['from another origin', { origin: 'http://evil.example' }, 403],
  ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['as plain text', { 'content-type': 'text/plain' }, 415],
])('no one is signed in or out %s', async (_, headers, status) => {
  const browser = stack.browser(await stack.gateway())
  const body = { kind: 'password', username: 'admin', password: 'admin' }
  const refusedIn = await browser.call('POST', '/gateway/session', body, headers)
  expect([refusedIn.status, refusedIn.headers['set-cookie']]).toEqual([status, undefined])
  await browser.signIn('admin')
  const refusedOut = await browser.call('DELETE', '/gateway/session', {}, headers)
  expect([refusedOut.status, refusedOut.headers['set-cookie']]).toEqual([status, undefined])
  expect((await browser.session()).state).toBe('signed-in')
})

test('simultaneous callers each get their own answer', async () => {
  const gateway = await stack.gateway()
  const [admin, operator] = [stack.browser(gateway), stack.browser(gateway)]
  await Promise.all([admin.signIn('admin'), operator.signIn('operator')])
  for (const who of [admin, operator, admin]) expect((await who.get('/gateway/region')).status).toBe(200)
  const answers = await Promise.all(
    [admin, operator, admin, operator].map(async (who) =>
      regionAnswer.parse((await who.get('/gateway/region')).json),
    ),
  )
  expect(answers.map(({ user }) => user.username)).toEqual(['admin', 'operator', 'admin', 'operator'])
  expect(answers.map(({ sources }) => sources === null)).toEqual([false, true, false, true])
})

test('with a fixed key no one can sign in or out', async () => {
  const fixed = { kind: 'fixed', apiKey: stack.simulator.apiKey } as const
  const browser = stack.browser(await stack.gateway({ credentials: fixed }))
  expect(await browser.session()).toMatchObject({
    state: 'signed-in',
    way: 'fixed-key',
    user: { username: 'admin', admin: true },
    expires: null,
  })
  for (const answer of [await browser.signIn('operator'), await browser.signOut()]) {
    expect([answer.status, codeOf(answer), answer.headers['set-cookie']]).toEqual([
      403,
      'forbidden',
      undefined,
    ])
  }
  const embedded = stack.browser(await stack.gateway({ credentials: fixed, embedded: true }))
  expect((await embedded.session()).way).toBe('embedded')

  stack.simulator.region.revokeKey(stack.simulator.apiKey)
  const refused = await browser.session()
  expect(refused).toMatchObject({ state: 'signed-out', way: 'fixed-key', user: null })
  expect(refused.region.error).toContain('MAAS_API_KEY')
  expect(codeOf(await browser.get('/gateway/images'))).toBe('unauthorized')
})

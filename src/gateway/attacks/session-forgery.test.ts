import { http } from 'msw'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clears, codeOf, startStack } from '#testing/test-stack.ts'

let stack: Awaited<ReturnType<typeof startStack>>
beforeEach(async () => {
  stack = await startStack()
})
// close() fails if part of a key has leaked
afterEach(() => stack.close())

test.each([
  [
    { secure: false },
    /^maas-images-[0-9a-f]{8}=[\w.-]{100,}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=43200$/,
  ],
  [
    { secure: true, hours: 1 },
    /^__Host-maas-images-[0-9a-f]{8}=[\w.-]{100,}; HttpOnly; SameSite=Strict; Path=\/; Secure; Max-Age=3600$/,
  ],
])('with %j the cookie has all protective attributes', async (setting, pattern) => {
  const browser = stack.browser(await stack.gateway(setting))
  const [cookie = '', device = ''] = [(await browser.signIn('admin')).headers['set-cookie'] ?? []].flat()
  expect(cookie).toMatch(pattern)
  // the device cookie lasts a year, with the same attributes
  const guards = (line: string) => line.replace(/Max-Age=\d+$/, '').replace(/=[\w.-]+;/, '=;')
  expect(guards(device)).toBe(guards(cookie).replace('maas-images-', 'maas-images-device-'))
  expect(device).toMatch(/; Max-Age=31536000$/)
  expect((await browser.session()).state).toBe('signed-in')
  const out = await browser.signOut()
  expect(out.headers['set-cookie']).toBe(`${guards(cookie)}Max-Age=0`)
  expect(Object.keys(browser.cookies())).toEqual([device.split('=')[0]])
})

test('a sign-in never continues a session from before it', async () => {
  const gateway = await stack.gateway()
  const attacker = stack.browser(gateway)
  await attacker.signIn('operator')
  const planted = attacker.cookies()
  const victim = stack.browser(gateway, planted)
  await victim.signIn('admin')
  const [name = ''] = Object.keys(planted)
  expect(victim.cookies()[name]).toMatch(/./)
  expect(victim.cookies()[name]).not.toBe(planted[name])
  expect((await victim.session()).user?.username).toBe('admin')
  expect((await attacker.session()).user?.username).toBe('operator')

  const invented = stack.browser(gateway, { [name]: 'my-own-id' })
  await invented.signIn('admin')
  expect(invented.cookies()[name]).not.toBe('my-own-id')
  expect((await stack.browser(gateway, { [name]: 'my-own-id' }).session()).state).toBe('signed-out')

  const again = victim.cookies()
  await victim.signIn('admin')
  expect(victim.cookies()).not.toEqual(again)
})

test('a cookie that was changed anywhere is not a session, and is deleted', async () => {
  const gateway = await stack.gateway()
  const browser = stack.browser(gateway)
  await browser.signIn('admin')
  const [[name, good] = ['', '']] = Object.entries(browser.cookies())
  // the last letter of a part may hold bits that base64 does not use
  const places = [0, 5, 40, Math.floor(good.length / 2), good.length - 10]
  const bad = [
    ...places.map((at) => good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1)),
    good.slice(0, -4),
    `${good}x`,
    good.split('.').slice(0, 3).join('.'),
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`,
    'x'.repeat(9_000),
    '{}',
    '"',
  ]
  for (const value of bad) {
    const answer = await stack.browser(gateway, { [name]: value }).get('/gateway/images')
    expect([value, answer.status, codeOf(answer)]).toEqual([value, 401, 'signed-out'])
    const asked = await stack.browser(gateway, { [name]: value }).get('/gateway/session')
    expect([asked.status, clears(asked)]).toEqual([200, true])
  }
  const twice = await stack
    .browser(gateway)
    .call('GET', '/gateway/images', undefined, { cookie: `${name}=${good}; ${name}=${good}` })
  expect(twice.status).toBe(401)
})

test('with TLS a cookie that plain HTTP could have set is ignored', async () => {
  const browser = stack.browser(await stack.gateway({ secure: true }))
  await browser.signIn('admin')
  const [[name, value] = ['', '']] = Object.entries(browser.cookies())
  expect(name).toMatch(/^__Host-/)
  const other = stack.browser(await stack.gateway({ secure: true }), {
    [name.replace('__Host-', '')]: value,
  })
  expect((await other.get('/gateway/images')).status).toBe(401)
})

test('gateways with the same secret share sessions, and others do not', async () => {
  const browser = stack.browser(await stack.gateway())
  await browser.signIn('admin')
  const beside = stack.browser(await stack.gateway(), browser.cookies())
  expect((await beside.get('/gateway/images')).status).toBe(200)
  const foreign = stack.browser(await stack.gateway({ secret: 'another secret, that is long enough too' }), {
    ...browser.cookies(),
  })
  const answer = await foreign.get('/gateway/images')
  expect(answer.status).toBe(401)
  expect(clears(await foreign.get('/gateway/session'))).toBe(true)
})

test('with the same secret, a key of one MAAS is not sent to another', async () => {
  const browser = stack.browser(await stack.gateway())
  await browser.signIn('admin')
  const other = await startStack()
  try {
    const calls: string[] = []
    other.simulator.use(http.all('*/MAAS/*', ({ request }) => void calls.push(request.url)))
    const foreign = other.browser(await other.gateway(), browser.cookies())
    expect((await foreign.get('/gateway/images')).status).toBe(401)
    expect(calls).toEqual([])
  } finally {
    await other.close()
  }
})

test('the search for leaked keys finds them in plain form and in base64', async () => {
  const [, , secret = ''] = stack.simulator.apiKey.split(':')
  for (const said of [
    secret,
    btoa(`{"key":"${secret}"}`),
    btoa(`{"a-key":"${secret}"}`),
    btoa(`"${secret}"`),
  ]) {
    stack.heard.splice(0, Infinity, said)
    expect(stack.leaked()).toEqual([secret])
  }
  stack.heard.splice(0, Infinity, 'nothing of the kind')
})

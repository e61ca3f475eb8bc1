import { expect, test } from 'vitest'
import { problem } from '#contract/gateway.ts'
import { maasRoutes } from '#gateway/routes/maas-routes.ts'
import { openWires } from '#testing/gateway/open-wires.ts'
import {
  API,
  bodyOf,
  COOKIE_SECRET,
  headersOf,
  KEY,
  obedient,
  PASSWORD,
  SOURCE,
  statusOf,
  type TestWire,
  WRITE,
} from '#testing/gateway/test-wire.ts'
import { upstreamJson, type Received } from '#testing/gateway/test-upstream.ts'

const start = openWires()
const SIGN_IN = { credentials: { kind: 'sign-in', secret: COOKIE_SECRET, secure: false } } as const
const page = WRITE.trim().split('\r\n')

/** Signs in with a key; the Cookie header of the session. */
async function signIn(wire: TestWire, key: string): Promise<string> {
  const said = await wire.write('POST /gateway/session', { kind: 'api-key', key })
  return `Cookie: ${/^(maas-images-\w+=[^;]+)/.exec(headersOf(said)['set-cookie'] ?? '')?.[1] ?? ''}`
}

/** Each call of the table once, and each of the gateway's own calls. */
const CALLS = [
  ...maasRoutes(async () => '3.5.13').map(({ method, path, op, names }) => {
    const query = [...(op ? [`op=${op}`] : []), ...(names ? [`name=${names[0]}`] : [])].join('&')
    return `${method} ${path.replaceAll('{id}', '1')}${query && `?${query}`}`
  }),
  'GET /gateway/region',
  'GET /gateway/images',
  'GET /gateway/catalogue/1',
  'GET /gateway/catalogue?url=http://images.example.com/&keyring_filename=&keyring_data=',
  'POST /gateway/catalogue',
  'POST /gateway/mirror/contents',
  'POST /gateway/mirror/state',
  'POST /gateway/mirror/files',
  'GET /gateway/session',
  'POST /gateway/session',
  'DELETE /gateway/session',
  'GET /gateway/nothing',
  'GET /healthz',
  'GET /metrics',
  'GET /',
  'HEAD /',
  'GET /nothing.txt',
  'POST /',
  'OPTIONS *',
]

/** What every answer must have, whatever its status. */
function expectGuarded(said: string) {
  const headers = headersOf(said)
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; frame-ancestors 'none'; sandbox$/),
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'cache-control': expect.stringMatching(/^(no-store|private, no-cache)$/),
  })
  expect(headers['content-type'] ?? 'application/json').toMatch(/^(application\/json|text\/plain)\b/)
  for (const name of ['location', 'refresh', 'www-authenticate', 'server', 'x-powered-by'])
    expect(headers).not.toHaveProperty(name)
}

test.each([
  ['that answers normally', obedient],
  ['that fails', () => ({ status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Oops</h1>' })],
  [
    'that redirects',
    () => ({ status: 302, headers: { location: 'http://evil.example/', 'set-cookie': 'a=b' } }),
  ],
  [
    'that requires sign-in',
    () => ({ status: 401, headers: { 'www-authenticate': 'Basic' }, body: `&${KEY.secret}` }),
  ],
  ['that sends no body', () => ({})],
])(
  'with a MAAS %s, every answer has security headers and a type, and no proxy may store it',
  async (_, answer) => {
    for (const setting of [{}, SIGN_IN]) {
      const wire = await start({ ...setting, metrics: true }, answer)
      for (const line of CALLS) expectGuarded(await wire.ask(line, page, line.startsWith('P') ? '{}' : ''))
    }
  },
)

test('an early refusal has the security headers, too', async () => {
  const wire = await start({ basePath: '/ui/' })
  for (const said of [
    await wire.raw(`GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n`),
    await wire.raw(`GET / HTTP/2.0\r\n${wire.host}\r\n`),
    await wire.ask('GET /ui/', 'Expect: x'),
    await wire.ask('GET /ui/', [], 'body'),
    await wire.ask('GET /elsewhere'),
    await wire.ask(`POST /ui${API}/boot-resources/?op=import`),
    await wire.ask(`PUT /ui${API}/boot-sources/1/`, [...page, 'Content-Length: 9999999']),
  ]) {
    expectGuarded(said)
    expect(problem.safeParse(JSON.parse(bodyOf(said))).success).toBe(true)
  }
  const door = headersOf(await wire.ask('GET /ui'))
  expect(door).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
})

test('a 304 has the security headers, too', async () => {
  const wire = await start()
  const { etag } = headersOf(await wire.ask(`GET ${API}/boot-sources/`))
  const again = await wire.ask(`GET ${API}/boot-sources/`, `If-None-Match: ${etag}`)
  expect([statusOf(again), bodyOf(again)]).toEqual([304, ''])
  expectGuarded(again)
})

const ADA = `ADAofTheTests:${KEY.token}:${KEY.secret}`
const BOB = `BOBofTheTests:${KEY.token}:${KEY.secret}`
/** A MAAS that shows each user their own data. */
const personal = (got: Received) => {
  const who = /oauth_consumer_key="(ADA|BOB)/.exec(got.headers.authorization ?? '')?.[1] ?? 'nobody'
  if (got.url.includes('whoami')) return upstreamJson({ username: who, is_superuser: who === 'ADA' })
  if (got.url.endsWith('/boot-sources/'))
    return upstreamJson([{ ...SOURCE, url: `http://${who}.example.com/` }])
  return obedient(got)
}

test('answers for one user are never served to another user, or after sign-out', async () => {
  const wire = await start(SIGN_IN, personal)
  const [ada, bob] = [await signIn(wire, ADA), await signIn(wire, BOB)]
  for (const path of [`${API}/boot-sources/`, `${API}/users/?op=whoami`, '/gateway/region']) {
    const hers = await wire.ask(`GET ${path}`, ada)
    const { etag } = headersOf(hers)
    expect(bodyOf(hers)).toContain('ADA')
    expect(statusOf(await wire.ask(`GET ${path}`, [ada, `If-None-Match: ${etag}`]))).toBe(304)

    const his = await wire.ask(`GET ${path}`, [bob, `If-None-Match: ${etag}`])
    expect([statusOf(his), bodyOf(his).includes('ADA'), bodyOf(his).includes('BOB')]).toEqual([
      200,
      false,
      true,
    ])
    expect(headersOf(his)['etag']).not.toBe(etag)

    for (const match of [etag ?? '', '*', `W/${etag}`]) {
      const unsigned = await wire.ask(`GET ${path}`, `If-None-Match: ${match}`)
      expect([statusOf(unsigned), headersOf(unsigned)['etag']]).toEqual([401, undefined])
      expect(bodyOf(unsigned)).not.toContain('ADA')
    }
    // ada gets her own answer again, whether or not the other user has seen it
    expect(bodyOf(await wire.ask(`GET ${path}`, ada))).toContain('ADA')
  }
})

test('users with the same request at the same time share nothing, compressed or not', async () => {
  const wire = await start(SIGN_IN, personal)
  const people = [await signIn(wire, ADA), await signIn(wire, BOB)]
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) => wire.ask('GET /gateway/region', people[n % 2])),
  )
  expect(answers.map((said) => /"username":"(\w+)"/.exec(said)?.[1])).toEqual(
    answers.map((_, n) => (n % 2 ? 'BOB' : 'ADA')),
  )
})

test('a key with a wrong secret gets nothing that was read with the right secret', async () => {
  const wire = await start(SIGN_IN, (got) =>
    got.headers.authorization && !got.headers.authorization.includes(KEY.secret)
      ? { status: 401 }
      : personal(got),
  )
  const ada = await signIn(wire, ADA)
  expect(statusOf(await wire.ask('GET /gateway/region', ada))).toBe(200)
  const guessed = await wire.write('POST /gateway/session', { kind: 'api-key', key: ADA.replace(/.$/, '8') })
  expect([statusOf(guessed), headersOf(guessed)['set-cookie']]).toEqual([403, undefined])
})

test('/healthz and /metrics do not reveal users, the address of MAAS, or requested addresses', async () => {
  const wire = await start({ ...SIGN_IN, metrics: true }, personal)
  const ada = await signIn(wire, ADA)
  await wire.ask('GET /gateway/region', ada)
  await wire.ask('GET /gateway/made-up-ADDRESS?and=QUERY', ada)
  await wire.ask(`GET ${API}/boot-sources/424242/`, ada)
  await wire.write('POST /gateway/session', { kind: 'password', username: 'NAME', password: PASSWORD })
  expect(bodyOf(await wire.ask('GET /healthz', ada))).toBe('{"status":"ok"}')
  const metrics = bodyOf(await wire.ask('GET /metrics', ada))
  expect(metrics).toContain('maas_images_http_request_seconds_count{route="/MAAS/api/2.0/boot-sources/{id}/"')
  const region = new URL(`http://${wire.received[0]?.headers.host}`)
  expect(metrics).not.toMatch(/ADA|BOB|ADDRESS|QUERY|424242|NAME|127\.0\.0\.1/)
  expect(metrics).not.toContain(region.port)
  for (const target of [
    '/metrics?',
    '/metrics/',
    '/metrics?name[]=up',
    '/healthz?x',
    '/healthz/',
    '/METRICS',
    '//metrics',
  ]) {
    expect(statusOf(await wire.ask(`GET ${target}`))).toBe(404)
  }
  for (const method of ['POST', 'PUT', 'DELETE'])
    expect(statusOf(await wire.write(`${method} /metrics`, {}))).toBe(404)
})

test('made-up methods and addresses create no new metrics', async () => {
  const wire = await start({ metrics: true })
  const lines = async () =>
    bodyOf(await wire.ask('GET /metrics'))
      .split('\n')
      .filter((line) => line.includes('_count{route=')).length
  for (let count = 0; count < 2; count += 1) await wire.ask('GET /gateway/first')
  await lines()
  const before = await lines()
  for (let count = 0; count < 50; count += 1) await wire.ask(`GET /gateway/made-up-${count}`)
  expect(await lines()).toBe(before)
})

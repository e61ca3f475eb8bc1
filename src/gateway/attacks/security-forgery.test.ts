import { generate } from 'selfsigned'
import { Agent, request } from 'undici'
import { expect, test } from 'vitest'
import { openWires } from '#testing/gateway/open-wires.ts'
import {
  API,
  COOKIE_SECRET,
  headersOf,
  KEY,
  PASSWORD,
  statusOf,
  type TestWire,
} from '#testing/gateway/test-wire.ts'

const start = openWires()

const IMPORT = `POST ${API}/boot-resources/?op=import`
const DELETE = `DELETE ${API}/boot-sources/1/`
const PUT = `PUT ${API}/boot-sources/1/`
const OURS = 'X-MAAS-Images: 1'
const JSON_TYPE = 'Content-Type: application/json'

/** Origins of requests that a foreign page can make a browser send, as the browser reports them. */
const ELSEWHERE = [
  ['another site', ['Origin: http://evil.example', 'Sec-Fetch-Site: cross-site']],
  ['a sibling: another port of this host', ['Origin: http://127.0.0.1:9', 'Sec-Fetch-Site: same-site']],
  ['a sibling, in a browser that sends no Origin', ['Origin: http://127.0.0.1:9']],
  ['a sandboxed frame', ['Origin: null', 'Sec-Fetch-Site: cross-site']],
  ['a sandboxed frame of an older browser', ['Origin: null']],
  ['a page that hides its origin', ['Sec-Fetch-Site: cross-site']],
  ['a sibling that hides its origin', ['Sec-Fetch-Site: same-site']],
  ['an unnamed place', []],
] as const
/** Without a CORS preflight a browser sends only these types, and none of our headers. */
const SIMPLE = [
  ['a form', 'Content-Type: application/x-www-form-urlencoded', 'kind=api-key&key=a:b:c'],
  [
    'a form with files',
    'Content-Type: multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\napi-key\r\n--x--\r\n',
  ],
  ['plain text', 'Content-Type: text/plain', '{"kind":"api-key","key":"a:b:c"}'],
  ['plain text that looks like JSON', 'Content-Type: text/plain; application/json', '{}'],
  ['plain text with JSON in a parameter', 'Content-Type: text/plain;a=application/json', '{}'],
  ['a beacon', 'Content-Type: text/plain;charset=UTF-8', '{"kind":"api-key","key":"a:b:c"}'],
  ['a beacon with bytes', 'Accept: */*', '{}'],
  ['an empty type', 'Content-Type:', '{}'],
  ['no body and no type', 'Accept: */*', ''],
] as const
const WRITES = [
  IMPORT,
  DELETE,
  PUT,
  `POST ${API}/boot-sources/`,
  `POST ${API}/maas/?op=set_config`,
  'POST /gateway/session',
  'DELETE /gateway/session',
  'POST /gateway/catalogue',
  'POST /gateway/mirror/contents',
  'POST /gateway/mirror/state',
  'POST /gateway/mirror/files',
]

test.each(
  ELSEWHERE.flatMap(([where, headers]) =>
    SIMPLE.map(([what, type, body]) => [what, where, headers, type, body] as const),
  ),
)('%s from %s writes nothing', async (_, __, headers, type, body) => {
  const wire = await start({ credentials: { kind: 'sign-in', secret: COOKIE_SECRET, secure: false } })
  const cookie = await signIn(wire)
  const before = wire.calls().length
  for (const line of WRITES) {
    const said = await wire.ask(line, [...headers, type, `Cookie: ${cookie}`], body)
    expect([line, statusOf(said)]).toEqual([line, 403])
    expect(headersOf(said)).not.toHaveProperty('set-cookie')
  }
  expect(wire.calls().slice(before)).toEqual([])
})

test.each(ELSEWHERE.filter(([, headers]) => headers.length > 0))(
  'even with our header and JSON, %s writes nothing and does not make the gateway read a source',
  async (_, headers) => {
    const wire = await start()
    for (const line of [
      ...WRITES,
      'GET /gateway/catalogue?url=http://images.example.com/&keyring_filename=&keyring_data=',
    ]) {
      const body = line.startsWith('GET') ? '' : '{}'
      expect([line, statusOf(await wire.ask(line, [...headers, OURS, JSON_TYPE], body))]).toEqual([line, 403])
    }
    expect(wire.calls()).toEqual([])
  },
)

test.each(SIMPLE.filter(([, , body]) => body !== ''))(
  'even with our header, %s is not accepted as a write',
  async (_, type, body) => {
    const wire = await start()
    for (const line of WRITES) {
      expect([line, statusOf(await wire.ask(line, [OURS, type], body))]).toEqual([line, 415])
    }
    expect(wire.calls()).toEqual([])
  },
)

test.each([
  'application/jsonp',
  'application/json-patch+json',
  'application/x-json',
  'text/json',
  'application/json, text/plain',
  'application/json text/plain',
  'application/jso',
  '*/*',
  'application/ json',
  'application/csp-report',
  'application/reports+json',
  'application/xml',
])('the type %s is not JSON', async (type) => {
  const wire = await start()
  expect(statusOf(await wire.ask(IMPORT, [OURS, `Content-Type: ${type}`], '{}'))).toBe(415)
  expect(wire.calls()).toEqual([])
})

test.each([
  'X-MAAS-Images:',
  'X-MAAS-Images: 0',
  'X-MAAS-Images: true',
  'X-MAAS-Images: 1, 1',
  'X-MAAS-Images: 1\r\nX-MAAS-Images: 1',
  'X_MAAS_Images: 1',
  'X-MAAS_Images: 1',
  'XMAASImages: 1',
  'X-MAAS-Image: 1',
  'Cookie: X-MAAS-Images=1',
])('%j does not count as our header', async (header) => {
  const wire = await start()
  expect(statusOf(await wire.ask(IMPORT, [...header.split('\r\n'), JSON_TYPE], '{}'))).toBe(403)
  expect(wire.calls()).toEqual([])
})

const ORIGINS = [
  'http://127.0.0.1',
  'http://127.0.0.1:1',
  'http://localhost:PORT',
  'http://127.0.0.1:PORT@evil.example',
  'http://evil.example@127.0.0.1:PORT',
  'http://127.0.0.1:PORT/',
  'http://127.0.0.1:PORT, http://evil.example',
  'http://evil.example http://127.0.0.1:PORT',
  'ftp://127.0.0.1:PORT',
  'ws://127.0.0.1:PORT',
  'chrome-extension://127.0.0.1:PORT',
  '127.0.0.1:PORT',
  '//127.0.0.1:PORT',
  'http://127.0.0.1:PORT.evil.example',
  'http://[::ffff:127.0.0.1]:PORT',
  'http://127.1:PORT',
  '',
  'undefined',
]
test.each(ORIGINS)('the origin %j is not accepted', async (origin) => {
  const wire = await start()
  const value = origin.replaceAll('PORT', String(wire.gateway.port))
  for (const line of [IMPORT, 'POST /gateway/session']) {
    expect(statusOf(await wire.ask(line, [OURS, JSON_TYPE, `Origin: ${value}`], '{}'))).toBe(403)
  }
  expect(wire.calls()).toEqual([])
})

test('two Origin headers are refused, in either order', async () => {
  const wire = await start()
  const own = `Origin: http://127.0.0.1:${wire.gateway.port}`
  for (const origins of [
    [own, 'Origin: http://evil.example'],
    ['Origin: http://evil.example', own],
    [own, own],
  ]) {
    expect(statusOf(await wire.ask(IMPORT, [OURS, JSON_TYPE, ...origins], '{}'))).toBe(403)
  }
  const sites = ['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site']
  expect(statusOf(await wire.ask(IMPORT, [OURS, JSON_TYPE, ...sites], '{}'))).toBe(403)
  expect(wire.calls()).toEqual([])
  expect(statusOf(await wire.ask(IMPORT, [OURS, JSON_TYPE, own, 'Sec-Fetch-Site: same-origin'], '{}'))).toBe(
    200,
  )
})

test('when the gateway serves TLS, a page of the same host over plain HTTP is another origin', async () => {
  const notAfterDate = new Date(Date.now() + 86_400_000)
  const pair = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  })
  const wire = await start({ tls: { cert: pair.cert, key: pair.private } })
  const dispatcher = new Agent({ connect: { ca: pair.cert } })
  const send = async (scheme: string) => {
    const headers = {
      'x-maas-images': '1',
      'content-type': 'application/json',
      origin: `${scheme}://127.0.0.1:${wire.gateway.port}`,
    }
    const answer = await request(`${wire.gateway.url}${IMPORT.slice(5)}`, {
      dispatcher,
      method: 'POST',
      headers,
      body: '{}',
    })
    wire.heard.push(await answer.body.text())
    return answer.statusCode
  }
  try {
    expect(await send('http')).toBe(403)
    expect(wire.calls()).toEqual([])
    expect(await send('https')).toBe(200)
  } finally {
    await dispatcher.close()
  }
})

test('a CORS preflight from a foreign page gets no permission', async () => {
  const wire = await start({ credentials: { kind: 'sign-in', secret: COOKIE_SECRET, secure: false } })
  const origin = [
    'Origin: http://evil.example',
    'Access-Control-Request-Method: POST',
    'Access-Control-Request-Headers: x-maas-images,content-type',
  ]
  for (const target of [IMPORT.slice(5), '/gateway/session', '/gateway/region', '/healthz', '/']) {
    for (const method of ['OPTIONS', 'GET']) {
      expect(await wire.ask(`${method} ${target}`, origin)).not.toMatch(/access-control|timing-allow/i)
    }
  }
})

/** Signs in; the Cookie header of the session. */
async function signIn(
  wire: TestWire,
  body: object = { kind: 'password', username: 'admin', password: PASSWORD },
) {
  const said = await wire.write('POST /gateway/session', body)
  return /^(maas-images-\w+=[^;]+)/.exec(headersOf(said)['set-cookie'] ?? '')?.[1] ?? ''
}

test('a session reaches MAAS only as its key, and foreign cookies are not passed on', async () => {
  const wire = await start({ credentials: { kind: 'sign-in', secret: COOKIE_SECRET, secure: false } })
  const cookie = await signIn(wire)
  expect(cookie).toMatch(/^maas-images-\w+=[\w.-]{100,}$/)
  const more = [
    'Cookie: sessionid=django; csrftoken=other',
    `Cookie: ${cookie}`,
    'Authorization: OAuth oauth_token="forged"',
    'Proxy-Authorization: Basic Zm9v',
    'X-CSRFToken: other',
  ]
  expect(statusOf(await wire.ask(`GET ${API}/boot-sources/`, more))).toBe(200)
  const seen = JSON.stringify(wire.received.map(({ headers, url, body }) => [headers, url, body.toString()]))
  expect(seen).toContain(KEY.token)
  for (const foreign of ['django', 'other', 'forged', 'Zm9v', cookie.slice(12)])
    expect(seen).not.toContain(foreign)
  // the Authorization header alone signs no one in
  expect(
    statusOf(
      await wire.ask(
        `GET ${API}/boot-sources/`,
        more.filter((one) => !one.includes('maas-images')),
      ),
    ),
  ).toBe(401)
  for (const header of [
    `X-Cookie: ${cookie}`,
    `Authorization: Bearer ${cookie.slice(12)}`,
    `Cookie2: ${cookie}`,
    `Cookie_: ${cookie}`,
  ]) {
    expect(statusOf(await wire.ask(`GET ${API}/boot-sources/`, header))).toBe(401)
  }
})

test('a password is sent to MAAS once, in the body of one call, and not kept', async () => {
  const wire = await start({ credentials: { kind: 'sign-in', secret: COOKIE_SECRET, secure: false } })
  const cookie = await signIn(wire)
  await wire.ask('GET /gateway/session', `Cookie: ${cookie}`)
  await wire.ask('GET /gateway/region', `Cookie: ${cookie}`)
  const holding = wire.received.filter(
    (one) => JSON.stringify([one.url, one.headers]).includes(PASSWORD) || one.body.includes(PASSWORD),
  )
  expect(holding.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /MAAS/accounts/authenticate/'])
  expect(holding[0]?.headers).not.toHaveProperty('authorization')
  expect(JSON.stringify([holding[0]?.url, holding[0]?.headers])).not.toContain(PASSWORD)
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  API,
  bodyOf,
  CREATION,
  headersOf,
  KEY,
  PARSER,
  SOURCE,
  startWire,
  statusOf,
  type TestWire,
  WRITE,
} from '#testing/gateway/test-wire.ts'

let wire: TestWire
beforeEach(async () => {
  wire = await startWire()
})
// close() fails if a secret has leaked
afterEach(() => wire.close())

const IMPORT = `POST ${API}/boot-resources/?op=import`
const page = WRITE.trim().split('\r\n')
const headersSeen = () => wire.received.map(({ headers }) => Object.keys(headers).sort())

/** Headers that must neither reach MAAS nor change what reaches it. */
const FOREIGN = [
  'Cookie: sessionid=1',
  'Authorization: Bearer x',
  'Proxy-Authorization: Basic x',
  'X-Forwarded-For: 1.2.3.4',
  'X-Forwarded-Host: evil.example',
  'X-Forwarded-Proto: https',
  'X-Forwarded-User: admin',
  'X-Forwarded-Client-Cert: x',
  'X_Forwarded_For: 1.2.3.4',
  'X_Forwarded-Host: evil.example',
  'Forwarded: for=1.2.3.4',
  'Via: 1.1 x',
  'X-Real-IP: 1.2.3.4',
  'Remote-User: admin',
  'Remote_User: admin',
  'X-Remote-User: admin',
  'X-Auth-Request-Email: admin@example.com',
  'HTTP_AUTHORIZATION: x',
  'Content_Type: text/html',
  'Content_Length: 9',
  'X-CSRFToken: x',
  'Referer: http://evil.example/',
  'Origin_: x',
  'User-Agent: x',
  'Accept: text/html',
  'Accept-Language: de',
  'Accept-Encoding: gzip',
  'Range: bytes=0-1',
  'If-Modified-Since: Mon, 23 Nov 2026 09:00:00 GMT',
  'If-Match: *',
  'TE: trailers',
  'Trailer: X',
  'Keep-Alive: timeout=9999',
  'Proxy-Connection: keep-alive',
  'X-Requested-With: XMLHttpRequest',
  'Max-Forwards: 0',
  'Cache-Control: no-cache',
  'Pragma: no-cache',
  'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  'X-Maas-Ephemeral: 1',
]
test.each(FOREIGN)('%s is not passed on', async (header) => {
  expect(statusOf(await wire.ask(`GET ${API}/boot-sources/`, header))).toBe(200)
  expect(statusOf(await wire.write(`POST ${API}/boot-sources/1/selections/`, CREATION, [header]))).toBe(200)
  expect(headersSeen()).toEqual([
    ['accept', 'authorization', 'connection', 'host'],
    // the read before the write
    ['accept', 'authorization', 'connection', 'host'],
    ['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host'],
  ])
  const [read] = wire.received
  const [write] = wire.writes()
  expect(read?.headers.authorization).toMatch(
    new RegExp(`^OAuth oauth_version="1.0".*oauth_signature="%26${KEY.secret}"`),
  )
  expect([read?.headers.accept, write?.headers['content-type']]).toEqual([
    'application/json',
    'application/x-www-form-urlencoded',
  ])
})

test('headers named in Connection do not remove anything that MAAS receives', async () => {
  for (const names of [
    'authorization',
    'close, authorization',
    'host, x-maas-images',
    'content-length',
    'accept, content-type',
    'cookie, keep-alive',
  ]) {
    await wire.ask(`GET ${API}/boot-sources/`, `Connection: ${names}`)
  }
  expect(wire.received).toHaveLength(6)
  expect(headersSeen()).toEqual(wire.received.map(() => ['accept', 'authorization', 'connection', 'host']))
})

test('every call has its own signature, also when the same call is repeated', async () => {
  for (let count = 0; count < 3; count += 1) await wire.ask(`GET ${API}/boot-sources/`)
  const nonces = wire.received.map(
    ({ headers }) => /oauth_nonce="(\w{32})"/.exec(headers.authorization ?? '')?.[1],
  )
  expect(new Set(nonces).size).toBe(3)
})

test.each([
  ['a line feed', 'X: a\nCookie: b'],
  ['a carriage return', 'X: a\rCookie: b'],
  ['a null', 'X: a\0b'],
  ['a second line (obs-fold)', 'X: a\r\n b'],
  ['a second line with a tab', 'X: a\r\n\tb'],
  ['an empty name', ': a'],
  ['no colon', 'XA'],
  ['a space in the name', 'X A: b'],
  ['a space before the colon', 'XA : b'],
  ['a space before the name', ' XA: b'],
  ['a control byte in the name', 'X\x01: b'],
  ['a control byte in the value', 'X: \x01'],
  ['a byte beyond ASCII in the name', 'X\xe4: b'],
  ['a null in a header that counts', 'X-MAAS-Images: 1\0'],
])('a header with %s is refused as invalid HTTP', async (_, header) => {
  expect(await wire.ask(IMPORT, [...page, header])).toMatch(PARSER)
  expect(wire.calls()).toEqual([])
})

test('headers of MAAS are not passed on: the gateway sends only its own', async () => {
  const sent = {
    'content-type': 'application/json',
    'set-cookie': 'sessionid=FROM-OUTSIDE',
    'x-powered-by': 'FROM-OUTSIDE',
    server: 'FROM-OUTSIDE',
    'content-disposition': 'attachment; filename=FROM-OUTSIDE',
    'content-security-policy': "default-src * 'FROM-OUTSIDE'",
    link: '<http://FROM-OUTSIDE>; rel=preload',
    'x-maas-api-hash': 'FROM-OUTSIDE',
    'cache-control': 'public, max-age=9999, FROM-OUTSIDE',
    etag: '"FROM-OUTSIDE"',
    'clear-site-data': '"*"',
  }
  const asking = await startWire({}, () => ({
    headers: sent,
    body: JSON.stringify([{ ...SOURCE, more: '<script>FROM-OUTSIDE</script>' }]),
  }))
  try {
    const said = await asking.ask(`GET ${API}/boot-sources/`)
    expect(said).not.toContain('FROM-OUTSIDE')
    expect(JSON.parse(bodyOf(said))).toEqual([SOURCE])
    expect(Object.keys(headersOf(said)).sort()).toEqual([
      'cache-control',
      'connection',
      'content-length',
      'content-security-policy',
      'content-type',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'date',
      'etag',
      'permissions-policy',
      'referrer-policy',
      'vary',
      'x-content-type-options',
    ])
  } finally {
    await asking.close()
  }
})

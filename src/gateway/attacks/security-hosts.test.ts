import { expect, test } from 'vitest'
import { openWires } from '#testing/gateway/open-wires.ts'
import { API, headersOf, startWire, statusOf, type TestWire, WRITE } from '#testing/gateway/test-wire.ts'

const start = openWires()

const from = (wire: TestWire, host: string, target = `${API}/boot-sources/`) =>
  wire.raw(`GET ${target} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)

test.each([
  'Host: evil.example\r\n',
  'Host: evil.example:PORT\r\n',
  'Host: 127.0.0.1.evil.example\r\n',
  'Host: localhost.evil.example:PORT\r\n',
  'Host: evil.example#127.0.0.1\r\n',
  'Host: evil.example/127.0.0.1\r\n',
  'Host: evil.example\\127.0.0.1\r\n',
  'Host: evil.example 127.0.0.1\r\n',
  'Host: evil.example,127.0.0.1\r\n',
  'Host: 127.0.0.1,evil.example\r\n',
  'Host: 127.0.0.1:PORT@evil.example\r\n',
  'Host: evil@127.0.0.1:PORT\r\n',
  'Host: 127.0.0.1:80:80\r\n',
  'Host: 127.0.0.1:\r\n',
  'Host: 127.0.0.1:http\r\n',
  'Host: 127.0.0.1:123456\r\n',
  'Host: 127.0.0.1:-1\r\n',
  'Host: 127.0.0.1.\r\n',
  'Host: localhost.\r\n',
  'Host: 127.1\r\n',
  'Host: 0x7f.0.0.1\r\n',
  'Host: 2130706433\r\n',
  'Host: 0.0.0.0\r\n',
  'Host: [::1\r\n',
  'Host: ::1\r\n',
  'Host: [::ffff:127.0.0.1]\r\n',
  'Host: [::1%25eth0]\r\n',
  'Host: [::]\r\n',
  'Host: 127.0.0.1%00.evil.example\r\n',
  'Host: images.example.com.\r\n',
  'Host: ximages.example.com\r\n',
  'Host: a.images.example.com\r\n',
  'Host: lab.example.com\r\n',
  'Host: evillab.example.com\r\n',
  'Host: a.lab.example.com.evil.example\r\n',
  'Host: *.lab.example.com\r\n',
  'Host: http://127.0.0.1\r\n',
  'Host: \r\n',
])('a request with %j is refused, whatever other headers it has', async (host) => {
  const wire = await start({ allowedHosts: ['images.example.com', '*.lab.example.com'] })
  const own = `127.0.0.1:${wire.gateway.port}`
  const more = `X-Forwarded-Host: ${own}\r\nX-Host: ${own}\r\nForwarded: host=${own}\r\nX_Host: ${own}\r\nHost_: ${own}\r\n`
  for (const target of [`${API}/boot-sources/`, '/', '/healthz', '/gateway/session']) {
    const said = await from(wire, host.replace('PORT', String(wire.gateway.port)) + more, target)
    expect(statusOf(said)).toBe(421)
    // the answer reveals nothing to a page whose name was pointed here, and does not repeat the name
    expect(said).not.toMatch(/evil|<html|"status"/)
  }
  expect(wire.calls()).toEqual([])
})

test.each([
  'Host: 127.0.0.1\r\n',
  'Host: 127.0.0.1:1\r\n',
  'Host: LOCALHOST:65535\r\n',
  'Host: [::1]:8080\r\n',
  'Host: Images.Example.COM\r\n',
  'Host: a.lab.example.com:8443\r\n',
  'host:127.0.0.1\r\n',
  'HOST: \t127.0.0.1 \r\n',
])('a request with %j is answered', async (host) => {
  const wire = await start({ allowedHosts: ['images.example.com', '*.lab.example.com'] })
  expect(statusOf(await from(wire, host))).toBe(200)
})

test.each([
  ['none', '', 400],
  ['two different', 'Host: 127.0.0.1\r\nHost: evil.example\r\n', 400],
  ['two different, in the other order', 'Host: evil.example\r\nHost: 127.0.0.1\r\n', 400],
  ['the same twice', 'Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n', 400],
  ['two, spelled differently', 'HOST: 127.0.0.1\r\nX: y\r\nhOsT: evil.example\r\n', 400],
  [
    'one after more lines than Node keeps',
    `Host: 127.0.0.1\r\n${'X: y\r\n'.repeat(2_500)}Host: evil.example\r\n`,
    431,
  ],
  ['one on a second line', 'Host:\r\n 127.0.0.1\r\n', 400],
])('hosts: %s', async (_, hosts, status) => {
  const wire = await start()
  expect(statusOf(await from(wire, hosts))).toBe(status)
  expect(wire.calls()).toEqual([])
})

test('HTTP/1.0 without a host is refused', async () => {
  const wire = await start()
  expect(statusOf(await wire.raw(`GET ${API}/boot-sources/ HTTP/1.0\r\n\r\n`))).toBe(421)
  expect(wire.calls()).toEqual([])
})

test('the host in an absolute request target is ignored', async () => {
  const wire = await start()
  expect(
    statusOf(
      await wire.raw(
        `GET http://127.0.0.1/healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
      ),
    ),
  ).toBe(421)
  expect(statusOf(await wire.ask('GET http://evil.example/healthz'))).toBe(404)
})

test('a gateway on all addresses answers to any address, and only to allowed names', async () => {
  const wire = await start({ host: '0.0.0.0' })
  expect(statusOf(await from(wire, 'Host: 192.0.2.7:8080\r\n'))).toBe(200)
  expect(statusOf(await from(wire, 'Host: [2001:DB8::7]\r\n'))).toBe(200)
  for (const host of [
    'evil.example',
    '192.0.2.7.nip.example',
    '0xc0000207',
    '3221225991',
    '192.0.519',
    '1.2.3.4.',
  ]) {
    expect(statusOf(await from(wire, `Host: ${host}\r\n`))).toBe(421)
  }
})

test.each([
  '/ui',
  '/ui?next=//evil.example',
  '/',
  '/?next=https://evil.example',
  '/?//evil.example/',
  '/ui?\\evil.example',
])('the root redirects only to the base path: %s', async (target) => {
  const wire = await start({ basePath: '/ui/' })
  const said = await wire.ask(`GET ${target}`, [
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Prefix: //evil.example',
  ])
  expect([statusOf(said), headersOf(said)['location']]).toEqual([308, '/ui/'])
})

test.each([
  '/ui//evil.example',
  '/ui/\\evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\\/evil.example',
  '/ui/%2f%2fevil.example',
  '/ui/..//evil.example',
  '/%5cevil.example',
  '//evil.example/ui',
  '///ui/',
  '/ui/?url=//evil.example',
  'http://evil.example/ui',
])('%s does not redirect to another host', async (target) => {
  const wire = await start({ basePath: '/ui/' })
  const said = await wire.ask(`GET ${target}`)
  expect(statusOf(said)).toBe(404)
  expect(headersOf(said)).not.toHaveProperty('location')
  expect(headersOf(said)).not.toHaveProperty('refresh')
})

test('with a base path, calls outside it are not found', async () => {
  const wire = await start({ basePath: '/ui/' })
  for (const target of [
    `${API}/boot-sources/`,
    `/ui/..${API}/boot-sources/`,
    `//ui${API}/boot-sources/`,
    `/ui/ui${API}/boot-sources/`,
    `/UI${API}/boot-sources/`,
    `/ui%2f${API.slice(1)}/boot-sources/`,
  ]) {
    expect(statusOf(await wire.ask(`GET ${target}`))).toBe(404)
  }
  expect(wire.calls()).toEqual([])
  expect(statusOf(await wire.ask(`GET /ui${API}/boot-sources/`))).toBe(200)
})

const SPOOFED = [
  'X-Forwarded-For: 198.51.100.9',
  'X-Forwarded-For: 127.0.0.1',
  'X_Forwarded_For: 198.51.100.9',
  'X-Real-IP: 198.51.100.9',
  'Forwarded: for=198.51.100.9;proto=https',
  'Client-IP: 198.51.100.9',
  'True-Client-IP: 198.51.100.9',
  'CF-Connecting-IP: 198.51.100.9',
]
const SIGN_IN = { kind: 'sign-in', secret: 'SEALofTheTests, which is hard to guess', secure: false } as const
const refuses: Parameters<typeof startWire>[1] = ({ url }) =>
  url.includes('authenticate')
    ? { status: 403 }
    : {
        headers: { 'content-type': 'application/json' },
        body: '{"version":"3.5.13","subversion":"","capabilities":[]}',
      }

test.each([[[] as string[]], [['192.0.2.0/24']]])(
  'a client that is not a trusted proxy (%j) counts as one address, whatever headers it sends',
  async (trustedProxies) => {
    const wire = await start({ credentials: SIGN_IN, trustedProxies }, refuses)
    const tried: number[] = []
    for (let count = 0; count < 24; count += 1) {
      const header = (SPOOFED[count % SPOOFED.length] ?? '').replace('.9', `.${count}`)
      const body = { kind: 'password', username: `name${count}`, password: 'x' }
      tried.push(statusOf(await wire.write('POST /gateway/session', body, [header])))
    }
    expect(tried).toEqual([...Array<number>(20).fill(403), ...Array<number>(4).fill(429)])
    expect(wire.calls().filter((call) => call.includes('authenticate'))).toHaveLength(20)
  },
)

test('callers behind a trusted proxy count by the address that the proxy reports, not by their own headers', async () => {
  const wire = await start({ credentials: SIGN_IN, trustedProxies: ['127.0.0.0/8'] }, refuses)
  const tries = async (count: number, headers: (n: number) => string[]) => {
    const tried: number[] = []
    for (let n = 0; n < count; n += 1) {
      const body = { kind: 'password', username: `name${tried.length}${headers(n).join('')}`, password: 'x' }
      tried.push(statusOf(await wire.write('POST /gateway/session', body, headers(n))))
    }
    return tried.filter((status) => status === 403).length
  }
  // the proxy adds the last address; those before it are made up
  expect(await tries(22, (n) => [`X-Forwarded-For: 203.0.113.${n}, 198.51.100.1`])).toBe(20)
  expect(await tries(22, (n) => [`X-Forwarded-For: 203.0.113.${n}`, 'X-Forwarded-For: 198.51.100.2'])).toBe(
    20,
  )
  expect(await tries(22, (n) => ['X-Forwarded-For: 198.51.100.3', `X_Forwarded_For: 203.0.113.${n}`])).toBe(
    20,
  )
  expect(await tries(22, (n) => [`X-Forwarded-For: 198.51.100.${100 + n}`])).toBe(22)
})

test('a user name counts as the same one in every spelling', async () => {
  const wire = await start({ credentials: SIGN_IN, trustedProxies: ['127.0.0.0/8'] }, refuses)
  const names = ['admin', ' admin', 'admin\t', 'ADMIN', 'ａｄｍｉｎ', 'admin\u00a0']
  const tried: number[] = []
  for (let n = 0; n < 12; n += 1) {
    const body = { kind: 'password', username: names[n % names.length], password: 'x' }
    tried.push(statusOf(await wire.write('POST /gateway/session', body, ['X-Forwarded-For: 198.51.100.1'])))
  }
  expect(tried).toEqual([...Array<number>(10).fill(403), 429, 429])
})

test('only X-Forwarded-Proto of a trusted proxy can report that the browser uses plain HTTP', async () => {
  const secure = { ...SIGN_IN, secure: true }
  const body = {
    kind: 'api-key',
    key: 'CONSUMERofTheTests:TOKENofTheTests123:SECRETofTheTests12345678901234567',
  }
  const behind = await start({ credentials: secure, trustedProxies: ['127.0.0.1'] })
  expect(statusOf(await behind.write('POST /gateway/session', body, ['X-Forwarded-Proto: http']))).toBe(400)
  expect(
    statusOf(await behind.write('POST /gateway/session', body, ['X-Forwarded-Proto: https, http'])),
  ).toBe(400)
  expect(behind.calls().filter((call) => call.includes('whoami'))).toEqual([])
  const alone = await start({ credentials: secure })
  for (const header of [
    'X-Forwarded-Proto: http',
    'X_Forwarded_Proto: http',
    'Front-End-Https: off',
    'X-Forwarded-Ssl: off',
  ]) {
    const said = await alone.write('POST /gateway/session', body, [header])
    expect(statusOf(said)).toBe(200)
    expect(headersOf(said)['set-cookie']).toMatch(/^__Host-maas-images-\w+=.*; Secure;/)
  }
})

test('a forwarded host does not make a foreign origin ours', async () => {
  const wire = await start({ trustedProxies: ['127.0.0.1'] })
  const said = await wire.ask(`POST ${API}/boot-resources/?op=import`, [
    ...WRITE.trim().split('\r\n'),
    'Origin: https://images.example.com',
    'X-Forwarded-Host: images.example.com',
    'X-Forwarded-Proto: https',
    'X-Forwarded-Port: 443',
  ])
  expect(statusOf(said)).toBe(403)
  expect(wire.calls()).toEqual([])
})

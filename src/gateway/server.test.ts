import { once } from 'node:events'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { request } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { problem } from '#contract/gateway.ts'
import { createLog } from '#gateway/http/log.ts'
import { startGateway } from './server.ts'
import {
  upstreamJson,
  type Received,
  type UpstreamAnswer,
  startUpstream,
  upstreamText,
} from '#testing/gateway/test-upstream.ts'

const API = '/MAAS/api/2.0'
const SECRET = 'SECRETSECRETSECRET'
const SOURCE = {
  id: 1,
  url: 'http://images.maas.io/ephemeral-v3/stable/',
  keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
  keyring_data: '',
  created: '2026-11-23T00:04:25.301',
  updated: '2026-11-23T00:04:51.604',
}
const SELECTION = {
  id: 4,
  boot_source_id: 1,
  os: 'ubuntu',
  release: 'noble',
  arches: ['amd64', 'arm64'],
  subarches: ['*'],
  labels: ['*'],
}

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** A gateway in front of a region whose answers the test defines. */
async function start(answer: (request: Received) => UpstreamAnswer | Promise<UpstreamAnswer>) {
  const upstream = await startUpstream(answer)
  open.push(upstream)
  const log: string[] = []
  const gateway = await startGateway({
    maasUrl: `${upstream.url}/MAAS/`,
    credentials: { kind: 'fixed', apiKey: `CONSUMER:TOKENTOKEN:${SECRET}` },
    keyringFile: async () => ({ state: 'elsewhere' }),
    log: createLog('info', (line) => log.push(line)),
  })
  open.push(gateway)
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    request(gateway.url + path, {
      method: method as 'POST',
      headers: { 'x-maas-images': '1', 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    })
  const get = (path: string, headers: Record<string, string> = {}) => request(gateway.url + path, { headers })
  return { gateway, upstream, log, send, get }
}

test('a read reaches MAAS with a signature, and without cookies or foreign headers', async () => {
  const { get, upstream } = await start(() =>
    upstreamJson([{ ...SOURCE, resource_uri: '/MAAS/api/2.0/boot-sources/1/' }]),
  )
  const answer = await get(`${API}/boot-sources/`, {
    cookie: 'sessionid=stale',
    authorization: 'Bearer foreign',
    'x-forwarded-for': '1.2.3.4',
    'x-http-method-override': 'DELETE',
  })
  expect(await answer.body.json()).toEqual([SOURCE])
  const [got] = upstream.received
  expect(got?.url).toBe(`${API}/boot-sources/`)
  expect(Object.keys(got?.headers ?? {}).sort()).toEqual(['accept', 'authorization', 'connection', 'host'])
  expect(got?.headers.authorization).toContain(`oauth_signature="%26${SECRET}"`)
})

test('a selection is sent as a form with repeated keys, and its answer is returned', async () => {
  const { send, upstream } = await start(({ method }) => upstreamJson(method === 'GET' ? [] : SELECTION))
  const { id: _, boot_source_id: __, ...wanted } = SELECTION
  const answer = await send('POST', `${API}/boot-sources/1/selections/`, { ...wanted, expected: null })
  expect(answer.statusCode).toBe(200)
  expect(await answer.body.json()).toEqual(SELECTION)
  const [, got] = upstream.received
  expect(got?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(got?.body.toString()).toBe('os=ubuntu&release=noble&arches=amd64&arches=arm64&subarches=*&labels=*')
})

test('a selection without architectures is refused, because MAAS would store it and import nothing', async () => {
  const { send, upstream } = await start(() => upstreamJson(SELECTION))
  const body = {
    os: 'ubuntu',
    release: 'noble',
    arches: [],
    subarches: ['*'],
    labels: ['*'],
    expected: null,
  }
  const answer = await send('POST', `${API}/boot-sources/1/selections/`, body)
  expect(answer.statusCode).toBe(400)
  expect(problem.parse(await answer.body.json()).error.fields).toHaveProperty('arches')
  expect(upstream.received).toEqual([])
})

test('keyring data is sent as a file part of raw bytes', async () => {
  const { send, upstream } = await start(({ method }) =>
    method === 'GET' ? upstreamJson([]) : upstreamJson({ ...SOURCE, keyring_data: 'AAH/' }, 201),
  )
  const body = {
    url: SOURCE.url,
    keyring_filename: '',
    keyring_data: Buffer.from([0, 1, 255]).toString('base64'),
    expected: [],
  }
  const answer = await send('POST', `${API}/boot-sources/`, body)
  expect(answer.statusCode).toBe(201)
  const [, got] = upstream.received
  expect(got?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  const sent = got?.body.toString('latin1')
  expect(sent).toContain('name="keyring_data"; filename="keyring_data"\r\n')
  expect(sent).toContain('\r\n\r\n\x00\x01\xff\r\n')
  expect(sent).toContain('name="keyring_filename"\r\n\r\n\r\n')
})

test.each([
  [{ name: 'boot_images_auto_import', value: false }, 'name=boot_images_auto_import&value=false'],
  [{ name: 'boot_images_auto_import', value: 'true' }, 'name=boot_images_auto_import&value=true'],
  [
    { name: 'commissioning_distro_series', value: 'noble', expected: 'jammy' },
    'name=commissioning_distro_series&value=noble',
  ],
  [{ name: 'default_min_hwe_kernel', value: '', expected: 'jammy' }, 'name=default_min_hwe_kernel&value='],
  [{ name: 'enable_http_proxy', value: false, expected: 'true' }, 'name=enable_http_proxy&value=false'],
  [{ name: 'boot_images_no_proxy', value: true, expected: 'false' }, 'name=boot_images_no_proxy&value=true'],
])('the setting %j is sent', async (body, form) => {
  const { send, upstream } = await start(({ method, url }) =>
    method !== 'GET' ? upstreamText('OK') : upstreamJson(url.includes('proxy') ? !body.value : 'jammy'),
  )
  const answer = await send('POST', `${API}/maas/?op=set_config`, body)
  expect(answer.statusCode).toBe(204)
  expect(upstream.received.at(-1)?.body.toString()).toBe(form)
})

test.each([
  ['an answer that is not set', null, '', 204],
  ['another value', 'focal', 'jammy', 409],
])('a setting is compared with what the page expects: %s', async (_, there, expected, status) => {
  const { send, upstream } = await start(({ method }) =>
    method === 'GET' ? upstreamJson(there) : upstreamText('OK'),
  )
  const body = { name: 'default_distro_series', value: 'noble', expected }
  const answer = await send('POST', `${API}/maas/?op=set_config`, body)
  expect(answer.statusCode).toBe(status)
  if (status === 204) return
  expect(problem.parse(await answer.body.json()).error).toMatchObject({
    code: 'changed',
    now: { what: 'setting', name: 'default_distro_series', value: there },
  })
  expect(upstream.received.every(({ method }) => method === 'GET')).toBe(true)
})

test.each([
  [{ name: 'boot_images_auto_import', value: 'off' }],
  [{ name: 'http_proxy', value: 'http://evil.example/' }],
  [{ name: 'enable_http_proxy', value: true }],
  [{ name: 'boot_images_no_proxy', value: 'no', expected: 'false' }],
  [{ name: 'default_osystem' }],
  [{ name: 'default_osystem', value: '', expected: 'ubuntu' }],
  [{ name: 'default_osystem', value: 'centos' }],
  [undefined],
])('the setting %j is refused', async (body) => {
  const { send, upstream } = await start(() => upstreamText('OK'))
  expect((await send('POST', `${API}/maas/?op=set_config`, body)).statusCode).toBe(400)
  expect(upstream.received).toEqual([])
})

test('the proxy is answered without its password', async () => {
  const { send } = await start(() => upstreamJson('http://me:secret@proxy:3128/'))
  const answer = await send('GET', `${API}/maas/?op=get_config&name=http_proxy`)
  expect(await answer.body.json()).toBe('http://me:***@proxy:3128/')
})

test('an import is answered with the sentence of MAAS, and a delete without content', async () => {
  const { send, upstream } = await start(({ method }) =>
    method === 'DELETE' ? { status: 204 } : upstreamText('Import of boot resources started'),
  )
  const started = await send('POST', `${API}/boot-resources/?op=import`, {})
  expect(await started.body.json()).toEqual({ message: 'Import of boot resources started' })
  const gone = await send('DELETE', `${API}/boot-resources/7/`, {})
  expect([gone.statusCode, await gone.body.text()]).toEqual([204, ''])
  expect(upstream.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `POST ${API}/boot-resources/?op=import`,
    `DELETE ${API}/boot-resources/7/`,
  ])
})

test('a write without the header of the page never reaches MAAS', async () => {
  const { send, upstream } = await start(() => upstreamText('OK'))
  const answer = await send('POST', `${API}/boot-resources/?op=import`, {}, { 'x-maas-images': '' })
  expect(answer.statusCode).toBe(403)
  expect(upstream.received).toEqual([])
})

test('a body of more than 1 MB is refused, and so is one that is not JSON', async () => {
  const { send, gateway } = await start(() => upstreamJson(SOURCE))
  const big = await send('PUT', `${API}/boot-sources/1/`, { url: 'x'.repeat(1024 * 1024) })
  expect(big.statusCode).toBe(413)
  const broken = await request(`${gateway.url}${API}/boot-sources/1/`, {
    method: 'PUT',
    headers: { 'x-maas-images': '1', 'content-type': 'application/json' },
    body: '{"url"',
  })
  expect(broken.statusCode).toBe(400)
})

test('an unchanged answer is a 304 without a body, and a changed one is sent completely', async () => {
  let sources = [SOURCE]
  const { get } = await start(() => upstreamJson(sources))
  const first = await get(`${API}/boot-sources/`)
  const etag = String(first.headers['etag'])
  expect(etag).toMatch(/^"[\w-]{27}"$/)
  expect(first.headers['cache-control']).toBe('private, no-cache')
  await first.body.dump()
  const again = await get(`${API}/boot-sources/`, { 'if-none-match': `W/"x", ${etag}` })
  expect([again.statusCode, await again.body.text()]).toEqual([304, ''])
  sources = []
  const changed = await get(`${API}/boot-sources/`, { 'if-none-match': etag })
  expect([changed.statusCode, await changed.body.json(), changed.headers['etag'] === etag]).toEqual([
    200,
    [],
    false,
  ])
})

test('a long answer is compressed for clients that accept it, with its own ETag', async () => {
  const many = Array.from({ length: 50 }, (_, id) => ({ ...SOURCE, id }))
  const { get } = await start(() => upstreamJson(many))
  const plain = await get(`${API}/boot-sources/`, { 'accept-encoding': 'br, gzip;q=0' })
  expect(plain.headers['content-encoding']).toBeUndefined()
  await plain.body.dump()
  const zipped = await get(`${API}/boot-sources/`, { 'accept-encoding': 'br, gzip' })
  expect(zipped.headers['content-encoding']).toBe('gzip')
  expect(zipped.headers['vary']).toBe('Accept-Encoding')
  expect(zipped.headers['etag']).not.toBe(plain.headers['etag'])
  expect(JSON.parse(gunzipSync(Buffer.from(await zipped.body.arrayBuffer())).toString())).toEqual(many)
  const again = await get(`${API}/boot-sources/`, {
    'accept-encoding': 'gzip',
    'if-none-match': String(zipped.headers['etag']),
  })
  expect(again.statusCode).toBe(304)
})

test('a secret in an error of MAAS is not in any answer or log line', async () => {
  const { get, send, log } = await start(({ url }) =>
    url.includes('version')
      ? { status: 401, headers: { 'content-type': 'text/plain' }, body: `Expected: &${SECRET}` }
      : upstreamText(`failed for TOKENTOKEN &${SECRET}`, 500),
  )
  const bodies = [
    await (await get(`${API}/version/`)).body.text(),
    await (await get(`${API}/boot-sources/`)).body.text(),
    await (await send('DELETE', `${API}/boot-sources/1/`)).body.text(),
  ]
  expect(problem.parse(JSON.parse(bodies[0] ?? '')).error.code).toBe('unauthorized')
  expect([...bodies, ...log].join()).not.toMatch(/SECRET|TOKENTOKEN/)
})

test('an answer in an unknown form is refused with a message', async () => {
  const { get } = await start(() => ({
    body: '<html>login</html>',
    headers: { 'content-type': 'text/html' },
  }))
  const answer = await get(`${API}/version/`)
  expect(answer.statusCode).toBe(502)
  expect(problem.parse(await answer.body.json()).error).toMatchObject({ code: 'region-unreadable' })
})

test('an unreachable region is reported with advice, and works again without a restart', async () => {
  const { get, upstream } = await start(() => upstreamJson([]))
  await (await get(`${API}/boot-sources/`)).body.dump()
  const { url } = upstream
  await upstream.close()
  const gone = await get(`${API}/boot-sources/`)
  expect(gone.statusCode).toBe(502)
  const { error } = problem.parse(await gone.body.json())
  expect(error.code).toBe('region-unreachable')
  expect(error.message).toContain(new URL(url).host)
  expect(error.message).toContain('Check that MAAS is running')
})

test('a call that is not in the table is answered with 404 and a problem, also with escapes and double slashes', async () => {
  const { gateway, upstream } = await start(() => upstreamJson([]))
  const { port } = gateway
  for (const path of [
    `${API}/machines/`,
    `${API}/boot-sources/%2e%2e/`,
    '/gateway/other',
    '/MAAS',
    '/gateway/region?x',
  ]) {
    const answer = await rawGet(port, path)
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
    expect(answer).toContain('"code":"not-found"')
  }
  expect(await rawGet(port, `/${API}/boot-sources/`)).toMatch(/^HTTP\/1\.1 404 /)
  expect(upstream.received).toEqual([])
})

test('a foreign name in Host is not answered', async () => {
  const { gateway } = await start(() => upstreamJson([]))
  expect(await rawGet(gateway.port, '/healthz', 'evil.example')).toMatch(/^HTTP\/1\.1 421 /)
  expect(await rawGet(gateway.port, '/healthz', 'localhost')).toMatch(/^HTTP\/1\.1 200 /)
})

test('every answer has the security headers', async () => {
  const { get } = await start(() => upstreamJson([]))
  for (const path of ['/healthz', `${API}/boot-sources/`, '/nothing', '/gateway/nothing']) {
    const { headers, body } = await get(path)
    await body.dump()
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
  }
})

test('closing ends connections that are kept open', async () => {
  const { gateway } = await start(() => upstreamJson([]))
  const socket = connect(gateway.port, '127.0.0.1')
  await once(socket, 'connect')
  await gateway.close()
  await once(socket, 'close')
  await expect(request(`${gateway.url}/healthz`)).rejects.toThrow('ECONNREFUSED')
})

test('a malformed API key is refused at the start', async () => {
  const options = {
    maasUrl: 'http://127.0.0.1:9/MAAS',
    credentials: { kind: 'fixed' as const, apiKey: 'nonsense' },
    keyringFile: async () => ({ state: 'elsewhere' as const }),
  }
  await expect(startGateway(options)).rejects.toThrow('consumer:token:secret')
})

/** Sends the path unchanged, which no HTTP client would do. */
async function rawGet(port: number, path: string, host = '127.0.0.1'): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

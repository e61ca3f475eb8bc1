import { deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { createAddressPolicy } from '#gateway/addresses/address-policy.ts'
import type { FetchLimits } from './fetch-limits.ts'
import { rewrite } from './rewrites.ts'
import { createFetcher } from './source-fetch.ts'
import { type Received, type UpstreamAnswer, startUpstream } from '#testing/gateway/test-upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function start(
  answer: (request: Received) => UpstreamAnswer | Promise<UpstreamAnswer>,
  limits: Partial<FetchLimits> = {},
) {
  const upstream = await startUpstream(answer)
  const fetcher = createFetcher({
    rewrites: [['http://images.example.com/stable/', `${upstream.url}/s`]],
    policy: createAddressPolicy({ allow: [new URL(upstream.url).host], deny: [] }),
    limits: { bytes: 1024 * 1024, ...limits },
  })
  open.push(upstream, fetcher)
  const get = async (url: string, stamp = {}, ms = 10_000) => {
    const { bytes, ...rest } = await fetcher.get(url, { stamp, signal: AbortSignal.timeout(ms) })
    return { text: bytes && Buffer.from(bytes).toString(), ...rest }
  }
  const head = (url: string) => fetcher.head(url, { signal: AbortSignal.timeout(10_000) })
  return { upstream, fetcher, get, head }
}

const refused = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) })

test('a file is requested from the rewritten address, compressed, and only if it has changed', async () => {
  const { upstream, get } = await start(({ headers }) =>
    headers['if-none-match'] === '"1"'
      ? { status: 304 }
      : {
          headers: {
            etag: '"1"',
            'last-modified': 'Mon, 23 Nov 2026 00:00:00 GMT',
            'content-encoding': 'gzip',
          },
          body: gzipSync('{}'),
        },
  )
  const url = 'http://images.example.com/stable/streams/v1/index.sjson'
  const first = await get(url)
  const stamp = { etag: '"1"', modified: 'Mon, 23 Nov 2026 00:00:00 GMT' }
  expect(first).toEqual({ text: '{}', stamp, address: url })
  expect(await get(url, stamp)).toEqual({ text: null, stamp, address: url })
  expect(upstream.received.map((one) => one.url)).toEqual([
    '/s/streams/v1/index.sjson',
    '/s/streams/v1/index.sjson',
  ])
})

test('at most five redirects are followed, and the answer contains the final address', async () => {
  const { upstream, get, head } = await start(({ url }) => {
    const left = Number(url.slice(1))
    return left > 0 ? { status: 302, headers: { location: `/${left - 1}#part` } } : { body: 'there' }
  })
  expect(await get(`${upstream.url}/5`)).toMatchObject({ text: 'there', address: `${upstream.url}/0` })
  expect(await head(`${upstream.url}/5`)).toMatchObject({ state: 'there' })
  await expect(get(`${upstream.url}/6`)).rejects.toEqual(
    refused('source-unreachable', 'redirects more than 5 times'),
  )
})

test('a redirect to the public address of a rewrite is followed, and one to its target is not', async () => {
  const { upstream, fetcher } = await start(({ url }) => ({ body: url }))
  const elsewhere = await startUpstream(({ url }) => ({
    status: 302,
    headers: { location: url === '/public' ? 'http://images.example.com/stable/x' : `${upstream.url}/s/x` },
  }))
  const { host, origin } = new URL(elsewhere.url)
  const guarded = createFetcher({
    rewrites: [['http://images.example.com/stable/', `${upstream.url}/s`]],
    policy: createAddressPolicy({ allow: [host], deny: [] }),
  })
  open.push(elsewhere, guarded)
  const get = (path: string) => guarded.get(origin + path, { signal: AbortSignal.timeout(10_000) })
  const { bytes, address } = await get('/public')
  expect([Buffer.from(bytes ?? []).toString(), address]).toEqual([
    '/s/x',
    'http://images.example.com/stable/x',
  ])
  // even while a connection to that target is open
  await expect(get('/target')).rejects.toEqual(
    refused('source-unreachable', 'redirects to another address. '),
  )
  await expect(get('/target')).rejects.toThrow('leads to 127.0.0.1, this machine itself')
  expect(upstream.received).toHaveLength(1)
  await fetcher.close()
})

test('a connection made for a rewrite is not used for requests to its target address', async () => {
  const upstream = await startUpstream(({ url }) => ({ body: url }))
  const target = upstream.url.replace('127.0.0.1', 'localhost')
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
  const fetcher = createFetcher({
    rewrites: [['http://images.example.com/', target]],
    policy: createAddressPolicy({ allow: [], deny: [], resolve }),
  })
  open.push(upstream, fetcher)
  const get = (url: string) => fetcher.get(url, { signal: AbortSignal.timeout(10_000) })
  const { bytes } = await get('http://images.example.com/x')
  expect(Buffer.from(bytes ?? []).toString()).toBe('/x')
  await expect(get(`${target}/x`)).rejects.toThrow('leads to 127.0.0.1, this machine itself')
})

test.each(['file:///etc/passwd', 'ftp://example.com/x', 'http://u:p@127.0.0.1/'])(
  '%s is not followed',
  async (location) => {
    const { upstream, get } = await start(() => ({ status: 301, headers: { location } }))
    await expect(get(upstream.url)).rejects.toEqual(
      refused('source-unreachable', 'redirects to another address. '),
    )
  },
)

test.each(['nonsense', '', 'file:///etc/passwd', 'javascript:alert(1)', 'http://u:p@mirror.example.com/'])(
  '"%s" is not requested',
  async (url) => {
    const { get, head, upstream } = await start(() => ({ body: 'there' }))
    await expect(get(url)).rejects.toEqual(refused('source-unreachable', ''))
    await expect(head(url)).rejects.toEqual(refused('source-unreachable', ''))
    expect(upstream.received).toEqual([])
  },
)

test.each([
  [404, 'answered 404 (there is no such file). Check the address'],
  [401, 'answered 401 (access denied). MAAS cannot sign in'],
  [403, 'answered 403 (access denied). MAAS cannot sign in'],
  [407, 'answered 407 (a proxy requires sign-in)'],
  [511, 'answered 511 (a captive portal'],
  [429, 'answered 429 (too many requests)'],
  [500, 'answered 500 (a server error)'],
  [503, 'answered 503 (a server error). Try again later, or contact its administrator'],
  [302, 'answered 302 (a redirect without a destination)'],
  [204, 'answered 204, not the file'],
  [304, 'answered 304, not the file'],
])('an answer with status %i is refused with a message', async (status, message) => {
  const { upstream, get } = await start(() => ({ status }))
  await expect(get(upstream.url)).rejects.toEqual(refused('source-unreachable', message))
})

const bucketSays = (code: string, type = 'application/xml') => ({
  headers: { 'content-type': type },
  body: `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>secret</Message></Error>`,
})
test.each([
  [403, bucketSays('AccessDenied'), 'answered 403 from a storage bucket. It does not contain this file, or'],
  [
    404,
    bucketSays('NoSuchKey', 'text/xml; charset=utf-8'),
    'answered 404 from a storage bucket. It does not',
  ],
  [403, bucketSays('AccessDenied', 'text/html'), 'answered 403 (access denied)'],
  [403, { headers: { 'content-type': 'application/xml' }, body: '<rss/>' }, 'answered 403 (access denied'],
])('an error of a storage bucket with status %i says what it means', async (status, said, message) => {
  const { upstream, get } = await start(() => ({ status, ...said }))
  const error = await get(upstream.url).catch((one: unknown) => one)
  expect(error).toEqual(refused('source-unreachable', message))
  expect(String(error)).not.toContain('secret')
})

test('an error of a storage bucket that never ends is not read to its end', async () => {
  const body = `<Error><Code>${'A'.repeat(10_000_000)}`
  const { upstream, get } = await start(() => ({
    status: 403,
    headers: { 'content-type': 'text/xml' },
    body,
  }))
  await expect(get(upstream.url)).rejects.toEqual(refused('source-unreachable', 'answered 403 (access'))
})

const mega = Buffer.alloc(1024 * 1024 + 1, ' ')
test.each([
  ['as it is sent', {}, mega],
  ['as it is sent, without an announced length,', { 'transfer-encoding': 'chunked' }, mega],
  ['unpacked', { 'content-encoding': 'gzip' }, gzipSync(mega)],
])('a file larger than the limit %s is not read', async (_, headers, body) => {
  const { upstream, get } = await start(() => ({ headers, body }))
  await expect(get(upstream.url)).rejects.toEqual(
    refused('source-unreadable', 'is larger than 1 MB, so the gateway does not read it. To raise this limit'),
  )
})

test.each([
  ['gzip', gzipSync('{"é":1}')],
  ['X-GZIP', gzipSync('{"é":1}')],
  ['deflate', deflateSync('{"é":1}')],
  ['identity', Buffer.from('{"é":1}')],
])('a file sent as %s is read', async (encoding, body) => {
  const { upstream, get } = await start(() => ({ headers: { 'content-encoding': encoding }, body }))
  expect(await get(upstream.url)).toMatchObject({ text: '{"é":1}' })
})

test.each([
  ['zstd', gzipSync('{}'), 'uses an unsupported compression'],
  ['gzip, gzip', gzipSync(gzipSync('{}')), 'uses an unsupported compression'],
  ['gzip', Buffer.from('{}'), 'damaged or compressed in an unsupported way'],
  ['gzip', gzipSync('{"a":"bcdefghijkl"}').subarray(0, -12), 'the file ended early'],
  ['identity', gzipSync('{}'), 'is gzip-compressed. MAAS does not unpack it'],
  ['gzip', gzipSync(gzipSync('{}')), 'is gzip-compressed. MAAS does not unpack it'],
  ['identity', Buffer.from('PK\u0003\u0004'), 'is a ZIP archive'],
  ['identity', Buffer.from([]), 'is an empty file'],
  ['gzip', gzipSync(''), 'is an empty file'],
])('a malformed file sent as %s is refused: %#', async (encoding, body, message) => {
  const { upstream, get } = await start(() => ({ headers: { 'content-encoding': encoding }, body }))
  await expect(get(upstream.url)).rejects.toEqual(refused('source-unreadable', message))
})

test('a byte order mark is kept, because the signature includes it', async () => {
  const { upstream, get } = await start(() => ({ body: '\uFEFF{}' }))
  expect(await get(upstream.url)).toMatchObject({ text: '\uFEFF{}' })
})

test('a source that is silent, slow or down is reported as such', async () => {
  const { upstream, get } = await start(() => new Promise<UpstreamAnswer>(() => {}), { idleMs: 20 })
  await expect(get(upstream.url)).rejects.toEqual(
    refused('source-unreachable', 'accepted the connection and did not answer for 0.02 s'),
  )
  await expect(get(upstream.url, {}, 1)).rejects.toEqual(
    refused('source-unreachable', 'did not answer in time, or sends too slowly'),
  )
  await upstream.close()
  await expect(get(upstream.url)).rejects.toEqual(refused('source-unreachable', 'the connection was refused'))
})

test('an aborted read rejects immediately with the reason of the signal', async () => {
  const { upstream, fetcher } = await start(() => new Promise<UpstreamAnswer>(() => {}))
  const controller = new AbortController()
  const reason = new Error('no longer wanted')
  const both = [
    fetcher.get(upstream.url, { signal: controller.signal }),
    fetcher.head(upstream.url, { signal: controller.signal }),
  ]
  controller.abort(reason)
  for (const one of both) await expect(one).rejects.toBe(reason)
  await expect(fetcher.get(upstream.url, { signal: controller.signal })).rejects.toBe(reason)
})

test('a read aborted during name resolution rejects immediately with the reason of the signal', async () => {
  const policy = createAddressPolicy({ allow: [], deny: [], resolve: () => new Promise(() => {}) })
  const fetcher = createFetcher({ rewrites: [], policy })
  open.push(fetcher)
  const controller = new AbortController()
  const reason = new Error('no longer wanted')
  const read = fetcher.get('http://slow.example.com/', { signal: controller.signal })
  controller.abort(reason)
  await expect(read).rejects.toBe(reason)
})

test.each([
  [200, 'there'],
  [404, 'absent'],
  [410, 'absent'],
  [403, 'unclear'],
  [405, 'unclear'],
  [500, 'unclear'],
])('for HEAD, status %i means %s', async (status, presence) => {
  const { upstream, head } = await start(() => ({ status, headers: { 'content-length': '9' } }))
  expect(await head(`${upstream.url}/boot-kernel`)).toEqual({
    state: presence,
    size: presence === 'there' ? 9 : null,
  })
  expect(upstream.received).toMatchObject([{ method: 'HEAD', url: '/boot-kernel' }])
})

test('many requests can share one signal without a warning', async () => {
  const warnings: Error[] = []
  const listen = (warning: Error) => warnings.push(warning)
  process.on('warning', listen)
  const { upstream, fetcher } = await start(({ url }) => ({ status: url === '/7' ? 404 : 200 }))
  const { signal } = new AbortController()
  const asked = Array.from({ length: 60 }, (_, n) => fetcher.head(`${upstream.url}/${n}`, { signal }))
  const answers = await Promise.all(asked)
  expect(answers.map(({ state }, n) => (state === 'absent' ? n : -1)).filter((n) => n >= 0)).toEqual([7])
  expect(upstream.received).toHaveLength(60)
  await new Promise(setImmediate)
  process.off('warning', listen)
  expect(warnings).toEqual([])
})

test('whether a file exists is unclear when its server is down', async () => {
  const { upstream, head } = await start(() => ({}))
  await upstream.close()
  expect(await head(upstream.url)).toEqual({ state: 'unclear', size: null })
})

test.each([
  ['ENOTFOUND', 'the host name was not found. Check its spelling'],
  ['EAI_AGAIN', 'the host name could not be resolved. Check the DNS'],
])('a name for which DNS answers %s is refused with a message', async (code, message) => {
  const resolve = () => Promise.reject(Object.assign(new Error(code), { code }))
  const policy = createAddressPolicy({ allow: [], deny: [], resolve })
  const fetcher = createFetcher({ rewrites: [], policy })
  open.push(fetcher)
  await expect(
    fetcher.get('http://nowhere.example.com/', { signal: AbortSignal.timeout(10_000) }),
  ).rejects.toEqual(refused('source-unreachable', message))
})

test.each([
  ['http://a/x/', 'http://b/x/'],
  ['http://a/x', 'http://b/x'],
  ['http://a/s', 'http://c'],
  ['http://a/s/t', 'http://c/t'],
  ['http://a/stable/t', 'http://b/stable/t'],
  ['http://aa/x', 'http://aa/x'],
])('%s is read from %s, because the longest whole prefix wins', (url, target) => {
  const rewrites = [
    ['http://a/', 'http://b/'],
    ['http://a/s/', 'http://c/'],
  ] as const
  expect(rewrite(rewrites, url)).toBe(target)
})

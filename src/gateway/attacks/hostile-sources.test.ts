import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { createAddressPolicy, type Resolved } from '#gateway/addresses/address-policy.ts'
import { type Deed, flood, say, sayAndEnd, startHostile } from '#testing/gateway/hostile-server.ts'
import type { FetchLimits } from '#gateway/fetch/fetch-limits.ts'
import { createFetcher } from '#gateway/fetch/source-fetch.ts'

const MB = 1024 * 1024
const GOOD = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood'
const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`
const FULL_CHUNK = `10000\r\n${'x'.repeat(0x10000)}\r\n`

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

type Setting = Partial<FetchLimits> & {
  names?: (name: string) => Promise<readonly Resolved[]>
  totalMs?: number
}

/** A server that does this at /bad, and a fetcher that may read from no other server. */
async function against(bad: Deed, { names, totalMs = 60_000, ...limits }: Setting = {}) {
  const server = await startHostile({ '/bad': bad, '/good': say(GOOD) })
  const policy = createAddressPolicy({
    allow: [server.host],
    deny: [],
    ...(names && { resolve: names }),
  })
  const fetcher = createFetcher({ rewrites: [], policy, limits: { bytes: MB, ...limits } })
  open.push(server, fetcher)
  const get = async (url: string, ms: number) => {
    const { bytes } = await fetcher.get(url, { signal: AbortSignal.timeout(ms) })
    return Buffer.from(bytes ?? []).toString()
  }
  return {
    server,
    fetcher,
    bad: () => get(`${server.url}/bad`, totalMs),
    get: (url: string) => get(url, 60_000),
    good: () => get(`${server.url}/good`, 60_000),
  }
}

const refused = (code: string, message: string) =>
  expect.objectContaining({ name: expect.any(String), code, message: expect.stringContaining(message) })

const bombPart = gzipSync(Buffer.alloc(MB))

test.each<[string, Deed, string, string]>([
  [
    'a body that never ends',
    flood(`${OK}\r\n`, 'x'.repeat(0x10000)),
    'source-unreadable',
    'larger than 1 MB',
  ],
  ['a body in chunks that never ends', flood(CHUNKED, FULL_CHUNK), 'source-unreadable', 'larger than 1 MB'],
  [
    'a body of 100 MB, announced',
    flood(`${OK}Content-Length: ${100 * MB}\r\n\r\n`, 'x'.repeat(MB), { times: 100 }),
    'source-unreadable',
    'larger than 1 MB',
  ],
  [
    'a body of 100 MB, not announced',
    flood(CHUNKED, FULL_CHUNK, { times: 1_600 }),
    'source-unreadable',
    'larger than 1 MB',
  ],
  [
    'an absurd announced length',
    say(`${OK}Content-Length: 9007199254740993000\r\n\r\nx`),
    'source-unreadable',
    'larger than 1 MB',
  ],
  [
    'a gzip bomb of 10 GB',
    flood(`${OK}Content-Encoding: gzip\r\n\r\n`, bombPart, { times: 10_240 }),
    'source-unreadable',
    'larger than 1 MB',
  ],
  [
    'endless gzip that unpacks to nothing',
    flood(`${OK}Content-Encoding: gzip\r\n\r\n`, gzipSync('')),
    'source-unreadable',
    'larger than 1 MB',
  ],
  [
    'a body that ends before its length',
    sayAndEnd(`${OK}Content-Length: 100\r\n\r\n{"format":`),
    'source-unreadable',
    'the file ended early',
  ],
  [
    'a body that ends before its length, with Connection: close',
    sayAndEnd(`${OK}Connection: close\r\nContent-Length: 100\r\n\r\n{"format":`),
    'source-unreadable',
    'the file ended early',
  ],
  [
    'chunks without the last one',
    sayAndEnd(CHUNKED, '5\r\n{"for\r\n'),
    'source-unreadable',
    'the file ended early',
  ],
  [
    'chunks without the last one, with Connection: close',
    sayAndEnd(`${OK}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n`, '5\r\n{"for\r\n'),
    'source-unreadable',
    'the file ended early',
  ],
  [
    'a connection that is reset in the middle of an answer',
    (socket) => socket.write(`${OK}Content-Length: 100\r\n\r\n{"form`, () => socket.resetAndDestroy()),
    'source-unreadable',
    'the file ended early',
  ],
  [
    'a connection that is reset before an answer',
    (socket) => socket.resetAndDestroy(),
    'source-unreachable',
    'closed the connection early',
  ],
  [
    'a connection that is closed without an answer',
    (socket) => socket.end(),
    'source-unreachable',
    'closed the connection early',
  ],
  [
    'a header of 100 kB',
    say(`${OK}X-Long: ${'x'.repeat(100_000)}\r\nContent-Length: 2\r\n\r\n{}`),
    'source-unreadable',
    'the answer has too many headers',
  ],
  [
    'headers without end',
    flood(OK, `X-More: ${'x'.repeat(1_000)}\r\n`),
    'source-unreadable',
    'the answer has too many headers',
  ],
  [
    'the greeting of an SSH server',
    say('SSH-2.0-OpenSSH_9.6\r\n'),
    'source-unreachable',
    'does not speak valid HTTP',
  ],
  [
    'two lengths',
    say(`${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `),
    'source-unreachable',
    'does not speak valid HTTP',
  ],
  [
    'a length and chunks',
    say(`${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
    'source-unreachable',
    'does not speak valid HTTP',
  ],
  [
    'a redirect to itself',
    say('HTTP/1.1 302 Found\r\nLocation: /bad\r\nContent-Length: 0\r\n\r\n'),
    'source-unreachable',
    'redirects more than 5 times',
  ],
  [
    'a redirect with a body that never ends',
    flood('HTTP/1.1 302 Found\r\nLocation: /bad\r\n\r\n', 'x'.repeat(0x10000)),
    'source-unreachable',
    'redirects more than 5 times',
  ],
  [
    'a refusal with a body that never ends',
    flood('HTTP/1.1 503 No\r\n\r\n', 'x'.repeat(0x10000)),
    'source-unreachable',
    'answered 503',
  ],
  ...['http://169.254.169.254/latest/', '//169.254.169.254/', 'http://[::ffff:a9fe:a9fe]/'].map(
    (to): [string, Deed, string, string] => [
      `a redirect to ${to}`,
      say(`HTTP/1.1 302 Found\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`),
      'source-unreachable',
      "a cloud's metadata service. The gateway does not read boot sources from there",
    ],
  ),
  ...['http://127.0.0.1:1/', 'http://0x7f.1:1/', 'http://[::1]:1/', '//0:1/'].map(
    (to): [string, Deed, string, string] => [
      `a redirect to ${to}`,
      say(`HTTP/1.1 307 Moved\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`),
      'source-unreachable',
      'this machine itself. The gateway does not read boot sources from there',
    ],
  ),
])('%s is refused with a message, and other files are still read', async (_, deed, code, message) => {
  const { bad, good } = await against(deed)
  await expect(bad()).rejects.toEqual(refused(code, message))
  expect(await good()).toBe('good')
})

test.each<[string, Deed]>([
  ['headers', flood(`${OK}X-Long: `, 'x', { pauseMs: 2 })],
  ['body', flood(CHUNKED, '1\r\nx\r\n', { pauseMs: 2 })],
  ['early hints', flood('', 'HTTP/1.1 103 Early Hints\r\n\r\n', { pauseMs: 2 })],
])('a read of a source that drips its %s ends at the time limit', async (_, deed) => {
  const { bad, good } = await against(deed, { totalMs: 100 })
  await expect(bad()).rejects.toEqual(
    refused('source-unreachable', 'did not answer in time, or sends too slowly'),
  )
  expect(await good()).toBe('good')
})

test('a read of a source that stops in the middle of a file is given up', async () => {
  const { bad, good } = await against(say(`${OK}Content-Length: 100\r\n\r\n{`), { idleMs: 50 })
  await expect(bad()).rejects.toEqual(refused('source-unreachable', 'the server stopped sending for 0.05 s'))
  expect(await good()).toBe('good')
})

test('bytes after the announced length are not read', async () => {
  const { bad, good } = await against(say(`${OK}Content-Length: 2\r\n\r\n{}${GOOD}`))
  expect(await bad()).toBe('{}')
  expect(await good()).toBe('good')
})

test('a server that wrongly sends a body after HEAD is understood', async () => {
  const { fetcher, server } = await against(say(GOOD))
  const { signal } = new AbortController()
  const head = () => fetcher.head(`${server.url}/bad`, { signal })
  const THERE = { state: 'there', size: 4 }
  for (let n = 0; n < 5; n += 1) expect(await head()).toEqual(THERE)
  expect(await Promise.all(Array.from({ length: 30 }, head))).toEqual(Array.from({ length: 30 }, () => THERE))
})

test('a web page instead of the file is returned as it is, because the caller recognizes it', async () => {
  const page = '<!DOCTYPE html><title>Sign in</title>'
  const { bad } = await against(
    say(`${OK}Content-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`),
  )
  expect(await bad()).toBe(page)
})

test('decompressing a file takes no more memory than the limit allows', async () => {
  const deed = flood(`${OK}Content-Encoding: gzip\r\n\r\n`, bombPart, { times: 10_240 })
  const { bad } = await against(deed, { bytes: 64 * MB })
  const before = process.memoryUsage().rss
  await expect(bad()).rejects.toEqual(refused('source-unreadable', 'larger than 64 MB'))
  // the body would have been 10 GB
  expect(process.memoryUsage().rss - before).toBeLessThan(512 * MB)
})

test('a name that resolves to a forbidden address is not read', async () => {
  const answers = ['169.254.169.254', '127.0.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0']
  const server = await startHostile({ '/': say(GOOD) })
  const { port } = new URL(server.url)
  for (const address of answers) {
    const family = address.includes(':') ? 6 : 4
    const policy = createAddressPolicy({ allow: [], deny: [], resolve: async () => [{ address, family }] })
    const fetcher = createFetcher({ rewrites: [], policy })
    open.push(fetcher)
    const url = `http://mirror.example.com:${port}/`
    const signal = AbortSignal.timeout(60_000)
    await expect(fetcher.get(url, { signal })).rejects.toEqual(
      refused('source-unreachable', `${url} leads to ${address}, `),
    )
    await expect(fetcher.head(url, { signal })).rejects.toThrow('does not read boot sources from there')
  }
  expect(server.asked).toEqual([])
  await server.close()
})

test('a name is resolved once, so the gateway connects to the address it has checked', async () => {
  let asked = 0
  const names = async () => {
    asked += 1
    return [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]
  }
  const { get, server } = await against(say(GOOD), { names })
  const { port } = new URL(server.url)
  expect(await get(`http://mirror.example.com:${port}/good`)).toBe('good')
  expect(asked).toBe(1)
})

test('many hostile sources at the same time do not delay a good one', async () => {
  const { bad, good } = await against(flood(CHUNKED, FULL_CHUNK))
  const all = await Promise.allSettled(Array.from({ length: 20 }, bad))
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['rejected']))
  expect(await good()).toBe('good')
})

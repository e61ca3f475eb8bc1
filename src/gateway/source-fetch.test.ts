import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { createFetcher, rewrite } from './source-fetch.ts'
import { type Received, type Said, startUpstream } from './test-upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function start(answer: (request: Received) => Said | Promise<Said>) {
  const upstream = await startUpstream(answer)
  const fetcher = createFetcher([['http://images.example.com/stable/', `${upstream.url}/s`]])
  open.push(upstream, fetcher)
  const get = (url: string, stamp = {}, ms = 10_000) =>
    fetcher.get(url, { stamp, signal: AbortSignal.timeout(ms) })
  return { upstream, get }
}

const refused = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) })

test('a file is asked for at the rewritten address, compressed, and only if it has changed', async () => {
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
  expect(first).toEqual({ text: '{}', stamp: { etag: '"1"', modified: 'Mon, 23 Nov 2026 00:00:00 GMT' } })
  expect(await get(url, first.stamp)).toEqual({ text: null, stamp: first.stamp })
  expect(upstream.received.map((one) => one.url)).toEqual([
    '/s/streams/v1/index.sjson',
    '/s/streams/v1/index.sjson',
  ])
})

test('redirects are followed five times and no further', async () => {
  const { upstream, get } = await start(({ url }) => {
    const left = Number(url.slice(1))
    return left > 0 ? { status: 302, headers: { location: `/${left - 1}` } } : { body: 'there' }
  })
  expect(await get(`${upstream.url}/5`)).toMatchObject({ text: 'there' })
  await expect(get(`${upstream.url}/6`)).rejects.toEqual(
    refused('source-unreachable', 'redirects more than 5 times'),
  )
})

test.each(['file:///etc/passwd', 'ftp://example.com/x'])('%s is not followed', async (location) => {
  const { upstream, get } = await start(() => ({ status: 301, headers: { location } }))
  await expect(get(upstream.url)).rejects.toEqual(
    refused('source-unreachable', 'not an http or https address'),
  )
})

test.each([
  [404, 'answered 404 (there is no such file)'],
  [403, 'answered 403 (access is not allowed)'],
  [500, 'answered 500 (an error of that server)'],
  [204, 'answered 204'],
])('an answer with status %i is refused in words', async (status, message) => {
  const { upstream, get } = await start(() => ({ status }))
  await expect(get(upstream.url)).rejects.toEqual(refused('source-unreachable', message))
})

test('a file that unpacks to more than 64 MB is not read', async () => {
  const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024))
  const { upstream, get } = await start(() => ({ headers: { 'content-encoding': 'gzip' }, body: bomb }))
  await expect(get(upstream.url)).rejects.toEqual(refused('source-unreadable', 'larger than 64 MB'))
})

test('a source that is down or silent is said so', async () => {
  const { upstream, get } = await start(() => new Promise<Said>(() => {}))
  await expect(get(upstream.url, {}, 20)).rejects.toEqual(
    refused('source-unreachable', 'did not answer in time'),
  )
  await upstream.close()
  await expect(get(upstream.url)).rejects.toEqual(refused('source-unreachable', 'the connection was refused'))
})

test.each([
  ['http://a/x/', 'http://b/x/'],
  ['http://a/x', 'http://b/x'],
  ['http://a/s', 'http://c'],
  ['http://a/s/t', 'http://c/t'],
  ['http://a/stable/t', 'http://b/stable/t'],
  ['http://aa/x', 'http://aa/x'],
])('%s is read at %s: the longest whole prefix wins', (url, target) => {
  const rewrites = [
    ['http://a/', 'http://b/'],
    ['http://a/s/', 'http://c/'],
  ] as const
  expect(rewrite(rewrites, url)).toBe(target)
})

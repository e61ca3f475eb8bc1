import { afterEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { type Deed, say, sayAndEnd, startHostile } from '#testing/gateway/hostile-server.ts'
import { createHttpRegion } from './http-region.ts'
import { Refusal } from '#gateway/refusal.ts'
import {
  upstreamJson,
  type Received,
  type UpstreamAnswer,
  startUpstream,
  upstreamText,
} from '#testing/gateway/test-upstream.ts'

const KEY = { consumer: 'CONSUMER', token: 'TOKENTOKEN', secret: 'SECRETSECRET' }
const NOW = Date.UTC(2026, 10, 23, 9, 0, 0)
const anything = z.object({ ok: z.boolean() })

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** A region at this address that records its pauses instead of waiting. */
function regionAt(url: string, limits: { readMs?: number; writeMs?: number } = {}) {
  const waits: number[] = []
  const region = createHttpRegion(`${url}/MAAS`, {
    now: () => NOW,
    random: () => 0.5,
    wait: async (ms) => void waits.push(ms),
    ...limits,
  })
  open.push(region)
  return { region, client: region.as(KEY), waits }
}
async function answering(answer: (request: Received, count: number) => UpstreamAnswer) {
  let count = 0
  const upstream = await startUpstream((request) => answer(request, count++))
  open.push(upstream)
  return { upstream, ...regionAt(upstream.url) }
}
async function hostile(deed: Deed, limits?: { readMs?: number; writeMs?: number }) {
  const server = await startHostile({ '/MAAS/api/2.0/x/': deed })
  open.push(server)
  return { server, ...regionAt(server.url, limits) }
}
const refusal = (asked: Promise<unknown>): Promise<Refusal> =>
  asked.then(
    () => Promise.reject(new Error('It was answered.')),
    (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)),
  )

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'

test.each([
  ['hangs', say(), 504, 'region-unreachable', 'it did not answer in time'],
  ['hangs after the headers', say(`${OK}Content-Length: 9\r\n\r\n`), 504, 'region-unreachable', 'in time'],
  ['cuts the connection', (socket) => socket.resetAndDestroy(), 502, 'region-unreachable', 'was cut'],
  ['closes the connection without an answer', sayAndEnd(), 502, 'region-unreachable', 'was cut'],
  [
    'closes the connection in the middle',
    sayAndEnd(`${OK}Content-Length: 99\r\n\r\n{"ok":`),
    502,
    'region-unreachable',
    'was cut before the answer was complete',
  ],
  ['does not speak HTTP', sayAndEnd('SSH-2.0-OpenSSH_9.2\r\n'), 502, 'region-unreachable', 'valid HTTP'],
  [
    'answers incomplete JSON',
    say(`${OK}Content-Length: 6\r\n\r\n{"ok":`),
    502,
    'region-unreadable',
    'incomplete JSON',
  ],
  [
    'answers an empty body',
    say(`${OK}Content-Length: 0\r\n\r\n`),
    502,
    'region-unreadable',
    'incomplete JSON',
  ],
  ['answers something else', say(`${OK}Content-Length: 2\r\n\r\n[]`), 502, 'region-unreadable', 'in a form'],
] as readonly (readonly [string, Deed, number, string, string])[])(
  'a region that %s is reported as such, and the next call is made',
  async (_, deed, status, code, words) => {
    const { server, client } = await hostile(deed, status === 504 ? { readMs: 150 } : {})
    const said = await refusal(client.get('x/', anything))
    expect(said).toMatchObject({ status, code })
    expect(said.message).toContain(words)
    const before = server.asked.length
    await refusal(client.get('x/', anything))
    expect(server.asked.length).toBeGreaterThan(before)
  },
)

const html = (status: number, body = '<!DOCTYPE html><p>FROM-OUTSIDE', headers = {}): UpstreamAnswer => ({
  status,
  headers: { 'content-type': 'text/html', ...headers },
  body,
})

test.each([
  ['a page with 200', html(200), 502, 'region-unreadable', 'a web page instead of data'],
  [
    'a page with the type of JSON',
    { ...upstreamJson({}), body: '\n<html>FROM-OUTSIDE' },
    502,
    'region-unreadable',
    'a web page',
  ],
  [
    'a redirect',
    html(302, 'FROM-OUTSIDE', { location: 'https://login.example.com/FROM-OUTSIDE' }),
    502,
    'region-unreadable',
    'redirects to login.example.com (https)',
  ],
  ['413', html(413), 413, 'region-refused', 'too large'],
  ['429', { ...html(429), headers: { 'retry-after': '5' } }, 429, 'region-refused', 'wait 5 seconds'],
  ['500 as a page', html(500), 502, 'region-refused', 'MAAS answered with an error (500).'],
  ['502', html(502), 502, 'region-unreachable', 'the region behind it does not'],
  ['503', html(503), 502, 'region-unreachable', 'MAAS is not ready'],
  ['504', html(504), 502, 'region-unreachable', 'the region behind it does not'],
])(
  'a region that answers %s is reported as such, for reads and writes',
  async (_, said, status, code, words) => {
    const { client } = await answering(() => said)
    for (const ask of [() => client.get('x/', anything), () => client.send('POST', 'x/')]) {
      const answer = await refusal(ask())
      expect(answer).toMatchObject({ status, code })
      expect(answer.message).toContain(words)
      expect(answer.message).not.toContain('FROM-OUTSIDE')
    }
  },
)

test('the address of a redirect is not requested', async () => {
  const other = await startUpstream(() => upstreamJson({ ok: true }))
  open.push(other)
  const { client } = await answering(() => html(302, '', { location: `${other.url}/MAAS/api/2.0/x/` }))
  await refusal(client.get('x/', anything))
  expect(other.received).toEqual([])
})

test.each([502, 503, 504])('a read that gets %i is repeated twice, after growing pauses', async (status) => {
  const { client, waits, upstream } = await answering((_, count) =>
    count < 2 ? html(status) : upstreamJson({ ok: true }),
  )
  expect(await client.get('x/', anything)).toEqual({ ok: true })
  expect(waits).toEqual([100, 200])
  expect(upstream.received).toHaveLength(3)
})

test('a read is tried at most three times', async () => {
  const { client, upstream } = await answering(() => html(503))
  await refusal(client.get('x/', anything))
  expect(upstream.received).toHaveLength(3)
})

test('a read whose connection is cut is repeated', async () => {
  let count = 0
  const { client } = await hostile((socket) => {
    count += 1
    if (count < 3) socket.resetAndDestroy()
    else socket.write(`${OK}Content-Length: 11\r\n\r\n{"ok":true}`)
  })
  expect(await client.get('x/', anything)).toEqual({ ok: true })
})

test('each try has its own nonce, because MAAS accepts a nonce once', async () => {
  const { client, upstream } = await answering(() => html(503))
  await refusal(client.get('x/', anything))
  await refusal(client.get('x/', anything))
  const nonces = upstream.received.map(
    ({ headers }) => /oauth_nonce="(\w+)"/.exec(headers.authorization ?? '')?.[1],
  )
  expect(nonces).toHaveLength(6)
  expect(new Set(nonces).size).toBe(6)
  expect(nonces).not.toContain(undefined)
})

test.each(['POST', 'PUT', 'DELETE'] as const)(
  'a %s is never repeated, because it may have been done',
  async (method) => {
    const { client, upstream } = await answering(() => html(503))
    await refusal(client.send(method, 'x/'))
    expect(upstream.received).toHaveLength(1)
    const cut = await hostile((socket) => socket.resetAndDestroy())
    await refusal(cut.client.send(method, 'x/'))
    expect(cut.server.asked).toHaveLength(1)
  },
)

test.each([400, 401, 403, 404, 413, 429, 500])('a read that gets %i is not repeated', async (status) => {
  const { client, upstream } = await answering(() => upstreamText('no', status))
  await refusal(client.get('x/', anything))
  expect(upstream.received).toHaveLength(1)
})

test('a short Retry-After is obeyed, in seconds or as a date', async () => {
  const after = ['2', new Date(NOW + 3_000).toUTCString()]
  const { client, waits } = await answering((_, count) =>
    count < 2 ? html(503, '', { 'retry-after': after[count] ?? '' }) : upstreamJson({ ok: true }),
  )
  expect(await client.get('x/', anything)).toEqual({ ok: true })
  expect(waits).toEqual([2_100, 3_200])
})

test('a long Retry-After is reported instead of waited for', async () => {
  const { client, waits, upstream } = await answering(() => html(503, '', { 'retry-after': '120' }))
  const said = await refusal(client.get('x/', anything))
  expect(said).toMatchObject({ status: 502, retryAfter: 120 })
  expect(said.message).toContain('2 minutes')
  expect([waits, upstream.received.length]).toEqual([[], 1])
})

test('users share connections, and each call is signed with the key of its user', async () => {
  const { region, upstream } = await answering(() => upstreamJson({ ok: true }))
  const other = { consumer: 'OTHER', token: 'o', secret: 's' }
  await region.as(KEY).get('x/', anything)
  await region.as(other).get('x/', anything)
  await region.as(null).get('x/', anything)
  const signed = upstream.received.map(
    ({ headers }) => /consumer_key="(\w+)"/.exec(headers.authorization ?? '')?.[1],
  )
  expect(signed).toEqual(['CONSUMER', 'OTHER', undefined])
})

test('errors of MAAS are shown without the key', async () => {
  const { client } = await answering(() => upstreamText('failed for TOKENTOKEN &SECRETSECRET', 500))
  const { message } = await refusal(client.get('x/', anything))
  expect(message).toBe(
    'MAAS answered with an error (500): failed for … &… Try again. If the error persists, check the log of the region.',
  )
})

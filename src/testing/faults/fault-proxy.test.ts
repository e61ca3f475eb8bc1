import { expect, onTestFinished, test, vi } from 'vitest'
import { request } from 'undici'
import {
  upstreamJson,
  startUpstream,
  upstreamText,
  type Received,
  type UpstreamAnswer,
} from '#testing/gateway/test-upstream.ts'
import { startFaultProxy } from './fault-proxy.ts'
import type { ProxyFault } from './faults.ts'

const SAID = { releases: ['noble', 'resolute'], complete: true }

async function between(answer: (request: Received) => UpstreamAnswer = () => upstreamJson(SAID)) {
  const upstream = await startUpstream(answer)
  const proxy = await startFaultProxy(`${upstream.url}/MAAS`)
  onTestFinished(async () => {
    await proxy.close()
    await upstream.close()
  })
  const call = async (method: 'GET' | 'POST' = 'GET', path = '/api/', body?: string) => {
    const answer = await request(proxy.url + path, {
      method,
      headers: { 'content-type': 'text/plain', 'x-own': 'kept' },
      ...(body !== undefined && { body }),
    })
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
  }
  return { upstream, proxy, call }
}

test('a call without a fault passes through unchanged in both directions', async () => {
  const { upstream, proxy, call } = await between(() => upstreamText('done', 201))
  const answer = await call('POST', '/api/?op=import', 'os=ubuntu')
  expect(answer).toMatchObject({ status: 201, text: 'done' })
  expect(answer.headers['content-type']).toMatch('text/plain')
  expect(upstream.received).toHaveLength(1)
  expect(upstream.received[0]).toMatchObject({ method: 'POST', url: '/MAAS/api/?op=import' })
  expect(upstream.received[0]?.body.toString()).toBe('os=ubuntu')
  expect(upstream.received[0]?.headers['x-own']).toBe('kept')
  expect(proxy.seen).toEqual([{ method: 'POST', path: '/MAAS/api/?op=import', status: 201 }])
})

const BROKEN: readonly (readonly [ProxyFault, reached: number])[] = [
  [{ kind: 'drop', when: 'before' }, 0],
  [{ kind: 'drop', when: 'after' }, 1],
  [{ kind: 'truncate' }, 1],
  [{ kind: 'reset', at: 'headers' }, 1],
  [{ kind: 'reset', at: 'body' }, 1],
]
test.each(BROKEN)(
  '%o ends the connection, once, and the region receives %d calls',
  async (fault, reached) => {
    const { upstream, proxy, call } = await between()
    void proxy.faults.next({}, fault)
    await expect(call('POST')).rejects.toThrow(/closed|reset|terminated|mismatch|aborted|ECONN/i)
    expect(upstream.received).toHaveLength(reached)
    expect(proxy.seen[0]?.status).toBe(reached === 0 ? null : 200)
    expect(JSON.parse((await call()).text)).toEqual(SAID)
  },
)

test('a corrupt answer keeps its length, and is not JSON', async () => {
  const { proxy, call } = await between()
  void proxy.faults.next({}, { kind: 'corrupt' })
  const { status, headers, text } = await call()
  expect([status, headers['content-length']]).toEqual([200, String(JSON.stringify(SAID).length)])
  expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
})

test('half an answer can look complete: it has a matching length', async () => {
  const { proxy, call } = await between()
  void proxy.faults.next({}, { kind: 'halve' })
  const { status, text } = await call()
  expect([status, text]).toEqual([200, JSON.stringify(SAID).slice(0, text.length)])
  expect(text).toHaveLength(Math.floor(JSON.stringify(SAID).length / 2))
})

test.each([
  ['portal', 200, 'content-type', 'text/html'],
  ['bad-gateway', 502, 'content-type', 'text/html'],
  ['too-large', 413, 'content-type', 'text/html'],
  ['come-later', 503, 'retry-after', '120'],
  ['elsewhere', 302, 'location', 'http://login.example.com/?next=maas'],
] as const)('instead of the region, or after it, %s answers %d', async (answer, status, header, value) => {
  for (const when of ['before', 'after'] as const) {
    const { upstream, proxy, call } = await between()
    void proxy.faults.next({}, { kind: 'instead', answer, when })
    const said = await call()
    expect(said.status).toBe(status)
    expect(said.headers[header]).toBe(value)
    expect(said.text).toMatch(/^<html>/)
    expect(upstream.received).toHaveLength(when === 'after' ? 1 : 0)
  }
})

test.each([
  ['delay', 0],
  ['hang', 1],
] as const)(
  'a %s ends when it is released; until then the region has received %d calls',
  async (kind, reached) => {
    const { upstream, proxy, call } = await between()
    let release = () => {}
    const until = new Promise<void>((resolve) => (release = resolve))
    const met = proxy.faults.next({}, { kind, until })
    const asked = call()
    await met
    expect(upstream.received).toHaveLength(reached)
    release()
    expect(JSON.parse((await asked).text)).toEqual(SAID)
  },
)

test('a stubborn delayed call reaches the region although its caller has left', async () => {
  const { upstream, proxy } = await between()
  let release = () => {}
  const until = new Promise<void>((resolve) => (release = resolve))
  const leave = new AbortController()
  const met = proxy.faults.next({}, { kind: 'delay', until, stubborn: true })
  const asked = request(`${proxy.url}/api/`, { method: 'POST', signal: leave.signal })
  await met
  leave.abort()
  await expect(asked).rejects.toThrow(/abort/i)
  expect(upstream.received).toHaveLength(0)
  release()
  await vi.waitUntil(() => proxy.seen[0]?.status === 200, { timeout: 20_000 })
  expect(upstream.received).toHaveLength(1)
})

test.each([
  ['delay', 0],
  ['hang', 1],
] as const)('a %s can end in a lost connection', async (kind, reached) => {
  const { upstream, proxy, call } = await between()
  let lose = () => {}
  const until = new Promise<void>((_, reject) => (lose = () => reject(new Error('lost'))))
  const met = proxy.faults.next({}, { kind, until })
  const asked = call('POST')
  await met
  lose()
  await expect(asked).rejects.toThrow(/closed|reset/i)
  expect(upstream.received).toHaveLength(reached)
})

test('a fault affects the intended call: by method, path and count', async () => {
  const { proxy, call } = await between()
  void proxy.faults.next(
    { method: 'POST', path: /op=import/, nth: 2 },
    { kind: 'instead', answer: 'bad-gateway', when: 'before' },
  )
  const statuses: number[] = []
  for (const [method, path] of [
    ['POST', '/api/?op=import'],
    ['GET', '/api/?op=import'],
    ['POST', '/api/?op=stop'],
    ['POST', '/api/?op=import'],
    ['POST', '/api/?op=import'],
  ] as const)
    statuses.push((await call(method, path)).status)
  expect(statuses).toEqual([200, 200, 200, 502, 200])
})

test('a fault for every call lasts until it is removed', async () => {
  const { proxy, call } = await between()
  const mend = proxy.faults.every({}, { kind: 'instead', answer: 'bad-gateway', when: 'before' })
  expect([(await call()).status, (await call()).status]).toEqual([502, 502])
  mend()
  expect((await call()).status).toBe(200)
})

test('when the region cuts the connection, the proxy cuts it, too', async () => {
  const { upstream, proxy, call } = await between()
  await upstream.close()
  await expect(call('POST')).rejects.toThrow(/closed|reset/i)
  expect(proxy.seen[0]?.status).toBeNull()
})

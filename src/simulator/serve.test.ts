import { connect } from 'node:net'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { demoStreams } from '#simulator/demo/demo-streams.ts'
import { signature } from '#testing/simulator/fixture-client.ts'
import { startSimulator, type Simulator } from './serve.ts'

const running: Simulator[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()))
})

async function start(scenario?: string, now = Date.now): Promise<Simulator> {
  const simulator = await startSimulator({ now, ...(scenario !== undefined && { scenario }) })
  running.push(simulator)
  return simulator
}

const ask = ({ maasUrl, apiKey, clock }: Simulator, path: string, init: RequestInit = {}) =>
  fetch(`${maasUrl}/api/2.0/${path}`, {
    ...init,
    headers: { Authorization: signature(apiKey, clock.wall()) },
  })

test('a MAAS answers on a loopback port', async () => {
  const simulator = await start()
  expect(simulator.maasUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/MAAS$/)
  const response = await ask(simulator, 'users/?op=whoami')
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ username: 'admin', is_superuser: true })
})

test.each([
  ['default', 'admin'],
  ['read-only', 'operator'],
])('in the scenario %s a given key is that of %s', async (scenario, username) => {
  const simulator = await startSimulator({ scenario, apiKey: 'a:b:c' })
  running.push(simulator)
  expect(simulator.apiKey).toBe('a:b:c')
  expect(await (await ask(simulator, 'users/?op=whoami')).json()).toMatchObject({ username })
})

test('signing in sets both cookies, each in a header of its own', async () => {
  const { maasUrl } = await start()
  const body = new URLSearchParams({ username: 'admin', password: 'admin' })
  const { headers } = await fetch(`${maasUrl}/accounts/login/`, { method: 'POST', body })
  expect(headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual(['csrftoken', 'sessionid'])
})

test('a name and a password give a key; once it is deleted, MAAS refuses it', async () => {
  const simulator = await start('default', () => Date.UTC(2026, 10, 23, 9, 0, 0))
  const { maasUrl, region, clock } = simulator
  const response = await fetch(`${maasUrl}/accounts/authenticate/`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'operator', password: 'operator', consumer: 'a page' }),
  })
  const given = (await response.json()) as Record<string, string>
  const apiKey = [given['consumer_key'], given['token_key'], given['token_secret']].join(':')
  const whoami = async () => {
    const answer = await ask({ ...simulator, apiKey }, 'users/?op=whoami')
    expect(answer.headers.get('Date')).toBe(new Date(clock.wall()).toUTCString())
    return answer
  }
  expect(await (await whoami()).json()).toMatchObject({ username: 'operator', is_superuser: false })
  expect(region.revokeKey(apiKey)).toBe(true)
  expect((await whoami()).status).toBe(401)
  expect(region.revokeKey(apiKey)).toBe(false)
})

test('an uploaded keyring arrives byte by byte', async () => {
  const simulator = await start()
  const keyring = new Uint8Array(256).map((_, index) => index)
  const body = new FormData()
  body.append('url', 'http://a.example.com/')
  body.append('keyring_data', new Blob([keyring]), 'keyring.gpg')
  const answer: unknown = await (await ask(simulator, 'boot-sources/', { method: 'POST', body })).json()
  expect(answer).toMatchObject({ keyring_data: Buffer.from(keyring).toString('base64') })
})

test('the demo streams are served as files, with an ETag that avoids the next transfer', async () => {
  const { streamsUrl } = await start()
  const index = `${streamsUrl}/stable/streams/v1/index.sjson`
  const first = await fetch(index)
  expect(first.headers.get('Content-Type')).toBe('application/octet-stream')
  expect(await first.text()).toBe((await demoStreams()).trees.stable.files.get('streams/v1/index.sjson'))
  const tag = first.headers.get('ETag') ?? ''
  const again = await fetch(index, { headers: { 'If-None-Match': tag } })
  expect(again.status).toBe(304)
  expect((await fetch(`${streamsUrl}/stable/nothing`)).status).toBe(404)
  expect((await fetch(`${streamsUrl}/toString/x`)).status).toBe(404)
})

test('an image file is served without being stored: its length, and as many bytes as a client reads', async () => {
  const { streamsUrl } = await start()
  const { products } = (await demoStreams()).trees.stable
  const file = products.flatMap(({ versions }) => versions[0]?.items ?? []).find(({ size }) => size > 4e8)
  const url = `${streamsUrl}/stable/${file?.path}`
  const head = await fetch(url, { method: 'HEAD' })
  expect([head.status, head.headers.get('Content-Length')]).toEqual([200, String(file?.size)])
  const body = (await fetch(url)).body?.getReader()
  expect((await body?.read())?.value?.every((byte) => byte === 0)).toBe(true)
  await body?.cancel()
  const small = products.flatMap(({ versions }) => versions[0]?.items ?? []).find(({ size }) => size < 20_000)
  const all = await (await fetch(`${streamsUrl}/stable/${small?.path}`)).arrayBuffer()
  expect(all.byteLength).toBe(small?.size)
  expect((await fetch(`${url}x`, { method: 'HEAD' })).status).toBe(404)
})

test('the mirrors are served, and one whose server hides dotfiles lacks its bookkeeping', async () => {
  const { streamsUrl, rewrites } = await start()
  const status = async (path: string) => (await fetch(`${streamsUrl}/${path}`, { method: 'HEAD' })).status
  expect(await status('mirror/.data/references.json')).toBe(200)
  expect(await status('plain-mirror/.data/references.json')).toBe(404)
  expect(await status('mirror/streams/v1/index.sjson')).toBe(200)
  expect(await status('mirror/streams/v1/index.json')).toBe(404)
  expect(await status('keyring/other.gpg')).toBe(200)
  expect(rewrites.map(([from]) => from)).toEqual([
    'http://images.maas.io/ephemeral-v3/stable/',
    'http://images.maas.io/ephemeral-v3/candidate/',
    'http://mirror.example.com/large/',
    'http://mirror.example.com/ubuntu/',
    'http://mirror.example.com/plain/',
    'http://mirror.example.com/other/',
  ])
})

test('the public addresses of the streams are listed, and the region finds the streams at both addresses', async () => {
  const { rewrites, region, keyring, clock } = await start('fresh')
  expect(rewrites.map(([from]) => from)).toContain('http://images.maas.io/ephemeral-v3/stable/')
  const [, candidate = ''] = rewrites.find(([from]) => from.includes('candidate')) ?? []
  const { id } = region.createSource({ url: candidate, keyringData: keyring })
  clock.advance(600)
  expect(region.createSelection(id, { os: 'ubuntu', release: 'noble' }).sourceId).toBe(id)
})

test('a test can add one failing answer, and can cut connections', async () => {
  const simulator = await start()
  simulator.use(
    http.get('*/MAAS/api/2.0/boot-resources/', () => new HttpResponse('Boom', { status: 500 }), {
      once: true,
    }),
  )
  expect((await ask(simulator, 'boot-resources/')).status).toBe(500)
  expect((await ask(simulator, 'boot-resources/')).status).toBe(200)

  simulator.use(http.get('*/MAAS/api/2.0/boot-resources/', () => HttpResponse.error()))
  await expect(ask(simulator, 'boot-resources/')).rejects.toThrow('fetch failed')
  simulator.resetHandlers()
  expect((await ask(simulator, 'boot-resources/')).status).toBe(200)

  simulator.setOffline(true)
  await expect(ask(simulator, 'version/')).rejects.toThrow('fetch failed')
  simulator.setOffline(false)
  expect((await ask(simulator, 'version/')).status).toBe(200)
})

test('the offline region can be reached when it is back', async () => {
  const simulator = await start('offline')
  await expect(ask(simulator, 'version/')).rejects.toThrow('fetch failed')
  simulator.setOffline(false)
  expect((await ask(simulator, 'version/')).status).toBe(200)
})

test('a port that is taken and an unknown scenario are refused', async () => {
  const { maasUrl } = await start()
  await expect(startSimulator({ port: Number(new URL(maasUrl).port) })).rejects.toThrow('EADDRINUSE')
  await expect(startSimulator({ scenario: 'nonsense' })).rejects.toThrow('There is no scenario "nonsense"')
})

test('the web server in front refuses bodies over 10 MB and addresses with a broken escape', async () => {
  const simulator = await start()
  const body = new Uint8Array(11 * 1024 * 1024)
  const tooLarge = await ask(simulator, 'boot-sources/', { method: 'POST', body })
  expect([tooLarge.status, tooLarge.headers.get('Content-Type')]).toEqual([413, 'text/html'])
  expect(await tooLarge.text()).toContain('<title>413 Request Entity Too Large</title>')
  expect((await ask(simulator, 'boot-sources/%')).status).toBe(400)
})

test('the root and /MAAS redirect to the page of MAAS', async () => {
  const { maasUrl } = await start()
  for (const path of ['', '/', '/../']) {
    const { status, headers } = await fetch(`${maasUrl}${path}`, { redirect: 'manual' })
    expect([status, headers.get('Location')]).toEqual([301, '/MAAS/r/'])
  }
})

test('no method, address or Host header makes the region fail or write to the console', async () => {
  const { maasUrl } = await start()
  const log = vi.spyOn(console, 'error').mockReturnValue()
  const port = Number(new URL(maasUrl).port)
  const lines: [request: string, status: string][] = [
    ['TRACE /MAAS/api/2.0/version/', '405'],
    ['CONNECT example.com:443', '405'],
    ['HEAD /MAAS/api/2.0/version/', '405'],
    ['OPTIONS /MAAS/api/2.0/version/', '405'],
    ['PROPFIND /MAAS/api/2.0/version/', '405'],
    ['OPTIONS /MAAS/api/2.0/boot-resources/', '401'],
    ['HEAD /MAAS/api/2.0/boot-sources/', '403'],
    ['NONSENSE /MAAS/api/2.0/version/', '400'],
    ['OPTIONS *', '400'],
    ['GET //MAAS/api/2.0/version/', '200'],
    ['GET /MAAS/api/2.0//version/', '404'],
    ['GET http://example.com/MAAS/api/2.0/version/', '200'],
    ['GET /MAAS/api/2.0/%ff/', '404'],
    ['GET /nothing', '404'],
  ]
  for (const [request, status] of lines)
    expect(await rawAnswer(port, request, 'not a name'), request).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(log).not.toHaveBeenCalled()
  log.mockRestore()
})

async function rawAnswer(port: number, request: string, host: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${request} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

test('the large region lists thousands of resources', async () => {
  const simulator = await start('large')
  const list = (await (await ask(simulator, 'boot-resources/')).json()) as unknown[]
  expect(list.length).toBeGreaterThan(2000)
})

import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import { Agent, request } from 'undici'
import { afterEach, expect, test, vi } from 'vitest'
import { createLog } from '#gateway/http/log.ts'
import { type GatewayOptions, startGateway } from '#gateway/server.ts'
import { upstreamJson, startUpstream } from '#testing/gateway/test-upstream.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const one of open.splice(0).reverse()) await one.close()
})

const VERSION = { version: '3.5.13', subversion: '', capabilities: [] }
const HOURS = 3_600_000

async function certificate() {
  const notAfterDate = new Date(Date.now() + 24 * HOURS)
  const pair = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  })
  return { cert: pair.cert, key: pair.private }
}

async function start(options: Partial<GatewayOptions> = {}) {
  const upstream = await startUpstream(() => upstreamJson(VERSION))
  open.push(upstream)
  const gateway = await startGateway({
    maasUrl: `${upstream.url}/MAAS`,
    credentials: { kind: 'fixed', apiKey: 'a:b:c' },
    keyringFile: async () => ({ state: 'elsewhere' }),
    ...options,
  })
  open.push(gateway)
  return gateway
}

test('with TLS the gateway answers clients that trust its certificate, and does not answer over plain HTTP', async () => {
  const tls = await certificate()
  const gateway = await start({ tls })
  expect(gateway.url).toMatch(/^https:/)
  const dispatcher = new Agent({ connect: { ca: tls.cert } })
  open.push(dispatcher)
  expect((await request(`${gateway.url}/healthz`, { dispatcher })).statusCode).toBe(200)
  await expect(request(`${gateway.url}/healthz`)).rejects.toThrow(/self.signed/)
  await expect(request(gateway.url.replace('https', 'http'))).rejects.toThrow(/socket|closed|reset/i)
})

test('a certificate that does not match its key is reported at the start', async () => {
  const [one, other] = await Promise.all([certificate(), certificate()])
  await expect(start({ tls: { cert: one.cert, key: other.key } })).rejects.toThrow(/key values mismatch/i)
})

test('a region with a private certificate authority is trusted with --ca, and refused with a message without it', async () => {
  const { cert, key } = await certificate()
  const region = createServer({ cert, key }, (_, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(VERSION))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => region.once('listening', resolve))
  open.push({ close: async () => region.close() })
  const maasUrl = `https://127.0.0.1:${(region.address() as AddressInfo).port}/MAAS`
  const path = '/MAAS/api/2.0/version/'

  const trusting = await start({ maasUrl, exchange: { ca: cert } })
  expect((await request(trusting.url + path)).statusCode).toBe(200)

  const strict = await start({ maasUrl })
  // a variable that someone has set on the machine must not switch verification off
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const refused = await request(strict.url + path)
  expect(refused.statusCode).toBe(502)
  const { error } = (await refused.body.json()) as { error: { message: string } }
  expect(error.message).toContain('its certificate is not trusted')
  expect(error.message).toContain('--ca')
})

test('with a base path every path is below it, and the root redirects there', async () => {
  const gateway = await start({ basePath: '/ui/' })
  const origin = new URL(gateway.url).origin
  expect(gateway.url).toBe(`${origin}/ui`)
  expect((await request(`${origin}/ui/MAAS/api/2.0/version/`)).statusCode).toBe(200)
  expect((await request(`${origin}/MAAS/api/2.0/version/`)).statusCode).toBe(404)
  const door = await request(`${origin}/ui`)
  expect([door.statusCode, door.headers['location']]).toEqual([308, '/ui/'])
  expect((await request(`${origin}/healthz`)).statusCode).toBe(200)
})

test('an unknown host name is refused with the option that allows it', async () => {
  const gateway = await start({ allowedHosts: ['*.lab.example.com'] })
  const ask = async (host: string) =>
    (await request(`${gateway.url}/healthz`, { headers: { host } })).statusCode
  expect(await ask('evil.example.com')).toBe(421)
  expect(await ask('maas.lab.example.com')).toBe(200)
})

test('every request is one log line with the ID that an error message shows', async () => {
  const lines: string[] = []
  const gateway = await start({ log: createLog('info', (line) => lines.push(line)) })
  await (await request(`${gateway.url}/MAAS/api/2.0/version/?secret=no`)).body.dump()
  const answer = await request(`${gateway.url}/gateway/nothing`)
  const { error } = (await answer.body.json()) as { error: { requestId: string } }
  await gateway.close()
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(entries).toEqual([
    expect.objectContaining({ method: 'GET', path: '/MAAS/api/2.0/version/', status: 404 }),
    expect.objectContaining({
      path: '/gateway/nothing',
      status: 404,
      code: 'not-found',
      id: error.requestId,
    }),
  ])
  expect(lines.join('')).not.toContain('secret=no')
})

test('/metrics reports routes and calls to the region when metrics are on, and does not exist otherwise', async () => {
  const quiet = await start()
  expect((await request(`${quiet.url}/metrics`)).statusCode).toBe(404)

  const gateway = await start({ metrics: true })
  await (await request(`${gateway.url}/MAAS/api/2.0/version/`)).body.dump()
  await (await request(`${gateway.url}/gateway/made-up-${'x'.repeat(50)}`)).body.dump()
  const answer = await request(`${gateway.url}/metrics`)
  expect(answer.headers['content-type']).toContain('text/plain')
  const text = await answer.body.text()
  expect(text).toContain(
    'maas_images_http_request_seconds_count{route="/MAAS/api/2.0/version/",method="GET",status="200"} 1',
  )
  expect(text).toContain('maas_images_region_call_seconds_count{method="GET",status="200"} 1')
  expect(text).toContain('maas_images_keys_in_use 1')
  // made-up addresses do not fill the memory: they share one label
  expect(text).toContain('route="page",method="GET",status="404"')
  expect(text).not.toContain('made-up')
})

import { request } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { flood, type Flooding, signInHead } from '#testing/hostile/flood.ts'
import { startGatewayProcess } from '#testing/hostile/gateway-process.ts'
import {
  EXPECTED_SOURCE,
  COOKIE_SECRET,
  headersOf,
  obedient,
  PASSWORD,
  SOURCE,
  statusOf,
} from '#testing/gateway/test-wire.ts'
import { startUpstream } from '#testing/gateway/test-upstream.ts'

/* Floods a gateway that runs in a separate process, with the limits of the product. */

const MB = 1024 * 1024
const KB = 1024
/** ms; longer than any machine needs to send the data of a test. */
const LONG = 600_000
/** No limit for one address or for slow requests, so that a flood can use the whole gateway. */
const ANY = { connectionsPerAddress: 10_000, strangerMs: LONG }

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})
async function start(limits: Parameters<typeof startGatewayProcess>[0]['limits']) {
  const region = await startUpstream(obedient)
  open.push(region)
  const gateway = await startGatewayProcess({ maasUrl: `${region.url}/MAAS`, secret: COOKIE_SECRET, limits })
  open.push(gateway)
  const url = `http://127.0.0.1:${gateway.port}`
  const send = (method: string, path: string, body: unknown, cookie = '') =>
    request(url + path, {
      method: method as 'POST',
      headers: { 'x-maas-images': '1', 'content-type': 'application/json', ...(cookie && { cookie }) },
      body: JSON.stringify(body),
    })
  return {
    port: gateway.port,
    peakBytes: () => gateway.peakBytes(),
    healthz: async () => (await request(`${url}/healthz`)).statusCode,
    /** Signs in; the Cookie header of the session. */
    signIn: async () => {
      const body = { kind: 'password', username: 'admin', password: PASSWORD }
      const { statusCode, headers } = await send('POST', '/gateway/session', body)
      return { status: statusCode, cookie: String([headers['set-cookie'] ?? ''].flat()[0]).split(';')[0] }
    },
    save: async (cookie: string | undefined, body: object) =>
      (await send('PUT', '/MAAS/api/2.0/boot-sources/1/', body, cookie)).statusCode,
    /** The value of a metric, as Prometheus reads it. */
    figure: async (name: string) => {
      const text = await (await request(`${url}/metrics`)).body.text()
      return Number(new RegExp(`^maas_images_${name} (\\d+)$`, 'm').exec(text)?.[1])
    },
  }
}
const endAll = async (all: readonly Flooding[]) => {
  for (const { socket } of all) socket.destroy()
  await Promise.all(all.map(({ closed }) => closed))
}
const counted = (all: readonly Flooding[], status: number) =>
  all.filter(({ said }) => statusOf(said()) === status)

test('600 connections that announce a sign-in of 1 MB are refused before they send it', async () => {
  const { port, peakBytes, signIn } = await start(ANY)
  const before = await peakBytes()
  const all = await flood(port, 600, signInHead(port, `Content-Length: ${MB}`) + '{"kind":"')
  await Promise.all(all.map(({ closed }) => closed))
  expect(counted(all, 413)).toHaveLength(600)
  expect((await signIn()).status).toBe(200)
  expect(((await peakBytes()) - before) / MB).toBeLessThan(200)
})

test('500 open sign-ins of the largest size use up only their own memory budget', async () => {
  const { port, peakBytes, healthz, signIn, save, figure } = await start(ANY)
  const { cookie } = await signIn()
  const before = await peakBytes()
  // the last bytes are missing, so the request stays open
  const body = `{"kind":"${'x'.repeat(8 * KB - 10)}`
  const all = await flood(port, 500, signInHead(port, `Content-Length: ${8 * KB}`) + body)
  const room = (2 * MB) / (8 * KB - 1 - KB)
  const full = Math.floor(room)
  await expect.poll(() => counted(all, 503).length, { timeout: LONG }).toBeGreaterThanOrEqual(500 - full - 1)
  const [refused] = counted(all, 503)
  expect(headersOf(refused?.said() ?? '')).toMatchObject({ 'retry-after': '5', connection: 'close' })
  expect(await figure('request_bytes')).toBeLessThanOrEqual(2 * MB)

  // a small sign-in, /healthz, and a write of a signed-in user still fit
  expect([await healthz(), (await signIn()).status]).toEqual([200, 200])
  expect(await save(cookie, { url: SOURCE.url, expected: EXPECTED_SOURCE, more: 'x'.repeat(MB - 300) })).toBe(
    200,
  )
  expect(((await peakBytes()) - before) / MB).toBeLessThan(200)

  await endAll(all)
  await expect.poll(() => figure('request_bytes'), { timeout: LONG }).toBe(0)
})

test('signed-in users together can send 16 MB at most, and /healthz still answers', async () => {
  const { port, healthz, signIn, save, figure } = await start(ANY)
  const { cookie } = await signIn()
  const head = signInHead(port, `Content-Length: ${MB}\r\nCookie: ${cookie}`)
  const line = head.replace('POST /gateway/session', 'PUT /MAAS/api/2.0/boot-sources/1/')
  const all = await flood(port, 24, `${line}{"url":"${'x'.repeat(MB - 10)}`)
  await expect.poll(() => counted(all, 503).length, { timeout: LONG }).toBeGreaterThanOrEqual(7)
  expect(await figure('request_bytes')).toBeLessThanOrEqual(16 * MB)
  expect([await healthz(), await save(cookie, { url: SOURCE.url, expected: EXPECTED_SOURCE })]).toEqual([
    200, 200,
  ])
  await endAll(all)
  await expect.poll(() => figure('request_bytes'), { timeout: LONG }).toBe(0)
  expect(await save(cookie, { url: SOURCE.url, expected: EXPECTED_SOURCE, more: 'x'.repeat(MB - 300) })).toBe(
    200,
  )
})

// only Linux lets a program use any source address in 127.0.0.0/8
test.skipIf(process.platform !== 'linux')(
  '500 connections from one address use up the limit of that address, and other addresses still connect',
  async () => {
    const { port, peakBytes, healthz, signIn, figure } = await start({ strangerMs: LONG })
    const before = await peakBytes()
    const all = await flood(port, 500, signInHead(port, `Content-Length: ${8 * KB}`), ['127.0.0.2'])
    await expect.poll(() => counted(all, 503).length, { timeout: LONG }).toBeGreaterThanOrEqual(16)
    const kept = () => all.filter(({ socket }) => !socket.destroyed).length
    await expect.poll(kept, { timeout: LONG }).toBe(128)
    expect([await healthz(), (await signIn()).status]).toEqual([200, 200])
    expect(await figure('connections')).toBeLessThan(140)
    expect(((await peakBytes()) - before) / MB).toBeLessThan(200)
    await endAll(all)
    await expect.poll(() => figure('connections'), { timeout: LONG }).toBeLessThan(10)
    const again = await flood(port, 128, signInHead(port, `Content-Length: ${8 * KB}`), ['127.0.0.2'])
    await expect.poll(() => figure('connections'), { timeout: LONG }).toBeGreaterThanOrEqual(128)
    expect(counted(again, 503)).toEqual([])
    await endAll(again)
  },
)

test.skipIf(process.platform !== 'linux')(
  '1,100 connections from many addresses fill the gateway, /healthz still answers, and later the gateway accepts connections again',
  async () => {
    const { port, peakBytes, healthz, signIn, figure } = await start({ strangerMs: LONG })
    const before = await peakBytes()
    const addresses = Array.from({ length: 20 }, (_, n) => `127.0.1.${n + 1}`)
    const all = await flood(port, 1_100, signInHead(port, `Content-Length: ${8 * KB}`), addresses)
    await expect.poll(() => counted(all, 503).length, { timeout: LONG }).toBeGreaterThanOrEqual(76)
    expect([await healthz(), (await signIn()).status]).toEqual([200, 503])
    expect(((await peakBytes()) - before) / MB).toBeLessThan(200)
    await endAll(all)
    await expect.poll(() => figure('connections'), { timeout: LONG }).toBeLessThan(10)
    expect((await signIn()).status).toBe(200)
  },
)

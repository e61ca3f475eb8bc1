import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { request } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { imagesAnswer, problem } from '#contract/gateway.ts'
import { CHUNK_BYTES, uploadState, type NewUpload } from '#contract/uploads.ts'
import { createLog } from '#gateway/http/log.ts'
import { startGateway } from '#gateway/server.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { startFaultProxy } from '#testing/faults/fault-proxy.ts'
import { leapingClock } from '#lib/leaping-clock.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const BYTES = { 'x-maas-images': '1', 'content-type': 'application/octet-stream' }

/** The gateway in front of the embedded region, and a proxy between them that can fail. */
async function start(scenario = 'default') {
  const simulator = await startEmbeddedRegion({ scenario, speed: 0 })
  const proxy = await startFaultProxy(simulator.maasUrl)
  const logged: string[] = []
  const gateway = await startGateway({
    maasUrl: proxy.url,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    keyringFile: async () => ({ state: 'elsewhere' }),
    log: createLog('debug', (line) => logged.push(line)),
    exchange: { wait: async () => undefined },
    detailWaitMs: 60_000,
    pace: leapingClock(),
  })
  open.push(simulator, proxy, gateway)
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const bytes = Buffer.isBuffer(body)
    const answer = await request(gateway.url + path, {
      method: method as 'PUT',
      headers: { ...BYTES, ...(bytes ? {} : { 'content-type': 'application/json' }), ...headers },
      body: bytes ? body : body === undefined ? null : JSON.stringify(body),
    })
    const json: unknown = JSON.parse((await answer.body.text()) || 'null')
    return { status: answer.statusCode, json, error: problem.safeParse(json).data?.error }
  }
  const create = (file: Buffer, more: Partial<NewUpload> = {}) =>
    send('POST', '/MAAS/api/2.0/boot-resources/', { ...formOf(file), ...more })
  /** Announces a file, and returns the calls that continue its upload. */
  async function begin(file: Buffer, more: Partial<NewUpload> = {}) {
    const state = uploadState.parse((await create(file, more)).json)
    const path = `/MAAS/api/2.0/boot-resources/${state.resource}/upload/${state.file}/`
    return {
      state,
      path,
      chunk: (part: Buffer, headers?: Record<string, string>) => send('PUT', path, part, headers),
      now: async () => uploadState.parse((await send('GET', `/gateway/uploads/${state.resource}`)).json),
    }
  }
  return { simulator, proxy, gateway, logged, send, create, begin }
}

const sumOf = (file: Buffer) => createHash('sha256').update(file).digest('hex')
const formOf = (file: Buffer): NewUpload => ({
  name: 'my-image',
  architecture: 'amd64/generic',
  title: 'My image',
  filetype: 'ddgz',
  base_image: 'ubuntu/noble',
  sha256: sumOf(file),
  size: file.length,
  replaces: null,
})
const fileOf = (size: number) => Buffer.alloc(size, 'maas')

test('a file arrives in chunks, each with a signature of its own, and the images show it', async () => {
  const { begin, send, proxy, simulator, logged } = await start()
  const file = fileOf(CHUNK_BYTES + 1_000)
  const { chunk, now } = await begin(file)
  expect((await chunk(file.subarray(0, CHUNK_BYTES))).status).toBe(200)
  const half = await now()
  expect((half.progress * half.size) / 100).toBeCloseTo(CHUNK_BYTES, 3)
  const image = async () => {
    const images = imagesAnswer.parse((await send('GET', '/gateway/images')).json).images
    return images.find(({ kind, release }) => kind === 'uploaded' && release === 'my-image')
  }
  expect(await image()).toMatchObject({ heldBytes: 0, incoming: { done: CHUNK_BYTES, bytes: file.length } })
  expect((await chunk(file.subarray(CHUNK_BYTES))).status).toBe(200)
  expect(await now()).toMatchObject({ complete: true, file: null, progress: 100 })
  expect(await image()).toMatchObject({
    heldBytes: file.length,
    incoming: null,
    upload: { baseImage: 'ubuntu/noble', filetype: 'root-dd.gz', bytes: file.length },
  })
  expect(proxy.seen.filter(({ method, status }) => method === 'PUT' && status === 200)).toHaveLength(2)
  // a used signature would be refused by the region
  for (const part of simulator.apiKey.split(':')) expect(logged.join('\n')).not.toContain(part)
})

test('a chunk whose answer is lost is in MAAS, and one that is cut on its way is not', async () => {
  const { begin, proxy } = await start()
  const file = fileOf(3_000)
  const { chunk, now } = await begin(file)
  await Promise.all([
    proxy.faults.next({ method: 'PUT' }, { kind: 'drop', when: 'after' }),
    chunk(file.subarray(0, 1_000)).then(({ error }) => expect(error?.code).toBe('region-unreachable')),
  ])
  expect((await now()).progress).toBeCloseTo(100 / 3)
  await Promise.all([
    proxy.faults.next({ method: 'PUT' }, { kind: 'drop', when: 'before' }),
    chunk(file.subarray(1_000, 2_000)).then(({ error }) => expect(error?.code).toBe('region-unreachable')),
  ])
  expect((await now()).progress).toBeCloseTo(100 / 3)
  expect((await chunk(file.subarray(1_000))).status).toBe(200)
  expect((await now()).complete).toBe(true)
})

test('a browser that disconnects in the middle of a chunk leaves nothing of it in MAAS', async () => {
  const { begin, gateway, proxy } = await start()
  const file = fileOf(2_000_000)
  const { path, now, chunk } = await begin(file)
  const stop = new AbortController()
  const halves = function* halves() {
    yield file.subarray(0, 500_000)
    stop.abort()
    yield file.subarray(500_000)
  }
  const sent = request(gateway.url + path, {
    method: 'PUT',
    headers: { ...BYTES, 'content-length': '2000000' },
    body: Readable.from(halves()),
    signal: stop.signal,
  })
  await expect(sent).rejects.toThrow(/abort/i)
  expect((await now()).progress).toBe(0)
  expect((await chunk(file)).status).toBe(200)
  expect(proxy.seen.filter(({ method, status }) => method === 'PUT' && status === 200)).toHaveLength(1)
})

test.each([
  ['413 of nginx', 'too-large', 413, 'region-refused', 'too large'],
  ['a web server without its region', 'bad-gateway', 502, 'region-unreachable', 'Check that MAAS is running'],
] as const)('%s becomes a sentence', async (_what, answer, status, code, words) => {
  const { begin, proxy } = await start()
  const file = fileOf(2_000)
  const { chunk } = await begin(file)
  const [, said] = await Promise.all([
    proxy.faults.next({ method: 'PUT' }, { kind: 'instead', answer, when: 'before' }),
    chunk(file),
  ])
  expect(said).toMatchObject({ status, error: { code, message: expect.stringContaining(words) } })
})

test('a wrong sha256, a full disk and a revoked key are reported, and MAAS keeps what it has', async () => {
  const { begin, simulator } = await start()
  const file = fileOf(4_000)
  const { chunk, now } = await begin(file)
  await chunk(file.subarray(0, 1_000))
  const wrong = await chunk(Buffer.alloc(3_000, 'y'))
  expect(wrong.error?.message).toMatch(/does not have the SHA256/)
  simulator.region.setFreeBytes(10)
  expect((await chunk(file.subarray(1_000, 2_000))).error?.code).toBe('region-unreachable')
  simulator.region.setFreeBytes(Infinity)
  expect((await now()).progress).toBe(25)
  expect((await chunk(file.subarray(1_000, 2_000))).status).toBe(200)
  simulator.region.revokeKey(simulator.apiKey)
  expect((await chunk(file.subarray(2_000))).error?.code).toBe('unauthorized')
})

test.each([
  ['without our header', { 'x-maas-images': '' }, 403],
  ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['from another origin', { origin: 'http://evil.example' }, 403],
  ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['as JSON', { 'content-type': 'application/json' }, 415],
])('a chunk %s does not reach MAAS', async (_what, headers, status) => {
  const { begin, proxy } = await start()
  const { chunk } = await begin(fileOf(2_000))
  expect((await chunk(fileOf(2_000), headers)).status).toBe(status)
  expect(proxy.seen.filter(({ method }) => method === 'PUT')).toEqual([])
})

test('a chunk needs a length, of at most 4 MiB', async () => {
  const { begin, gateway, proxy } = await start()
  const { chunk, path } = await begin(fileOf(CHUNK_BYTES + 1))
  expect((await chunk(fileOf(CHUNK_BYTES + 1))).status).toBe(413)
  const unmeasured = await request(gateway.url + path, {
    method: 'PUT',
    headers: BYTES,
    body: Readable.from([fileOf(10)]),
  })
  expect([unmeasured.statusCode, proxy.seen.some(({ method }) => method === 'PUT')]).toEqual([411, false])
  await unmeasured.body.dump()
})

test('one user has at most two chunks on their way', async () => {
  const { begin, proxy } = await start()
  const { chunk } = await begin(fileOf(4_000))
  let release = () => undefined as void
  const until = new Promise<void>((resolve) => (release = resolve))
  const held = [1, 2].map(() => proxy.faults.next({ method: 'PUT' }, { kind: 'hang', until }))
  const first = [chunk(fileOf(1_000)), chunk(fileOf(1_000))]
  await Promise.all(held)
  expect((await chunk(fileOf(1_000))).error).toMatchObject({ code: 'busy', retryAfter: 5 })
  release()
  await Promise.all(first)
  expect((await chunk(fileOf(1_000))).status).not.toBe(503)
})

test('an image that someone else has uploaded meanwhile is not replaced without confirmation', async () => {
  const { begin, create, send } = await start()
  const { state, chunk } = await begin(fileOf(1_000))
  await chunk(fileOf(1_000))
  const again = await create(fileOf(500))
  expect(again).toMatchObject({
    status: 409,
    error: { code: 'changed', fields: { name: [expect.any(String)] } },
  })
  expect((await create(fileOf(500), { name: 'custom/my-image' })).status).toBe(409)
  const asked = await create(fileOf(500), { replaces: state.resource })
  expect(asked).toMatchObject({ status: 201, json: { resource: state.resource, size: 500 } })
  await send('DELETE', `/MAAS/api/2.0/boot-resources/${state.resource}/`)
  expect((await create(fileOf(500), { replaces: state.resource })).error?.code).toBe('changed')
  expect((await send('GET', `/gateway/uploads/${state.resource}`)).status).toBe(404)
})

test('only administrators can upload', async () => {
  const { create, send, proxy } = await start('read-only')
  expect((await create(fileOf(10))).error).toMatchObject({ code: 'forbidden' })
  const chunk = await send('PUT', '/MAAS/api/2.0/boot-resources/1/upload/1/', fileOf(10))
  expect(chunk.error?.code).toBe('forbidden')
  expect(proxy.seen.every(({ method }) => method === 'GET')).toBe(true)
})

test.each([
  ['a reserved name', { name: 'noble' }, 'name', /reserved/],
  [
    'an architecture that no image has',
    { architecture: 's390x/generic' },
    'architecture',
    /complete Ubuntu image/,
  ],
  ['a base image without a series', { base_image: 'noble' }, 'base_image', /such as ubuntu\/noble/],
])('MAAS refuses %s before the first byte', async (_what, more, field, words) => {
  const { create } = await start()
  const { status, error } = await create(fileOf(10), more)
  expect([status, error?.fields?.[field]?.[0]]).toEqual([400, expect.stringMatching(words)])
})

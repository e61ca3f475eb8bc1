import { createHash } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'
import { CHUNK_BYTES } from '#contract/uploads.ts'
import type { SumFile } from '#features/upload/engine/sum-file.ts'
import type { UploadTarget } from '#features/upload/engine/upload.ts'
import { createUploads } from '#features/upload/engine/uploads.ts'
import { startGateway } from '#gateway/server.ts'
import { startEmbeddedRegion } from './embedded-region.ts'
import { startFaultProxy } from './faults/fault-proxy.ts'
import { leapingClock } from './leaping-clock.ts'

/* The page's uploads, the gateway, a connection with faults, and the embedded region. */

const sum: SumFile = async (file) =>
  createHash('sha256')
    .update(Buffer.from(await file.arrayBuffer()))
    .digest('hex')

const target = (name: string): UploadTarget => ({
  name,
  architecture: 'amd64/generic',
  title: '',
  filetype: 'ddraw',
  base_image: '',
  replaces: null,
})
const fileOf = (size: number, letter = 'a') => new File([Buffer.alloc(size, letter)], 'disk.raw')

async function start(scenario = 'default') {
  const simulator = await startEmbeddedRegion({ scenario, speed: 0 })
  const proxy = await startFaultProxy(simulator.maasUrl)
  const gateway = await startGateway({
    maasUrl: proxy.url,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    keyringFile: async () => ({ state: 'elsewhere' }),
    exchange: { wait: async () => undefined },
    pace: leapingClock(),
  })
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => fetch(new URL(path, gateway.url), init))
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await gateway.close()
    await proxy.close()
    await simulator.close()
  })
  let keys = 0
  let clock = 0
  const uploaded = () => simulator.region.resources('Uploaded').filter(({ name }) => name.startsWith('web'))
  const uploads = createUploads({
    owner: { region: 'region', user: 'admin' },
    sum,
    newKey: () => String((keys += 1)),
    now: () => (clock += 1_000),
    wait: async (_, signal) => signal.throwIfAborted(),
    find: async ({ name }) => uploaded().find((one) => one.name === name)?.id ?? null,
    onChange: () => undefined,
  })
  const phase = (key: string) => uploads.list().find((one) => one.key === key)?.phase
  const until = async (key: string, expected: string | undefined) => {
    await expect.poll(() => phase(key), { timeout: 20_000 }).toBe(expected)
  }
  const done = (name: string) =>
    simulator.region.resource(uploaded().find((one) => one.name === name)?.id ?? 0).sets[0]?.files[0]?.done
  return { simulator, proxy, uploads, uploaded, until, done }
}

test('uploads run one after the other, and recover from every lost answer', async () => {
  const { uploads, proxy, until, done } = await start()
  const size = 2 * CHUNK_BYTES + 5
  void proxy.faults.next({ method: 'POST' }, { kind: 'drop', when: 'after' })
  void proxy.faults.next({ method: 'PUT', nth: 1 }, { kind: 'drop', when: 'after' })
  void proxy.faults.next({ method: 'PUT', nth: 3 }, { kind: 'drop', when: 'before' })
  uploads.add(fileOf(size), target('web-1'))
  uploads.add(fileOf(10, 'b'), target('web-2'))
  expect(uploads.list()[1]?.phase).toBe('waiting')
  await until('1', 'done')
  await until('2', 'done')
  expect([done('web-1'), done('web-2')]).toEqual([size, 10])
})

test('a paused upload continues after the last byte that MAAS has, and a canceled one leaves nothing behind', async () => {
  const { uploads, proxy, until, uploaded, done } = await start()
  let release = () => undefined as void
  const held = new Promise<void>((resolve) => (release = resolve))
  const reached = proxy.faults.next({ method: 'PUT', nth: 2 }, { kind: 'hang', until: held })
  uploads.add(fileOf(2 * CHUNK_BYTES), target('web'))
  await reached
  uploads.pause('1')
  release()
  await until('1', 'paused')
  uploads.resume('1')
  await until('1', 'done')
  expect(done('web')).toBe(2 * CHUNK_BYTES)

  const stuck = proxy.faults.next({ method: 'PUT' }, { kind: 'hang', until: held })
  uploads.add(fileOf(10, 'c'), target('web-2'))
  await stuck
  await uploads.cancel('2')
  await until('2', undefined)
  expect(uploaded().map(({ name }) => name)).toEqual(['web'])
})

test('on a full disk MAAS 3.8 loses the file, so the upload starts over', async () => {
  const { uploads, simulator, until, done } = await start('maas-3.8')
  simulator.region.setFreeBytes(CHUNK_BYTES)
  uploads.add(fileOf(CHUNK_BYTES + 10), target('web'))
  await until('1', 'failed')
  expect(uploads.list()[0]?.failure).toMatchObject({
    next: 'restart',
    message: expect.stringContaining('full'),
  })
  simulator.region.setFreeBytes(Infinity)
  await uploads.restart('1')
  await until('1', 'done')
  expect(done('web')).toBe(CHUNK_BYTES + 10)
})

test('a revoked key stops an upload, and MAAS keeps what it has', async () => {
  const { uploads, simulator, proxy, until, done } = await start()
  let release = () => undefined as void
  const held = new Promise<void>((resolve) => (release = resolve))
  const reached = proxy.faults.next({ method: 'PUT', nth: 2 }, { kind: 'delay', until: held })
  uploads.add(fileOf(2 * CHUNK_BYTES), target('web'))
  await reached
  simulator.region.revokeKey(simulator.apiKey)
  release()
  await until('1', 'failed')
  expect(uploads.list()[0]?.failure?.next).toBe('continue')
  expect(done('web')).toBe(CHUNK_BYTES)
})

import { afterEach, expect, test } from 'vitest'
import { indexOf, pathOf, productsFile, UBUNTU, ubuntuProduct } from '#testing/streams/sound-stream.ts'
import { createAddressPolicy } from '#gateway/addresses/address-policy.ts'
import { createCatalogueReader } from './catalogue-reader.ts'
import { Refusal } from '#gateway/refusal.ts'
import { createFetcher } from '#gateway/fetch/source-fetch.ts'
import { beginDigest } from '#gateway/sources/begin-digest.ts'
import { type SourceWork, workHere } from '#gateway/sources/process/source-work.ts'
import { upstreamJson, startUpstream } from '#testing/gateway/test-upstream.ts'

const MINUTE = 60_000
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const FILES = new Map<string, unknown>([
  ['/streams/v1/index.json', indexOf(['x'])],
  [`/${pathOf('x')}`, productsFile('x', { [UBUNTU]: ubuntuProduct() })],
])

/** Reads a source with this work; `pass` advances the clock. */
async function reading(change: (work: SourceWork) => SourceWork) {
  const upstream = await startUpstream(({ url }) =>
    upstreamJson(FILES.get(url) ?? null, FILES.has(url) ? 200 : 404),
  )
  const policy = createAddressPolicy({ allow: [new URL(upstream.url).host], deny: [] })
  const fetcher = createFetcher({ rewrites: [], policy })
  let now = Date.UTC(2026, 10, 23)
  const reader = createCatalogueReader({
    fetcher,
    work: change(workHere(beginDigest)),
    keyringFile: async () => ({ state: 'missing' }),
    reader: async () => 'to-3.7',
    now: () => now,
  })
  open.push(upstream, fetcher, { close: async () => reader.close() })
  return {
    read: () => reader.entered({ url: `${upstream.url}/streams/v1/index.json`, filename: '', data: null }),
    pass: (ms: number) => (now += ms),
  }
}

const BUSY = new Refusal(503, 'busy', 'The gateway is reading as many boot sources as it can.', undefined, 5)

test('while the gateway is too busy to read a source again, its last catalogue is shown unchanged', async () => {
  let busy = false
  const { read, pass } = await reading((work) => ({
    ...work,
    content: async (task) => {
      if (busy) throw BUSY
      return work.content(task)
    },
  }))
  const { readAt } = await read()
  busy = true
  pass(2 * MINUTE)
  expect(await read()).toMatchObject({ readAt, stale: null, products: 1 })
})

test('a source that was never read is refused while the gateway is too busy', async () => {
  const { read } = await reading((work) => ({ ...work, content: () => Promise.reject(BUSY) }))
  await expect(read()).rejects.toBe(BUSY)
})

import { afterEach, describe, expect, test, vi } from 'vitest'
import { catalogue, type Catalogue } from '#contract/gateway.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { startGnupg } from '#testing/gateway/real-gnupg.ts'
import { startNginx } from '#testing/gateway/real-nginx.ts'
import { IMAGE_FILES, INDEX, indexText, PRODUCTS, productsText } from '#testing/gateway/real-stream.ts'
import { lacksTools, toolsHere } from '#testing/gateway/real-tools.ts'
import { startGateway } from '#gateway/server.ts'

/* The gateway with nginx: what it requests again and when, gzip, HEAD, and a server that is down. */

const SLOW = 60_000
const CACHED_MS = 61_000
const LISTS = [INDEX, PRODUCTS].map((path) => `/${path}.sjson`)

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
}, SLOW)
function opened<T extends { close(): Promise<void> }>(one: T): T {
  open.push(one)
  return one
}

/** A signed stream, served with all its image files, and a gateway whose clock the test moves. */
async function start() {
  const gnupg = opened(await startGnupg())
  const nginx = opened(await startNginx())
  const key = await gnupg.newKey('Mirror', { algorithm: 'ed25519' })
  const sign = async (path: string, text: string) =>
    nginx.write(`${path}.sjson`, await gnupg.clearsign(text, [key]))
  await sign(INDEX, indexText('sjson'))
  await sign(PRODUCTS, productsText)
  for (const [path, content] of IMAGE_FILES) await nginx.write(path, content)
  const simulator = opened(await startEmbeddedRegion({ scenario: 'fresh' }))
  const clock = { now: Date.now() }
  const gateway = opened(
    await startGateway({
      maasUrl: simulator.maasUrl,
      credentials: { kind: 'fixed', apiKey: simulator.apiKey },
      streams: { allow: [nginx.host] },
      keyringFile: async () => ({ state: 'elsewhere' }),
      now: () => clock.now,
    }),
  )
  const query = new URLSearchParams({
    url: `${nginx.url}/`,
    keyring_filename: '',
    keyring_data: (await gnupg.exportKeys([key])).toString('base64url'),
  })
  return {
    nginx,
    sign,
    clock,
    read: async (): Promise<Catalogue> => {
      const response = await fetch(`${gateway.url}/gateway/catalogue?${query}`, {
        headers: { 'x-maas-images': '1' },
      })
      const body = await response.text()
      expect(response.status, body).toBe(200)
      return catalogue.parse(JSON.parse(body))
    },
    /** The requests for index and product files. Stops nginx, so that its log is complete. */
    asked: async () => {
      await nginx.stop()
      return (await nginx.log()).filter(({ path }) => LISTS.includes(path))
    },
  }
}

describe.skipIf(lacksTools)(`With GnuPG, gpgv and nginx (${toolsHere}):`, { timeout: SLOW }, () => {
  test('files are revalidated after a minute, and not sent again when they have not changed', async () => {
    const { read, clock, asked } = await start()
    const first = await read()
    expect(await read()).toMatchObject({ readAt: first.readAt, stale: null })
    clock.now += CACHED_MS
    expect(await read()).toMatchObject({ stale: null, signature: { verdict: 'valid' } })
    expect((await asked()).map(({ path, status }) => [path, status])).toEqual([
      ...LISTS.map((path) => [path, 200]),
      ...LISTS.map((path) => [path, 304]),
    ])
  })

  test('files are sent compressed', async () => {
    const { read, asked } = await start()
    await read()
    expect(await asked()).toEqual(LISTS.map((path) => ({ method: 'GET', path, status: 200, gzipped: true })))
  })

  test('a product file that was signed again is read again', async () => {
    const { read, clock, sign, asked } = await start()
    await read()
    // a different length, because the ETag of nginx is made of the length and the second of the last change
    await sign(PRODUCTS, productsText.replaceAll('20260706', '20260801.1'))
    clock.now += CACHED_MS
    const { signature, releases } = await read()
    expect(signature.verdict).toBe('valid')
    expect(releases.flatMap(({ arches }) => arches.map(({ version }) => version))).toEqual(['20260801.1'])
    expect((await asked()).slice(2).map(({ status }) => status)).toEqual([304, 200, 200, 200])
  })

  test('while a server is down, the last catalogue is shown with its age and the cause; when it is back, it is read again', async () => {
    const { read, clock, nginx } = await start()
    const first = await read()
    await nginx.stop()
    clock.now += CACHED_MS
    expect(await read()).toMatchObject({
      readAt: first.readAt,
      stale: expect.stringContaining(nginx.url),
      signature: { verdict: 'valid' },
      releases: first.releases,
    })
    await nginx.start()
    clock.now += CACHED_MS
    expect(await read()).toMatchObject({ stale: null, releases: first.releases })
  })

  test('a listed image file that does not exist is found', async () => {
    const { read, nginx } = await start()
    const found = () =>
      vi.waitFor(
        async () => {
          const answer = await read()
          expect(answer.presence.state).toBe('checked')
          return answer
        },
        { timeout: SLOW / 2 },
      )
    await nginx.remove('noble/amd64/20260706/squashfs')
    const { presence, releases } = await found()
    expect(presence).toMatchObject({ by: 'files', absent: 1 })
    expect(releases.flatMap(({ arches }) => arches.map(({ absent }) => absent))).toEqual([true])
    await nginx.stop()
    const heads = (await nginx.log()).filter(({ method }) => method === 'HEAD')
    expect(heads.map(({ path, status }) => [path, status])).toEqual(
      expect.arrayContaining([['/noble/amd64/20260706/squashfs', 404]]),
    )
  })
})

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, test } from 'vitest'
import { machinesAnswer } from '#contract/machines.ts'
import { startGateway } from '#gateway/server.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function start(embedded: boolean) {
  const simulator = await startEmbeddedRegion({ scenario: 'default', speed: 0, now: () => Date.now() })
  open.push(simulator)
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    embedded,
    keyringFile: async () => ({ state: 'elsewhere' }),
  })
  open.push(gateway)
  const get = () => fetch(`${gateway.url}/gateway/machines`, { headers: { 'x-maas-images': '1' } })
  return { simulator, get }
}

test('deployed and deploying machines are counted, others are not', async () => {
  const { get, simulator } = await start(false)
  const { page, complete, counts } = machinesAnswer.parse(await (await get()).json())
  expect(page).toBe(`${simulator.maasUrl.replace(/\/$/, '')}/r/machines`)
  expect(complete).toBe(true)
  expect(counts).toContainEqual({ os: 'ubuntu', release: 'noble', arch: 'amd64', machines: 13 })
  expect(counts).toContainEqual({ os: '', release: '', arch: 'amd64', machines: 2 })
})

test('the embedded region has no page of machines', async () => {
  const { get } = await start(true)
  expect(await (await get()).json()).toMatchObject({ page: null, complete: true })
})

test('when the page disconnects, the call to MAAS ends', async () => {
  let arrive: (url: string | undefined) => void = () => {}
  const arrived = new Promise<string | undefined>((resolve) => (arrive = resolve))
  let end = () => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  const maas = createServer(({ url, socket }) => {
    socket.once('close', end)
    arrive(url)
  })
  await once(maas.listen(0, '127.0.0.1'), 'listening')
  open.push({ close: async () => void maas.close() })
  const gateway = await startGateway({
    maasUrl: `http://127.0.0.1:${(maas.address() as AddressInfo).port}/MAAS`,
    credentials: { kind: 'fixed', apiKey: 'a:b:c' },
    keyringFile: async () => ({ state: 'elsewhere' }),
  })
  open.push(gateway)
  const leaving = new AbortController()
  const answer = fetch(`${gateway.url}/gateway/machines`, {
    headers: { 'x-maas-images': '1' },
    signal: leaving.signal,
  })
  expect(await arrived).toBe('/MAAS/api/2.0/machines/?status=deployed&status=deploying')
  leaving.abort()
  await expect(answer).rejects.toThrow(/abort/i)
  await ended
})

test('an answer that is not a list of machines is refused', async () => {
  const { get, simulator } = await start(true)
  simulator.use(http.get('*/MAAS/api/2.0/machines/', () => HttpResponse.json({ machines: [] })))
  const answer = await get()
  expect(answer.status).toBe(502)
  expect(await answer.json()).toMatchObject({ error: { code: 'region-unreadable' } })
})

import { expect, onTestFinished, test } from 'vitest'
import { regionAnswer } from '#contract/gateway.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { createHttpRegion } from '#gateway/region/http-region.ts'
import { createRacksReader } from './region-racks.ts'
import { startGateway } from '#gateway/server.ts'
import { upstreamJson, startUpstream, upstreamText } from '#testing/gateway/test-upstream.ts'

async function racksOf(scenario: string, fail = false) {
  const simulator = await startEmbeddedRegion({ scenario, speed: 0 })
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    keyringFile: async () => ({ state: 'elsewhere' }),
    exchange: { wait: async () => undefined },
  })
  onTestFinished(async () => {
    await gateway.close()
    await simulator.close()
  })
  if (fail) {
    const { http, HttpResponse } = await import('msw')
    simulator.use(http.get('*/MAAS/api/2.0/rackcontrollers/', () => new HttpResponse('no', { status: 500 })))
  }
  return regionAnswer.parse(await (await fetch(`${gateway.url}/gateway/region`)).json()).racks
}

test('a MAAS 3.4 reports its rack controllers and which of them is out of sync', async () => {
  expect(await racksOf('maas-3.4')).toEqual([
    { name: 'embedded', status: 'synced' },
    { name: 'far-away', status: 'out-of-sync' },
  ])
})

test('from 3.5 on racks hold no images, so they are not reported', async () => {
  expect(await racksOf('default')).toBeUndefined()
})

test('the page works without racks that cannot be read', async () => {
  expect(await racksOf('maas-3.4', true)).toBeUndefined()
})

test('racks are left out for a user who may list them but not read them', async () => {
  const upstream = await startUpstream(({ url }) =>
    url.includes('op=')
      ? upstreamText('Forbidden', 403)
      : upstreamJson([{ system_id: 'abc', hostname: 'one' }]),
  )
  const region = createHttpRegion(`${upstream.url}/MAAS`)
  onTestFinished(async () => {
    await region.close()
    await upstream.close()
  })
  expect(await createRacksReader(Date.now)(region.as(null), '3.4.2', 0)).toBeUndefined()
})

test('an unreachable rack does not delay the answer', async () => {
  let answers = () => {}
  const answered = new Promise<void>((resolve) => (answers = resolve))
  const upstream = await startUpstream(async ({ url }) => {
    if (!url.includes('op=')) return upstreamJson([{ system_id: 'abc', hostname: 'cut-off' }])
    await answered
    return upstreamJson({ images: [], status: 'syncing' })
  })
  const region = createHttpRegion(`${upstream.url}/MAAS`)
  onTestFinished(async () => {
    await region.close()
    await upstream.close()
  })
  let patience: Promise<unknown> = Promise.resolve()
  const reader = createRacksReader(Date.now, () => patience)
  const read = (version: string) => reader(region.as(null), version, 0)
  expect(await read('3.4.2')).toBeUndefined()
  answers()
  patience = new Promise(() => {})
  const known = [{ name: 'cut-off', status: 'syncing' }]
  expect(await read('3.4.2')).toEqual(known)
  // callers during that time did not call the rack again
  expect(upstream.received.filter(({ url }) => url.includes('op='))).toHaveLength(1)
  patience = Promise.resolve()
  expect(await read('3.4.2')).toEqual(known)
})

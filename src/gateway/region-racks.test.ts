import { expect, onTestFinished, test } from 'vitest'
import { regionAnswer } from '#contract/gateway.ts'
import { startSimulator } from '#simulator/serve.ts'
import { startGateway } from './server.ts'

async function racksOf(scenario: string, fail = false) {
  const simulator = await startSimulator({ scenario, speed: 0 })
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

test('a MAAS 3.4 tells of its rack controllers and which of them is behind', async () => {
  expect(await racksOf('maas-3.4')).toEqual([
    { name: 'embedded', status: 'synced' },
    { name: 'far-away', status: 'out-of-sync' },
  ])
})

test('from 3.5 on racks hold nothing, so nothing is told of them', async () => {
  expect(await racksOf('default')).toBeUndefined()
})

test('racks that cannot be read are no reason to show no page', async () => {
  expect(await racksOf('maas-3.4', true)).toBeUndefined()
})

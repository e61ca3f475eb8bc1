import { expect, onTestFinished, test, vi } from 'vitest'
import { filesAnswer, regionAnswer } from '#contract/gateway.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { IDLE_AGES } from '#gateway/region/poll-rates.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import { startGateway } from '#gateway/server.ts'
import { busyRegion } from '#testing/busy-region.ts'
import { type AskPart, createOwnParts, createRegionParts, readRegion } from './region-answer.ts'

/** What a page reads of a region with a second region controller, and how often the gateway has read them. */
async function withSecond({ scenario = 'default', second = true, fails = false } = {}) {
  const simulator = await startEmbeddedRegion({ scenario, speed: 0 })
  const { control } = simulator
  control.runUntilIdle({ hours: 1 })
  if (second) control.addRegion({ hostname: 'second' })
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
  let asked = 0
  const { http, HttpResponse } = await import('msw')
  simulator.use(
    http.get('*/MAAS/api/2.0/regioncontrollers/', () => {
      asked += 1
      return fails ? new HttpResponse('no', { status: 500 }) : undefined
    }),
  )
  const read = async (path: string): Promise<unknown> =>
    (await fetch(`${gateway.url}/gateway/${path}`)).json()
  return {
    region: async () => regionAnswer.parse(await read('region')),
    files: async () => filesAnswer.parse(await read('files')),
    asked: () => asked,
  }
}

test('several region controllers are counted, once for all pages', async () => {
  const { region, asked } = await withSecond()
  expect((await region()).regionControllers).toBe(2)
  expect((await region()).regionControllers).toBe(2)
  expect(asked()).toBe(1)
})

test('they are counted while MAAS still answers other calls', async () => {
  const maas = busyRegion({ resources: 1, moving: 0, now: () => 0 })
  let counted: () => void = () => undefined
  const isCounted = new Promise<void>((resolve) => (counted = resolve))
  const view: Pick<RegionClient, 'get' | 'clockAhead'> = {
    clockAhead: () => null,
    async get(path, schema, query) {
      if (path === 'events/') await isCounted
      if (path === 'regioncontrollers/') counted()
      return schema.parse(maas.answer(query ? `${path}?${new URLSearchParams(query)}` : path))
    },
  }
  const now = () => 0
  const user = { username: 'ann', is_superuser: true }
  const ask: AskPart = (part) => part.ask(view as RegionClient, 0)
  const reading = { id: 'r1', embedded: false, user, ages: IDLE_AGES, ask }
  await readRegion(view as RegionClient, createRegionParts(now, now), createOwnParts(now), reading)
  expect(maas.asked()).toContain('regioncontrollers/')
})

test('a file that one of them has whole counts as whole', async () => {
  const { region, files } = await withSecond()
  await region()
  await vi.waitFor(async () => expect(await files()).toMatchObject({ complete: true }), 20_000)
  const { resources } = await files()
  const sets = resources.flatMap((one) => one.sets)
  expect(sets.length).toBeGreaterThan(0)
  for (const { complete, files: list } of sets) {
    expect(complete).toBe(false)
    for (const [, bytes, here] of list) expect(here).toBe(bytes)
  }
})

test.each([
  ['one region controller is not worth a word', { second: false }, 1],
  ['a failure counts as one', { fails: true }, 1],
  [
    'MAAS 3.4, where region controllers share the images, is not asked',
    { scenario: 'maas-3.4', second: false },
    0,
  ],
  ['nor is MAAS when people read who may not see them', { scenario: 'read-only' }, 0],
])('%s', async (_, given, calls) => {
  const { region, asked } = await withSecond(given)
  expect(await region()).not.toHaveProperty('regionControllers')
  await region()
  expect(asked()).toBe(calls)
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { stepsOf, type Steps } from '#simulator/control/steps.ts'
import { ask } from '#testing/simulator/fixture-client.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'

let simulator: Simulator
let control: Steps
beforeAll(async () => {
  simulator = await startSimulator({ speed: 0, now: () => Date.UTC(2026, 10, 23, 9) })
  control = stepsOf(simulator.control)
})
beforeEach(() => {
  control.reset({ scenario: 'default' })
  control.runUntilIdle()
  control.startImport()
  control.runUntilIdle()
})
afterAll(() => simulator.close())

type File = { complete: boolean; progress?: number; size: number }
type Detail = { sets: Record<string, File & { files: Record<string, File> }> }

const read = async (path: string, as = 'admin'): Promise<unknown> =>
  (await ask(simulator.region, simulator.clock, { path, as })).json()

/** The progress of the files of the synced images, each once; 100: complete. */
async function progress(): Promise<number[]> {
  const found = new Set<number>()
  for (const { id } of simulator.region.resources('Synced')) {
    const { sets } = (await read(`boot-resources/${id}/`)) as Detail
    for (const set of Object.values(sets))
      for (const file of Object.values(set.files)) found.add(file.complete ? 100 : (file.progress ?? NaN))
  }
  return [...found].toSorted((one, other) => one - other)
}

test('the list of region controllers has those that were added', async () => {
  control.addRegion({ hostname: 'second' })
  expect(await read('regioncontrollers/')).toMatchObject([
    { system_id: 'emb3dd' },
    { system_id: 'region00', fqdn: 'second.maas', node_type: 3 },
  ])
  expect(await read('regioncontrollers/region00/')).toMatchObject({ hostname: 'second' })
  expect(await read('regioncontrollers/', 'operator')).toEqual([])
})

test('after a region controller was added, complete files drop to half, and the next import only copies them', async () => {
  expect(await progress()).toEqual([100])
  control.addRegion({ hostname: 'second' })
  expect(await progress()).toEqual([50])
  // nothing arrives from the sources
  control.setConditions({ bytesPerSecond: 0 })
  control.startImport()
  control.advance({ seconds: 10 })
  expect(simulator.region.isImporting()).toBe(false)
  expect(await progress()).toEqual([100])
  control.addRegion({ hostname: 'third' })
  expect(await progress()).toEqual([expect.closeTo(200 / 3)])
  control.removeRegion({ systemId: 'region00' })
  expect(await progress()).toEqual([50])
  control.removeRegion({ systemId: 'region01' })
  expect(await progress()).toEqual([100])
})

test('a stop between download and copy leaves whole files in one region controller', async () => {
  control.addRegion({ hostname: 'second' })
  control.startImport()
  control.advance({ seconds: 2 })
  control.stopImport()
  control.advance({ seconds: 1 })
  expect(simulator.region.isImporting()).toBe(false)
  expect(await progress()).toEqual([50])
})

test.each(['3.4', '3.8'] as const)('as MAAS %s the region has no other region controllers', (version) => {
  control.reset({ scenario: `maas-${version}` })
  expect(() => control.addRegion({ hostname: 'second' })).toThrow('3.5 to 3.7')
})

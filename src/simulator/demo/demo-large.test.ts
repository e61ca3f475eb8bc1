import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoStreams } from './demo-streams.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'

/* This is a separate file, so that no other test has loaded the large mirror. */

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ scenario: 'fresh' })
})
afterAll(() => simulator.close())

test('the first request creates all files of the large mirror, in any scenario', async () => {
  const { large } = (await demoStreams()).trees
  expect(large.files.size).toBe(0)
  expect(simulator.rewrites.map(([from]) => from)).toContain(large.url)

  const get = (path: string) => fetch(`${simulator.streamsUrl}/large/${path}`)
  const asked = ['streams/v1/index.sjson', 'streams/v1/com.example.mirror%3Abases-download.sjson']
  expect((await Promise.all(asked.map(get))).map(({ status }) => status)).toEqual([200, 200])
  const rest = await Promise.all([...large.files.keys()].map(get))
  expect(rest.map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect((await get('streams/v1/nothing.json')).status).toBe(404)
})

test('the region reads the large mirror before any of its files is requested', async () => {
  const { id } = simulator.region.createSource({
    url: 'http://mirror.example.com/large/',
    keyringData: simulator.keyring,
  })
  simulator.clock.advance(600)
  expect(simulator.region.createSelection(id, { os: 'fedora', release: 'fedora-3' }).sourceId).toBe(id)
})

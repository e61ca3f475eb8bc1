import { afterAll, beforeAll, expect, test } from 'vitest'
import { handlers } from '#simulator/http/handlers.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { recordingsIn } from '#testing/recorded/recording.ts'
import { regionOf35, replay } from '#testing/recorded/replay.ts'
import { requestOf, type ask } from '#testing/simulator/fixture-client.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

/** Sends a question over HTTP, as the `maas` command does. */
const overHttp: typeof ask = async (region, clock, question) => {
  const request = requestOf(region, clock, question)
  const { pathname, search } = new URL(request.url)
  const { method, headers } = request
  const body = method === 'POST' || method === 'PUT' ? await request.arrayBuffer() : null
  return fetch(`${new URL(simulator.maasUrl).origin}${pathname}${search}`, { method, headers, body })
}

test('over HTTP, the 31 commands that were recorded are answered alike', async () => {
  const [recording] = recordingsIn('src/simulator/recorded').filter(({ name }) => name === 'command-line')
  if (recording === undefined) throw new Error('There is no recording of the maas command.')
  const start = regionOf35(recording)
  // the served region gives way to the one that was recorded
  simulator.use(...handlers(start.region))
  const replayed = await replay(recording, start, overHttp)
  expect(replayed.length).toBe(33)
  expect(replayed.filter(({ difference }) => difference !== null)).toEqual([])
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { PYTHON_STEPS } from '#testing/clients/python-requests.ts'
import { sendAsPython, type PythonRequest } from '#testing/clients/python-wire.ts'
import { replaySteps } from '#testing/clients/steps.ts'

/*
 * The maas command and python-libmaas on the embedded region, over a real port. Both were run once; this replays what
 * they sent.
 */

describe.each([
  ['3.5', 'default'],
  ['3.8', 'maas-3.8'],
])('on MAAS %s', (_version, scenario) => {
  const hashes = new Set<string>()
  let simulator: Simulator
  let replayed: Awaited<ReturnType<typeof replaySteps<PythonRequest>>>

  beforeAll(async () => {
    simulator = await startSimulator({ scenario, now: () => Date.UTC(2026, 10, 27) })
    replayed = await replaySteps<PythonRequest>(PYTHON_STEPS, async (step, fill) => {
      const answer = await sendAsPython(simulator, { ...step, sends: fill(step.sends) })
      if (answer.hash !== null) hashes.add(answer.hash)
      return answer
    })
  })
  afterAll(() => simulator.close())

  test.each(PYTHON_STEPS)('$by: $sends is answered with $status', (step) => {
    expect(replayed.get(step)?.problems).toEqual([])
  })

  test('no answer has another hash than the description, else the maas command prints a warning', async () => {
    const described = await fetch(`${simulator.maasUrl}/api/2.0/describe/`)
    const { hash } = (await described.json()) as { hash: string }
    expect([...hashes]).toEqual([hash])
  })
})

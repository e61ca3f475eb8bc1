import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerCall } from '#simulator/control/door/answer-call.ts'
import { createControlClient, type ControlClient } from '#simulator/control/door/client.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { endFailures, FAILURES, readInForce, stallImport, failureStatus } from './failures.ts'
import { publishVersion, versionAfter } from './new-version.ts'

let simulator: Simulator
let control: ControlClient

beforeAll(async () => {
  simulator = await startSimulator({ speed: 0, now: () => Date.UTC(2026, 10, 23, 9) })
  control = createControlClient({
    url: 'http://control/control/v1',
    token: '',
    send: async (url, init) => {
      const { status, body } = await answerCall(simulator.control, {
        method: init?.method ?? 'GET',
        path: new URL(url instanceof Request ? url.url : url).pathname,
        body: () => Promise.resolve(typeof init?.body === 'string' ? init.body : ''),
      })
      return Response.json(body, { status })
    },
  })
})
afterAll(() => simulator.close())

const status = async () => failureStatus('default', await readInForce(control))
const CALM = 'Scenario default: the clock is on hold; no failure is in force.'

test.each(FAILURES)('"$name" is in force until it is switched off', async ({ isOn, set, says }) => {
  expect(await status()).toBe(CALM)
  await set(control, true)
  expect(isOn(await readInForce(control))).toBe(true)
  expect(await status()).toBe(`Scenario default: the clock is on hold; ${says}.`)
  await set(control, false)
  expect(await status()).toBe(CALM)
})

test.each(['proxy-refuses', 'slow-source', 'change-fails', 'offline', 'disk-full'])(
  'End all failures ends those of the scenario %s too',
  async (scenario) => {
    await control.reset({ scenario })
    expect(await status()).not.toBe(CALM)
    await endFailures(control)
    expect(await status()).toBe(CALM)
  },
)

test.each(['default', 'maas-3.8'])('a running import of the scenario %s stalls', async (scenario) => {
  await control.reset({ scenario })
  await publishVersion(control)
  await control.startImport()
  await control.advance({ seconds: 5 })
  expect(await stallImport(control)).toContain('stalled until')
  expect(await control.runUntilIdle({ hours: 1 })).toMatchObject({ idle: false })
})

test('downloads of MAAS 3.8 are stalled until all failures end', async () => {
  await control.reset({ scenario: 'maas-3.8' })
  await stallImport(control)
  expect(await status()).toBe('Scenario default: the clock is on hold; downloads are stalled.')
  await endFailures(control)
  expect(await status()).toBe(CALM)
})

test('the status line shows the speed of the clock', async () => {
  await control.setSpeed({ speed: 60 })
  expect(await status()).toBe(
    'Scenario default: the clock runs 60 times as fast as usual; no failure is in force.',
  )
  await control.setSpeed({ speed: 0 })
})

test.each([
  [['20261123'], '20261123.1'],
  [['20261123', '20261123.1'], '20261123.2'],
  [['20261123.10', '20261123.9'], '20261123.11'],
  [['20261124', '20261123.5'], '20261124.1'],
])('after the versions %j, %s is published', (versions, next) => {
  expect(versionAfter(versions)).toBe(next)
})

test('each new version is newer than the last one', async () => {
  await control.reset({ scenario: 'default' })
  expect(await publishVersion(control)).toBe('20261123.1')
  expect(await publishVersion(control)).toBe('20261123.2')
})

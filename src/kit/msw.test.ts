import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ControlError } from '#simulator/control/door/client.ts'
import { signature } from '#testing/simulator/fixture-client.ts'
import { bootSource, maasVersion } from './contract.ts'
import { createRegion, type HandledRegion } from './msw.ts'

const OTHER = 'http://second.example.com/MAAS'
const server = setupServer()
let first: HandledRegion
let second: HandledRegion

beforeAll(async () => {
  first = await createRegion()
  second = await createRegion({ scenario: 'fresh', version: '3.8', url: OTHER })
  server.use(...first.handlers, ...second.handlers)
  server.listen({ onUnhandledRequest: 'error' })
})
beforeEach(() => first.control.reset({ scenario: 'default' }))
afterAll(() => server.close())

const call = (path: string, { url, key } = first, init: RequestInit = {}) =>
  fetch(`${url}/api/2.0/${path}`, { ...init, headers: { Authorization: signature(key, Date.now()) } })

test('two regions answer at their own addresses, and do not touch each other', async () => {
  expect(maasVersion.parse(await (await call('version/')).json()).version).toBe('3.5.13')
  expect(maasVersion.parse(await (await call('version/', second)).json()).version).toBe('3.8.0')
  const before = await second.control.readState()
  await first.control.advance({ seconds: 60 })
  await call('boot-sources/1/', first, { method: 'DELETE' })
  expect(await (await call('boot-sources/')).json()).toEqual([])
  expect(await second.control.readState()).toEqual(before)
  const [source] = (await (await call('boot-sources/', second)).json()) as unknown[]
  expect(bootSource.parse(source)).toMatchObject({ name: expect.any(String), enabled: true })
  expect((await call('boot-sources/', { ...second, key: first.key })).status).toBe(401)
})

test('its streams are served at their own and at their public addresses, with all changes', async () => {
  const index = 'streams/v1/index.sjson'
  const own = await (await fetch(`${first.streams}/stable/${index}`)).text()
  const shown = async () => (await fetch(`http://images.maas.io/ephemeral-v3/stable/${index}`)).text()
  expect(await shown()).toBe(own)
  await first.control.changeStream({ name: 'stable', change: { kind: 'break-signature' } })
  expect(await shown()).not.toBe(own)
})

test('faults reach the caller as over HTTP', async () => {
  await first.control.addFault({
    side: 'region',
    path: 'version/',
    times: 1,
    fault: { kind: 'answer', status: 503, body: 'busy' },
  })
  const answer = await call('version/')
  expect([answer.status, await answer.text()]).toEqual([503, 'busy'])
  expect((await call('version/')).status).toBe(200)

  await first.control.addFault({ side: 'region', times: 1, fault: { kind: 'drop', when: 'before' } })
  await expect(call('version/')).rejects.toThrow(/failed to fetch/i)
  await first.control.addFault({ side: 'region', times: 1, fault: { kind: 'half' } })
  await expect(call('version/').then((half) => half.text())).rejects.toThrow('half an answer')
  await first.control.setConditions({ reachable: false })
  await expect(call('version/')).rejects.toThrow(/failed to fetch/i)
})

test('a call of the control API that is refused says where and why', async () => {
  const refused = first.control.advance({ seconds: -1 })
  await expect(refused).rejects.toThrow('seconds: must be 0 to 31,536,000 (a year)')
  await expect(refused).rejects.toBeInstanceOf(ControlError)
  await expect(first.control.removeFault({ id: 7 })).rejects.toThrow('There is no fault 7.')
})

test('an answer of the control API is a copy', async () => {
  const state = await first.control.readState()
  state.users.length = 0
  expect((await first.control.readState()).users).not.toEqual([])
})

test.each(['maas.example.com', 'http://maas.example.com', 'http://maas.example.com/MAAS/'])(
  'the address %s is refused',
  async (url) => {
    await expect(createRegion({ url })).rejects.toThrow('The address must end with /MAAS')
  },
)

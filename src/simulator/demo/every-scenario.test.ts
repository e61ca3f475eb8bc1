import { getResponse, type HttpHandler } from 'msw'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { bootResource, bootResourceDetail } from '#contract/boot-resource.ts'
import { bootSource, maasEvents, maasUser, maasVersion, notification, selection } from '#contract/maas.ts'
import { stateDocument } from '#simulator/control/state-document.ts'
import { handlers } from '#simulator/http/handlers.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { requestOf } from '#testing/simulator/fixture-client.ts'
import { versionsOf } from './scenario.ts'
import { scenarioNamed, SCENARIOS } from './scenarios.ts'

const names = Object.keys(SCENARIOS)
const each = names.flatMap((name) => {
  const scenario = scenarioNamed(name)
  const versions = scenario === null ? [] : versionsOf(scenario)
  return versions.map((version) => [name, version, versions] as const)
})

let simulator: Simulator
let api: HttpHandler[]
beforeAll(async () => {
  simulator = await startSimulator({ speed: 0, now: () => Date.UTC(2026, 10, 23, 9) })
  api = handlers(simulator.region)
})
afterAll(() => simulator.close())

const read = async (path: string): Promise<unknown> => {
  const { region, clock } = simulator
  const response = await getResponse(api, requestOf(region, clock, { path, as: 'reader' }))
  expect([path, response?.status]).toEqual([path, 200])
  return response?.json()
}

/** All details of a small region; of a large one, those of the first resources. */
const SOME = 12

test.each(each)(
  '%s as MAAS %s: every answer matches the contract, and the state is valid',
  async (name, version, versions) => {
    const { control, region } = simulator
    expect(control.reset({ scenario: name, version }).version).toMatch(
      new RegExp(`^${version.replace('.', '\\.')}\\.`),
    )
    control.addUser({ username: 'reader', password: 'reader', admin: true })

    const sources = z.array(bootSource).parse(await read('boot-sources/'))
    expect(sources.length).toBeGreaterThan(0)
    for (const { id } of sources) z.array(selection).parse(await read(`boot-sources/${id}/selections/`))
    z.array(notification).parse(await read('notifications/'))
    maasEvents.parse(await read('events/?op=query&level=DEBUG'))
    expect(maasVersion.parse(await read('version/')).version).toBe(region.version)
    maasUser.parse(await read('users/?op=whoami'))
    const listed = z.array(bootResource).parse(await read('boot-resources/'))
    expect(listed).toHaveLength(region.resources().length)
    for (const { id } of listed.slice(0, SOME))
      expect(bootResourceDetail.parse(await read(`boot-resources/${id}/`)).id).toBe(id)

    const document = stateDocument.parse(control.readState({}))
    if (version !== versions[0]) return
    control.replaceState(document)
    expect(control.readState({})).toEqual(document)
  },
)

test('a state of each scenario says what it shows in one sentence, and each has another one', () => {
  expect(names.length).toBeGreaterThanOrEqual(20)
  expect(new Set(Object.values(SCENARIOS)).size).toBe(names.length)
  for (const shows of Object.values(SCENARIOS)) expect(shows).toMatch(/^[A-Z][^.]+(\d\.\d[^.]*)*\.$/)
})

test('an unknown scenario is refused with a list of the scenarios', async () => {
  for (const name of ['defualt', 'toString'])
    await expect(startSimulator({ scenario: name })).rejects.toThrow(
      `There is no scenario "${name}". There are: ${names.join(', ')}.`,
    )
})

test('only the offline region is not reachable, and only two pages lose the key of an administrator', () => {
  const found = names.map((name) => {
    simulator.control.reset({ scenario: name })
    const owner = simulator.control
      .listUsers({})
      .find(({ keys }) => keys.some(({ apiKey }) => apiKey === simulator.apiKey))
    return { name, reachable: simulator.control.readConditions({}).reachable, owner: owner?.username }
  })
  expect(found.filter(({ reachable, owner }) => !reachable || owner !== 'admin')).toEqual([
    { name: 'read-only', reachable: true, owner: 'operator' },
    { name: 'offline', reachable: false, owner: 'admin' },
    { name: 'key-revoked', reachable: true, owner: undefined },
  ])
})

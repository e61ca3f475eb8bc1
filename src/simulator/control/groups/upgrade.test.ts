import { afterAll, beforeAll, expect, test } from 'vitest'
import { stateDocument } from '#simulator/control/state-document.ts'
import { stepsOf, type Steps } from '#simulator/control/steps.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'

let simulator: Simulator
let control: Steps
beforeAll(async () => {
  simulator = await startSimulator({ speed: 0 })
  control = stepsOf(simulator.control)
})
afterAll(() => simulator.close())

/** What every MAAS shows of its state. */
const shown = () => {
  const { region } = simulator
  return {
    urls: region.sources().map(({ url }) => url.replace(/\/$/, '')),
    selections: region.sources().flatMap(({ id }) => region.selections(id)),
    images: region.resources().map(({ id, name, architecture, sets }) => ({ id, name, architecture, sets })),
    users: region.users.map(({ username, keys }) => ({ username, keys })),
    machines: region.machines(),
    notifications: region.notifications(),
  }
}

test.each([
  ['3.4', '3.5'],
  ['3.5', '3.7'],
  ['3.4', '3.8'],
  ['3.7', '3.8'],
] as const)('MAAS %s becomes %s with all that it had', (from, to) => {
  control.reset({ scenario: 'default', version: from })
  control.runUntilIdle()
  control.startImport()
  control.runUntilIdle()
  const before = shown()
  expect(control.upgrade({ version: to }).version).toMatch(new RegExp(`^${to}\\.`))
  expect(simulator.region.version).toContain(to)
  expect(shown()).toEqual(before)
  stateDocument.parse(control.readState())
  expect(control.listRacks().filter(({ behind }) => behind)).toEqual([])
  // nothing is downloaded again
  control.startImport()
  expect(control.runUntilIdle()).toMatchObject({ idle: true })
  expect(shown()).toEqual(before)
})

test('sources of MAAS 3.8 have the names and priorities that its migration gives them, and its own selections', () => {
  control.reset({ scenario: 'two-sources', version: '3.7' })
  control.runUntilIdle()
  control.upgrade({ version: '3.8' })
  expect(simulator.region.sources()).toMatchObject([
    { url: 'http://images.maas.io/ephemeral-v3/stable', name: 'MAAS Stable', priority: 1, enabled: true },
    { url: 'http://mirror.example.com/ubuntu', name: 'http://mirror.example.com/ubuntu', priority: 10 },
  ])
  const own = simulator.region.ownSelections()
  expect(own.every(({ arch }) => arch !== '*')).toBe(true)
  expect(own.map(({ release }) => release)).toContain('noble')
  expect(simulator.region.resources('Synced').some(({ selectionId }) => selectionId !== null)).toBe(true)
})

test('the state keeps the order of the sources, and MAAS 3.8 has its own', () => {
  control.reset({ scenario: 'two-sources', version: '3.7' })
  control.runUntilIdle()
  simulator.region.updateSource(1, {})
  const order = () => simulator.region.sources().map(({ id }) => id)
  control.replaceState(control.readState())
  expect(order()).toEqual([2, 1])
  control.runUntilIdle()
  control.upgrade({ version: '3.8' })
  expect(order()).toEqual([1, 2])
})

test('a region without a source gets stable from MAAS 3.8', () => {
  control.reset({ scenario: 'fresh', version: '3.5' })
  simulator.region.deleteSource(1)
  control.runUntilIdle()
  control.upgrade({ version: '3.8' })
  expect(simulator.region.sources()).toMatchObject([{ id: 2, name: 'MAAS Stable', priority: 1 }])
  expect(simulator.region.selections(2)).toMatchObject([{ release: 'noble', arches: ['amd64'] }])
})

test('an upgrade is refused while an import runs, and to a version that is not newer', () => {
  control.reset({ scenario: 'default', version: '3.7' })
  const before = control.readState()
  expect(() => control.upgrade({ version: '3.8' })).toThrow('An import runs')
  expect(() => control.upgrade({ version: '3.7' })).toThrow(
    'version: MAAS 3.7.2 can only become a newer version.',
  )
  expect(control.readState()).toEqual(before)
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { stepsOf, type Steps } from '#simulator/control/steps.ts'

let simulator: Simulator
let control: Steps
beforeAll(async () => {
  simulator = await startSimulator({ speed: 0, now: () => Date.UTC(2026, 10, 23, 9) })
  control = stepsOf(simulator.control)
})
beforeEach(() => void control.reset({ scenario: 'fresh' }))
afterAll(() => simulator.close())

const MIRROR = 'http://mirror.example.com/ubuntu/'
const JAMMY = { os: 'ubuntu', release: 'jammy', arch: 'amd64' }
const versionsHeld = (name: string) => [
  ...new Set(
    simulator.region
      .resources()
      .filter((resource) => resource.name === name)
      .flatMap(({ sets }) => sets.map(({ version }) => version)),
  ),
]

describe('a past', () => {
  test('of sources, selections and images: what is behind is updated by the next import', () => {
    const { id } = control.addSource({ url: MIRROR })
    const offered = control
      .listOffers({ id })
      .find(({ release, arch }) => release === 'jammy' && arch === 'amd64')
    const [newest = '', before] = offered?.versions ?? []
    const { ids } = control.addImages({ id, images: [{ ...JAMMY, versionsBehind: 1, deployedDaysAgo: 2 }] })
    expect(simulator.region.resource(ids[0] ?? 0).lastDeployed).toBe(simulator.clock.now() - 2 * 86_400_000)
    expect(control.addBootloaders({ id }).ids.length).toBeGreaterThan(0)
    control.addSelections({ id, selections: [{ os: 'ubuntu', release: 'jammy', arches: ['amd64'] }] })
    expect(versionsHeld('ubuntu/jammy')).toEqual([before])
    expect(simulator.region.selections(id)).toMatchObject([{ release: 'jammy', arches: ['amd64'] }])
    control.startImport()
    expect(control.runUntilIdle().idle).toBe(true)
    expect(versionsHeld('ubuntu/jammy')).toEqual([newest])
  })

  test('of a release that was offered once, and of a custom image', () => {
    const { id } = control.addSource({ url: MIRROR })
    const formerly = { release: 'cosmic', version: '18.10', title: '18.10' }
    control.addImages({ id, images: [{ ...JAMMY, formerly }] })
    control.addCustomImage({ name: 'kiosk', title: 'Kiosk', bytes: 1000 })
    expect(new Set(simulator.region.resources().map(({ name }) => name))).toEqual(
      new Set(['kiosk', 'ubuntu/cosmic']),
    )
    expect(() => control.addCustomImage({ name: 'kiosk', bytes: 1 })).toThrow(
      'There is an image kiosk already.',
    )
  })

  test('of imports: one that ended, one that runs, and why one failed', () => {
    const { id } = control.addSource({ url: MIRROR })
    expect(control.addFinishedImport({ minutesAgo: 20 })).toEqual({
      nextSyncAt: simulator.clock.now() + 40 * 60_000,
    })
    expect(control.addFinishedImport({ minutesAgo: 20, nextInMinutes: 90 })).toEqual({
      nextSyncAt: simulator.clock.now() + 90 * 60_000,
    })
    control.addRunningImport({ images: [{ sourceId: id, ...JAMMY }], part: 0.5 })
    expect(simulator.region.isImporting()).toBe(true)
    const running = { images: [{ sourceId: id, ...JAMMY }], part: 0.5 }
    expect(() => control.addRunningImport(running)).toThrow('An import runs')
    control.stallImport()
    expect(control.runUntilIdle({ hours: 1 }).idle).toBe(false)
    control.stopImport()
    control.runUntilIdle()
    expect(() => control.stallImport()).toThrow('No import runs.')
    control.addFailure({ cause: 'time-limit' })
    expect(control.listNotifications()).toContainEqual(
      expect.objectContaining({ message: 'Failed to synchronise boot resources: Workflow timed out' }),
    )
    expect(control.listEvents().map(({ description }) => description)).toContain(
      'Started importing of boot images from 2 source(s).',
    )
  })

  test('in MAAS 3.8: it owns the new images, and goes on with the import as its own', () => {
    control.reset({ scenario: 'fresh', version: '3.8' })
    const { id } = control.addSource({ url: MIRROR, name: 'Mirror', priority: 9 })
    control.addSelections({ id, selections: [{ os: 'ubuntu', release: 'jammy', arches: ['amd64'] }] })
    expect(simulator.region.ownSelections()).toMatchObject([
      { release: 'jammy', arch: 'amd64', sourceId: id },
    ])
    control.addRunningImport({ images: [{ sourceId: id, ...JAMMY }], part: 0.5 })
    expect(simulator.region.isImporting()).toBe(true)
    expect(control.runUntilIdle().idle).toBe(true)
    expect(simulator.region.resources().map(({ selectionId }) => selectionId)).toEqual([1, 1, 1, 1, 1, 1])
    expect(() => control.stallImport()).toThrow('In MAAS 3.8.0, set bytesPerSecond to 0')
    control.addFailure({ cause: 'not-offered', release: 'jammy' })
    expect(control.listNotifications()).toMatchObject([{ ident: 'Selection availability 1' }])
    control.addSelections({ id, selections: [{ os: 'ubuntu', release: 'noble', arches: ['amd64'] }] })
    control.addFailure({ cause: 'disk-full' })
    expect(control.listNotifications()).toMatchObject([
      { ident: 'Selection availability 1' },
      // the source has bootloaders that the region lacks
      { ident: 'Sync selection 1', message: 'Failed to synchronize selection 1: No space left on disk' },
      { ident: 'Sync selection 2' },
    ])
    control.reset({ scenario: 'fresh', version: '3.8' })
    expect(() => control.addFailure({ cause: 'disk-full' })).toThrow('cause: No selected image is missing.')
  })

  test.each([
    [
      'addSource',
      { url: 'https://images.maas.io/ephemeral-v3/stable' },
      'url: There is a source at this address',
    ],
    ['addSource', { url: MIRROR, priority: 2 }, 'priority: Sources of MAAS 3.5.13 have no priority.'],
    ['listOffers', { id: 7 }, 'id: There is no source with the ID 7.'],
    ['addImages', { id: 1, images: [JAMMY] }, 'images[0]: Source 1 does not offer ubuntu/jammy for amd64.'],
    ['addRunningImport', { images: [{ sourceId: 1, ...JAMMY }], part: 0 }, 'images[0]: Source 1 does not'],
    [
      'addFailure',
      { cause: 'not-offered', release: 'jammy' },
      'cause: MAAS 3.5.13 has no such notification.',
    ],
    [
      'setSettings',
      { values: { boot_images_auto_import: 'no' } },
      'values.boot_images_auto_import: must be true',
    ],
    ['addFailure', { cause: 'time-limit', release: 7 }, 'release: must be text'],
    ['setSettings', { values: { lost: 1 } }, 'values.lost: MAAS 3.5.13 has no such setting'],
    ['changeMachine', { systemId: 'm9' }, 'systemId: There is no machine m9.'],
    [
      'changeRack',
      { systemId: 'emb3dd', behind: true },
      'behind: Rack controllers of MAAS 3.5.13 hold no images.',
    ],
    ['removeRack', { systemId: 'lost' }, 'systemId: There is no rack lost.'],
  ] as const)('%s %j is refused, and nothing changes', (name, input, message) => {
    const before = control.readState()
    const step = control[name] as (given: unknown) => unknown
    expect(() => step(input)).toThrow(message)
    expect(control.readState()).toEqual(before)
  })
})

test('settings are those that MAAS answers for', () => {
  control.setSettings({
    values: { boot_images_auto_import: false, http_proxy: 'http://proxy.example.com:3128/' },
  })
  expect(simulator.region.getConfig('boot_images_auto_import')).toBe(false)
  expect(control.readSettings()).toMatchObject({ http_proxy: 'http://proxy.example.com:3128/' })
})

test('machines are deployed and released', () => {
  const machine = {
    os: 'ubuntu',
    release: 'jammy',
    architecture: 'amd64/generic',
    state: 'deployed',
  } as const
  const [systemId = ''] = control.addMachines(machine)
  expect(control.changeMachine({ systemId, state: 'ready' })).toMatchObject({
    release: 'jammy',
    state: 'ready',
  })
  expect(control.listMachines()).toMatchObject([{ systemId, state: 'ready' }])
})

test('rack controllers of MAAS 3.4 are added, fall behind, catch up and are removed', () => {
  control.reset({ scenario: 'maas-3.4' })
  const { systemId } = control.addRack({ hostname: 'warehouse', behind: true })
  expect(() => control.addRack({ hostname: 'warehouse' })).toThrow('There is a rack warehouse already.')
  const behind = () =>
    control
      .listRacks()
      .filter((rack) => rack.behind)
      .map(({ hostname }) => hostname)
  expect(behind()).toEqual(['far-away', 'warehouse'])
  control.changeRack({ systemId, behind: false })
  expect(behind()).toEqual(['far-away'])
  control.removeRack({ systemId })
  expect(control.listRacks()).toHaveLength(2)
})

test('the key of the page belongs to one user, who may have others', () => {
  const owners = () =>
    control
      .listUsers()
      .filter(({ keys }) => keys.some(({ apiKey }) => apiKey === simulator.apiKey))
      .map(({ username }) => username)
  expect(owners()).toEqual(['admin'])
  expect(control.givePageKey({ username: 'operator' })).toEqual({ apiKey: simulator.apiKey })
  expect(owners()).toEqual(['operator'])
  expect(control.listUsers().map(({ keys }) => keys.length)).toEqual([1, 2])
  control.removeKeys({ username: 'operator' })
  expect(owners()).toEqual([])
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import type { User } from '#simulator/state/state.ts'
import { apiKeyOf } from '#simulator/state/users.ts'
import { signature } from '#testing/simulator/fixture-client.ts'
import { stateDocument } from './state-document.ts'

let simulator: Simulator

beforeEach(async () => {
  simulator = await startSimulator({ speed: 0, now: () => Date.UTC(2026, 10, 23, 9) })
})
afterEach(() => simulator.close())

/** The three parts of the key of the page. */
const keyParts = ({ apiKey }: Simulator) => apiKey.split(':')

const held = () =>
  simulator.region.resources().map(
    ({ id, name, architecture }) =>
      `${name} ${architecture} ${simulator.region
        .resource(id)
        .sets.map(({ version, files }) => `${version}: ${files.reduce((sum, { done }) => sum + done, 0)}`)
        .join(', ')}`,
  )
const versionsOf = (name: string) => [
  ...new Set(
    simulator.region
      .resources()
      .filter((resource) => resource.name === name)
      .flatMap(({ id }) => simulator.region.resource(id).sets.map(({ version }) => version)),
  ),
]
const idle = () => simulator.control.runUntilIdle({ hours: 24 })
const importAll = () => {
  simulator.region.startImport()
  expect(idle().idle).toBe(true)
}
const fail = (name: string): never => {
  throw new Error(`There is no user ${name}.`)
}
const notes = () => simulator.region.notifications().map(({ message }) => message)

describe('the state', () => {
  test.each([
    'default',
    'stalled',
    'maas-3.4',
    'maas-3.8',
    'two-sources',
    'fresh',
    'import-fails',
    'release-gone',
    'time-limit',
  ])('of %s is a document that gives the same state, in another region too', async (scenario) => {
    const { control } = simulator
    control.reset({ scenario })
    control.advance({ seconds: 3 })
    const before = control.readState({})
    const document = stateDocument.parse(JSON.parse(JSON.stringify(before)))
    expect(document).toEqual(before)

    control.reset({ scenario: 'fresh' })
    control.replaceState(document)
    expect(control.readState({})).toEqual(before)

    const other = await startSimulator({ speed: 0, now: () => Date.UTC(2026, 10, 23, 9) })
    other.control.replaceState(document)
    const signed = signature(other.apiKey, other.clock.wall())
    expect(other.region.whoSigned(signed, new URLSearchParams()).kind).toBe('user')
    idle()
    other.control.runUntilIdle({ hours: 24 })
    const ownKey = (text: string) =>
      keyParts(simulator).reduce(
        (all, part, index) => all.replaceAll(part, keyParts(other)[index] ?? ''),
        text,
      )
    expect(other.control.readState({})).toEqual(JSON.parse(ownKey(JSON.stringify(control.readState({})))))
    await other.close()
  })

  test('includes an import that is about to download', () => {
    const { control, region } = simulator
    idle()
    control.changeStream({
      name: 'stable',
      change: { kind: 'publish', os: 'ubuntu', release: 'jammy', version: '20270101' },
    })
    region.startImport()
    control.advance({ seconds: 0.56 })
    const before = control.readState({})
    expect(before.job?.wanted).toContainEqual(expect.objectContaining({ version: '20270101' }))
    idle()
    const after = control.readState({})
    control.replaceState(before)
    expect(control.readState({})).toEqual(before)
    idle()
    expect(control.readState({})).toEqual(after)
    const lost = { ...before, offers: [] }
    expect(() => control.replaceState(lost)).toThrow(/^job.wanted\[0\]: Source 1 does not offer /)
  })

  test('includes the changes of streams, and what the region had read before them', () => {
    const { control } = simulator
    idle()
    control.changeStream({
      name: 'stable',
      change: { kind: 'publish', os: 'ubuntu', release: 'jammy', version: '20270101' },
    })
    const before = control.readState({})
    importAll()
    expect(versionsOf('ubuntu/jammy')).toEqual(['20270101'])

    control.replaceState(before)
    expect(versionsOf('ubuntu/jammy')).not.toContain('20270101')
    importAll()
    expect(versionsOf('ubuntu/jammy')).toEqual(['20270101'])
  })

  test('that replaces another one is what API 2.0 lists, even after as many changes', async () => {
    const list = async () => {
      const Authorization = signature(simulator.apiKey, simulator.clock.wall())
      const answer = await fetch(`${simulator.maasUrl}/api/2.0/boot-resources/`, {
        headers: { Authorization },
      })
      return ((await answer.json()) as unknown[]).length
    }
    idle()
    const count = await list()
    const before = simulator.control.readState({})
    simulator.control.replaceState({ ...before, resources: before.resources.slice(1) })
    expect(await list()).toBe(count - 1)
  })

  test('includes what the region read from a stream that has changed again since, or is restored', () => {
    const { control } = simulator
    idle()
    const publish = (version: string) =>
      control.changeStream({
        name: 'stable',
        change: { kind: 'publish', os: 'ubuntu', release: 'jammy', version },
      })
    publish('20270101')
    importAll()
    publish('20270201')
    const changed = control.readState({})
    expect(changed.offers.map(({ changes }) => changes.length)).toEqual([1])
    control.restoreStream({ name: 'stable' })
    const restored = control.readState({})
    expect(restored.offers).toEqual(changed.offers)
    for (const before of [changed, restored]) {
      control.reset({ scenario: 'fresh' })
      control.replaceState(before)
      expect(control.readState({})).toEqual(before)
    }
  })

  test('with an offer that no stream has is refused, and nothing changes', () => {
    const { control } = simulator
    control.changeStream({ name: 'stable', change: { kind: 'break-signature' } })
    const before = control.readState({})
    const [offer] = before.offers
    const wrong = {
      ...before,
      streams: {},
      offers: [{ ...offer, sourceId: 1, stream: 'lost', changes: before.streams['stable'] ?? [] }],
    }
    expect(() => control.replaceState(wrong)).toThrow('offers[0]: There is no stream lost.')
    expect(() => control.replaceState({ ...before, streams: { lost: [] } })).toThrow(
      'streams.lost: There is no such stream.',
    )
    expect(control.readState({})).toEqual(before)
  })

  test('with a last ID that is too small, or two users of one name, is refused', () => {
    const before = simulator.control.readState({})
    const lastId = { ...before.lastId, source: 0 }
    const read = stateDocument.safeParse({ ...before, lastId, users: [...before.users, ...before.users] })
    expect(read.error?.issues).toMatchObject([
      { path: ['lastId', 'source'], message: 'must be at least 1, which is in use' },
      { path: ['users', 2, 'username'], message: 'another user is named admin' },
      { path: ['users', 3, 'username'] },
    ])
  })

  test('with IDs that occur twice, or that name nothing, is refused', () => {
    const { sources, ...rest } = simulator.control.readState({})
    const read = stateDocument.safeParse({ ...rest, sources: [...sources, ...sources], rules38: null })
    expect(read.error?.issues).toMatchObject([
      { path: ['sources', 1, 'id'], message: 'another one has the ID 1' },
    ])
    const lost = stateDocument.safeParse({ ...rest, sources: [], version: '3.8.1' })
    expect(lost.error?.issues).toContainEqual(
      expect.objectContaining({
        path: ['selections', 0, 'sourceId'],
        message: 'there is no source with the ID 1',
      }),
    )
    expect(lost.error?.issues).toContainEqual(
      expect.objectContaining({ path: ['rules38'], message: 'is needed from MAAS 3.8 on' }),
    )
  })
})

describe('a reset', () => {
  test('starts any scenario in any version, and keeps the API keys', () => {
    const { control, region } = simulator
    const keys = region.users.map((user) => user.keys)
    expect(control.reset({ scenario: 'default', version: '3.8' })).toEqual({
      scenario: 'default',
      version: '3.8.0',
    })
    expect(region.version).toBe('3.8.0')
    expect(region.ownSelections()).not.toEqual([])
    expect(region.users.map((user) => user.keys)).toEqual(keys)
  })

  test('gives the key of the gateway to the person whom the scenario is about', () => {
    const { control, region } = simulator
    control.reset({ scenario: 'read-only' })
    const owner = region.users.find(({ keys }) =>
      keys.some(({ consumer, token, secret }) => `${consumer}:${token}:${secret}` === region.apiKey),
    )
    expect(owner).toMatchObject({ username: 'operator', admin: false })
    const keys = () => control.readState({}).users.map((user) => user.keys.length)
    control.reset({ scenario: 'default' })
    const before = keys()
    control.reset({ scenario: 'read-only' })
    control.reset({ scenario: 'default' })
    expect(keys()).toEqual(before)
    expect(apiKeyOf(region.users.find(({ admin }) => admin) as User)).toBe(region.apiKey)
  })

  test('takes back changes of streams and faults', () => {
    const { control } = simulator
    control.changeStream({ name: 'stable', change: { kind: 'withdraw', os: 'ubuntu', release: 'jammy' } })
    control.addFault({ side: 'region', skip: 0, fault: { kind: 'drop', when: 'before' } })
    control.reset({ scenario: 'default' })
    expect(control.listFaults({})).toEqual([])
    expect(control.listStreams({}).flatMap(({ changes }) => changes)).toEqual([])
  })

  test('to a scenario that does not exist names those that do', () => {
    expect(() => simulator.control.reset({ scenario: 'lost' })).toThrow(
      /There is no scenario "lost". There are: default, /,
    )
  })
})

describe('the clock', () => {
  test('stands still, is moved, and runs until the import ends', () => {
    const { control, region } = simulator
    const { now } = control.readClock({})
    expect(control.advance({ seconds: 1.5 })).toEqual({ now: now + 1500, speed: 0 })
    expect(region.isImporting()).toBe(true)
    const ran = control.runUntilIdle({ hours: 1 })
    expect(ran).toMatchObject({ idle: true, now: control.readClock({}).now })
    expect(ran.seconds).toBeGreaterThan(1)
    expect(region.isImporting()).toBe(false)
    expect(control.setSpeed({ speed: 60 })).toMatchObject({ speed: 60 })
  })

  test('stops at its limit when an import stands still, and goes on when it moves', () => {
    const { control } = simulator
    control.setConditions({ bytesPerSecond: 0 })
    expect(control.runUntilIdle({ hours: 1 })).toMatchObject({ idle: false, seconds: 3600 })
    const before = held()
    control.advance({ seconds: 600 })
    expect(held()).toEqual(before)
    control.setConditions({ bytesPerSecond: 48_000_000 })
    expect(idle().idle).toBe(true)
  })
})

describe('streams', () => {
  const change = (what: Parameters<Simulator['control']['changeStream']>[0]['change']) =>
    simulator.control.changeStream({ name: 'stable', change: what })

  test('a withdrawn release stays in the region, and a restored one is offered again', () => {
    idle()
    change({ kind: 'withdraw', os: 'ubuntu', release: 'jammy' })
    importAll()
    expect(versionsOf('ubuntu/jammy')).not.toEqual([])
    expect(
      simulator.region.events('DEBUG', { limit: 9 }).map(({ description }) => description),
    ).toContainEqual(
      expect.stringContaining('hwe-22.04-edge/jammy no longer exists in stream, but remains in selections'),
    )
    expect(simulator.control.restoreStream({ name: 'stable' }).changes).toEqual([])
    importAll()
  })

  test.each([
    ['signed with another key', { kind: 'sign', key: 'other' }],
    ['with a broken signature', { kind: 'break-signature' }],
  ] as const)('%s, it is not read until it is signed with the right key again', (_, wrong) => {
    idle()
    change(wrong)
    change({ kind: 'publish', os: 'ubuntu', release: 'jammy', version: '20270101' })
    importAll()
    expect(versionsOf('ubuntu/jammy')).not.toContain('20270101')
    change({ kind: 'sign', key: 'demo' })
    importAll()
    expect(versionsOf('ubuntu/jammy')).toEqual(['20270101'])
  })

  test('absent and truncated files fail for the region as they are served', async () => {
    idle()
    change({ kind: 'publish', os: 'ubuntu', release: 'jammy', version: '20270101' })
    const folder = 'jammy/amd64/20270101/'
    const served = async () => {
      const answer = await fetch(`${simulator.streamsUrl}/stable/${folder}squashfs`, { method: 'HEAD' })
      return answer.ok ? Number(answer.headers.get('content-length')) : answer.status
    }
    const whole = await served()
    change({ kind: 'truncate-file', path: `${folder}squashfs`, bytes: 1000 })
    expect(await served()).toBe(1000)
    importAll()
    expect(notes()).toContain('Failed to synchronise boot resources: Workflow timed out')
    change({ kind: 'lose-files', path: folder })
    expect(await served()).toBe(404)
    importAll()
    expect(notes()).toContain('Failed to synchronise boot resources: Workflow timed out')
    simulator.control.restoreStream({ name: 'stable' })
    expect(await served()).toBe(404)
    change({ kind: 'publish', os: 'ubuntu', release: 'jammy', version: '20270101' })
    expect(await served()).toBe(whole)
    importAll()
    expect(notes()).toEqual([])
  })

  test('MAAS 3.8 tries a truncated file again for two hours, and reports nothing', () => {
    simulator.control.reset({ scenario: 'default', version: '3.8' })
    idle()
    change({ kind: 'publish', os: 'ubuntu', release: 'noble', version: '20270101' })
    change({ kind: 'truncate-file', path: 'noble/amd64/20270101/squashfs', bytes: 0 })
    importAll()
    const noble = simulator.region.resources().filter(({ name }) => name === 'ubuntu/noble')
    const roots = noble
      .flatMap(({ id }) => simulator.region.resource(id).sets)
      .filter(({ version }) => version === '20270101')
      .flatMap(({ files }) => files.filter(({ filetype }) => filetype === 'squashfs'))
    expect(new Set(roots.map(({ done }) => done))).toEqual(new Set([0]))
    expect(notes().filter((note) => /synchronize/.test(note))).toEqual([])
  })

  test.each([
    [
      'stable',
      { kind: 'publish', os: 'ubuntu', release: 'lost', version: '20270101' },
      'change.release: The stream stable does not offer ubuntu/lost.',
    ],
    [
      'stable',
      { kind: 'withdraw', os: 'ubuntu', release: 'jammy', arch: 'vax' },
      'does not offer ubuntu/jammy for vax.',
    ],
    [
      'stable',
      { kind: 'withdraw', os: 'ubuntu', release: 'jammy', version: '20270101' },
      'change.version: The stream stable does not have ubuntu/jammy 20270101.',
    ],
    [
      'mirror',
      { kind: 'sign', key: 'other' },
      'change.kind: The stream mirror is a copy of another stream: change that one.',
    ],
    [
      'stable',
      { kind: 'lose-files', path: 'lost/' },
      'change.path: The stream stable lists no image file "lost/".',
    ],
    ['lost', { kind: 'break-signature' }, 'name: There is no stream lost. There are: stable, '],
  ] as const)('%s cannot have %j', (name, wrong, message) => {
    const before = simulator.control.readState({})
    expect(() => simulator.control.changeStream({ name, change: wrong })).toThrow(message)
    expect(simulator.control.readState({})).toEqual(before)
  })

  test('a version is published once', () => {
    const publish = { kind: 'publish', os: 'ubuntu', release: 'jammy', version: '20270101' } as const
    change(publish)
    expect(() => change(publish)).toThrow(
      'change.version: The stream stable has ubuntu/jammy 20270101 already.',
    )
  })

  test('changes of one region do not reach another one', async () => {
    const other = await startSimulator({ speed: 0 })
    change({ kind: 'withdraw', os: 'ubuntu', release: 'jammy' })
    const index = async (url: string) => (await fetch(`${url}/stable/streams/v1/index.json`)).text()
    expect(await index(simulator.streamsUrl)).not.toContain(':22.04:amd64')
    expect(await index(other.streamsUrl)).toContain(':22.04:amd64')
    await other.close()
  })
})

describe('faults', () => {
  const ask = async (path: string, init: RequestInit = {}) => {
    try {
      const answer = await fetch(`${simulator.maasUrl}/api/2.0/${path}`, init)
      return `${answer.status} ${(await answer.text()).slice(0, 20)}`
    } catch {
      return 'cut'
    }
  }
  const add = (fault: Parameters<Simulator['control']['addFault']>[0]['fault'], more = {}) =>
    simulator.control.addFault({ side: 'region', path: 'version/', skip: 0, fault, ...more })

  test('answer something else, so many times, after letting so many calls pass', async () => {
    add({ kind: 'answer', status: 503, body: 'busy', headers: { 'Retry-After': '7' } }, { skip: 1, times: 2 })
    const good = await ask('version/')
    expect(good).toMatch(/^200 /)
    expect(await ask('version/')).toBe('503 busy')
    expect(await ask('version/')).toBe('503 busy')
    expect(await ask('version/')).toBe(good)
    expect(simulator.control.listFaults({})).toEqual([])
  })

  test('cut the connection before a call, after it, or in the middle of the answer', async () => {
    const signed = { headers: { Authorization: authorization() } }
    add({ kind: 'drop', when: 'before' }, { path: 'boot-resources/?op=import', method: 'POST' })
    idle()
    expect(await ask('boot-resources/?op=import', { method: 'POST', ...signed })).toBe('cut')
    expect(simulator.region.isImporting()).toBe(false)
    simulator.control.removeFaults({})
    add({ kind: 'drop', when: 'after' }, { path: 'boot-resources/*', method: 'POST' })
    expect(
      await ask('boot-resources/?op=import', { method: 'POST', headers: { Authorization: authorization() } }),
    ).toBe('cut')
    expect(simulator.region.isImporting()).toBe(true)
    const { id } = add({ kind: 'half' })
    expect(await ask('version/')).toBe('cut')
    expect(simulator.control.listFaults({}).find((one) => one.id === id)).toMatchObject({ hits: 1 })
    simulator.control.removeFault({ id })
    expect(await ask('version/')).toMatch(/^200 /)
    expect(() => simulator.control.removeFault({ id })).toThrow(`There is no fault ${id}.`)
  })

  test('match sign-in, and any pattern without delay', async () => {
    const login = `${simulator.maasUrl}/accounts/authenticate/`
    add({ kind: 'answer', status: 205, body: '', headers: {} }, { path: 'accounts/*' })
    expect((await fetch(login, { method: 'POST' })).status).toBe(205)
    simulator.control.removeFaults({})
    add({ kind: 'answer', status: 500, body: '', headers: {} }, { path: `${'*a'.repeat(40)}b` })
    expect(await ask(`version/?${'a'.repeat(4000)}`)).toMatch(/^200 /)
    add({ kind: 'answer', status: 501, body: '', headers: {} }, { path: 'v*s*n/?a*' })
    expect(await ask('version/?abc')).toMatch(/^501 /)
    expect(await ask('version/')).toMatch(/^200 /)
  })

  test('delay a call, and spoil the files of sources', async () => {
    add({ kind: 'delay', ms: 1 }, { times: 1 })
    expect(await ask('version/')).toMatch(/^200 /)
    add({ kind: 'answer', status: 500, body: '', headers: {} }, { side: 'source', path: 'stable/streams/*' })
    const index = `${simulator.streamsUrl}/stable/streams/v1/index.json`
    expect((await fetch(index)).status).toBe(500)
    expect((await fetch(index.replace('stable', 'candidate'))).status).toBe(200)
  })

  test('a delayed call is carried out when the fault is removed, and cut by a reset', async () => {
    const { control } = simulator
    const waits = () =>
      vi.waitFor(() => expect(control.listFaults({})).toMatchObject([{ hits: 1 }]), { timeout: 30_000 })
    add({ kind: 'delay', ms: 600_000 })
    const first = ask('version/')
    await waits()
    control.removeFaults({})
    expect(await first).toMatch(/^200 /)
    add({ kind: 'delay', ms: 600_000 })
    const second = ask('version/')
    await waits()
    control.reset({ scenario: 'default' })
    expect(await second).toBe('cut')
  })

  function authorization(): string {
    const [consumer, token, secret] = simulator.apiKey.split(':')
    const nonce = globalThis.crypto.randomUUID()
    const at = Math.floor(Date.UTC(2026, 10, 23, 9) / 1000)
    return `OAuth oauth_version="1.0", oauth_signature_method="PLAINTEXT", oauth_consumer_key="${consumer}", oauth_token="${token}", oauth_signature="%26${secret}", oauth_nonce="${nonce}", oauth_timestamp="${at}"`
  }
})

test('conditions: an unreachable region, sources that do not answer, a full disk', async () => {
  const { control } = simulator
  idle()
  control.setConditions({ reachable: false })
  await expect(fetch(`${simulator.maasUrl}/api/2.0/version/`)).rejects.toThrow('fetch failed')
  expect(control.setConditions({ reachable: true, sourcesAnswer: false, freeBytes: 0 })).toEqual({
    reachable: true,
    sourcesAnswer: false,
    bytesPerSecond: 48_000_000,
    freeBytes: 0,
    proxyRefuses: false,
  })
  importAll()
  expect(notes()).toContainEqual(expect.stringContaining('Failed to import images from'))
  expect(control.setConditions({ freeBytes: null })).toEqual(control.readConditions({}))
})

test('imports, machines, users, keys, notifications and events', () => {
  const { control, region } = simulator
  expect(control.stopImport({})).toEqual({ importing: true })
  idle()
  expect(control.startImport({})).toEqual({ importing: true })

  control.removeMachines({})
  const ids = control.addMachines({
    os: 'ubuntu',
    release: 'noble',
    architecture: 'amd64/generic',
    state: 'deployed',
    count: 2,
  })
  expect(region.machines().map(({ systemId, release }) => [systemId, release])).toEqual(
    ids.map((id) => [id, 'noble']),
  )

  const { apiKey } = control.addUser({ username: 'ann', password: 'secret', admin: true })
  expect(region.userWith('ann', 'secret')).toMatchObject({ admin: true })
  expect(() => control.addUser({ username: 'ann', password: 'x', admin: false })).toThrow(
    'There is a user ann already.',
  )
  expect(control.addKey({ username: 'ann', name: 'laptop' }).apiKey).not.toBe(apiKey)
  control.removeKeys({ username: 'ann' })
  expect(region.revokeKey(apiKey)).toBe(false)
  const sessionOf = (name: string) => region.sessions.begin(region.userWith(name, name) ?? fail(name))
  const [admin, operator] = ['admin', 'operator'].map(sessionOf)
  control.removeUser({ username: 'ann' })
  control.removeUser({ username: 'operator' })
  expect(region.sessions.userOf(operator ?? '')).toBeNull()
  expect(region.sessions.userOf(admin ?? '')).toMatchObject({ username: 'admin' })
  expect(() => control.removeKeys({ username: 'ann' })).toThrow('There is no user ann.')

  const { id } = control.addNotification({
    message: 'Disk is <b>old</b>',
    category: 'warning',
    users: true,
    dismissable: false,
  })
  expect(region.notifications().find((note) => note.id === id)).toMatchObject({
    message: 'Disk is <b>old</b>',
    category: 'warning',
  })
  const importer = {
    message: 'x',
    ident: 'Image importer',
    category: 'error',
    users: true,
    dismissable: true,
  } as const
  control.addNotification(importer)
  expect(() => control.addNotification(importer)).toThrow(
    'ident: There is a notification "Image importer" already.',
  )
  control.removeNotification({ id })
  expect(() => control.removeNotification({ id })).toThrow(`There is no notification ${id}.`)

  control.addEvent({ type: 'Region import info', description: 'Started importing' })
  expect(region.events('DEBUG', { limit: 1 })).toMatchObject([{ description: 'Started importing' }])
  control.addEvent({ type: 'Region import warning', description: 'Out of space' })
  expect(region.events('WARNING', { limit: 9 })).toMatchObject([{ description: 'Out of space' }])
  control.reset({ scenario: 'maas-3.8' })
  expect(() => control.addEvent({ type: 'Region import info', description: 'x' })).toThrow(
    'MAAS 3.8.0 writes no events of imports.',
  )
})

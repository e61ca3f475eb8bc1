import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import Ajv from 'ajv/dist/2020.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OPERATIONS } from '#simulator/control/operations.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { ControlError, createControlClient, type ControlClient } from './client.ts'
import { openApi } from './openapi.ts'
import { serveControl, type ControlDoor } from './serve-control.ts'

let simulator: Simulator
let door: ControlDoor
let client: ControlClient

beforeAll(async () => {
  simulator = await startSimulator({ speed: 0 })
  door = await serveControl(simulator.control)
  client = createControlClient(door)
})
beforeEach(() => void simulator.control.reset({ scenario: 'default' }))
afterAll(async () => {
  await door.close()
  await simulator.close()
})

/** A call as curl makes it. */
async function curl(
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = { Authorization: `Bearer ${door.token}` },
) {
  const answer = await fetch(`${door.url}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  })
  return { status: answer.status, json: (await answer.json()) as unknown, headers: answer.headers }
}

describe('every operation is carried out through the client', () => {
  const calls: { readonly [N in keyof ControlClient]: () => Promise<unknown> } = {
    listScenarios: () => client.listScenarios(),
    reset: () => client.reset({ scenario: 'stalled', version: '3.6' }),
    upgrade: async () => {
      await client.runUntilIdle()
      return client.upgrade({ version: '3.7' })
    },
    readState: () => client.readState(),
    replaceState: async () => client.replaceState(await client.readState()),
    readClock: () => client.readClock(),
    setSpeed: () => client.setSpeed({ speed: 0 }),
    advance: () => client.advance({ seconds: 1 }),
    runUntilIdle: () => client.runUntilIdle(),
    listStreams: () => client.listStreams(),
    changeStream: () => client.changeStream({ name: 'stable', change: { kind: 'break-signature' } }),
    restoreStream: () => client.restoreStream({ name: 'stable' }),
    listFaults: () => client.listFaults(),
    addFault: () => client.addFault({ side: 'region', fault: { kind: 'half' } }),
    removeFault: async () => {
      const { id } = await client.addFault({ side: 'source', fault: { kind: 'answer', status: 500 } })
      return client.removeFault({ id })
    },
    removeFaults: () => client.removeFaults(),
    readConditions: () => client.readConditions(),
    setConditions: () => client.setConditions({ bytesPerSecond: 1 }),
    startImport: () => client.startImport(),
    stopImport: () => client.stopImport(),
    stallImport: () => client.stallImport(),
    readSettings: () => client.readSettings(),
    setSettings: () => client.setSettings({ values: { boot_images_auto_import: false } }),
    addSource: () => client.addSource({ url: 'http://mirror.example.com/ubuntu/' }),
    listOffers: () => client.listOffers({ id: 1 }),
    addSelections: () =>
      client.addSelections({ id: 1, selections: [{ os: 'ubuntu', release: 'bionic', arches: ['amd64'] }] }),
    addImages: () =>
      client.addImages({ id: 1, images: [{ os: 'ubuntu', release: 'bionic', arch: 'amd64' }] }),
    addBootloaders: () => client.addBootloaders({ id: 1 }),
    addCustomImage: () => client.addCustomImage({ name: 'kiosk', bytes: 1000 }),
    addRunningImport: async () => {
      await client.reset({ scenario: 'disk-full' })
      const image = { sourceId: 1, os: 'ubuntu', release: 'focal', arch: 'arm64' }
      return client.addRunningImport({ images: [image], part: 0.5 })
    },
    addFinishedImport: () => client.addFinishedImport(),
    addFailure: () => client.addFailure({ cause: 'disk-full' }),
    listMachines: () => client.listMachines(),
    changeMachine: () => client.changeMachine({ systemId: 'm00000', state: 'ready', os: '', release: '' }),
    listRacks: () => client.listRacks(),
    addRack: () => client.addRack({ hostname: 'warehouse' }),
    changeRack: () => client.changeRack({ systemId: 'emb3dd', behind: false }),
    removeRack: () => client.removeRack({ systemId: 'emb3dd' }),
    listRegions: () => client.listRegions(),
    addRegion: () => client.addRegion({ hostname: 'second' }),
    removeRegion: async () =>
      client.removeRegion({ systemId: (await client.addRegion({ hostname: 'third' })).systemId }),
    listUsers: () => client.listUsers(),
    givePageKey: () => client.givePageKey({ username: 'operator' }),
    listNotifications: () => client.listNotifications(),
    listEvents: () => client.listEvents(),
    addMachines: () =>
      client.addMachines({ os: '', release: '', architecture: 'amd64/generic', state: 'ready', count: 2 }),
    removeMachines: () => client.removeMachines(),
    addUser: () => client.addUser({ username: 'ann', password: 'ann' }),
    removeUser: () => client.removeUser({ username: 'operator' }),
    addKey: () => client.addKey({ username: 'admin' }),
    removeKeys: () => client.removeKeys({ username: 'operator' }),
    addNotification: () => client.addNotification({ message: 'The disk is old.' }),
    removeNotification: async () =>
      client.removeNotification({ id: (await client.addNotification({ message: 'x' })).id }),
    addEvent: () => client.addEvent({ description: 'Started' }),
  }

  test.each(Object.keys(OPERATIONS) as (keyof ControlClient)[])('%s', async (name) => {
    await expect(calls[name]()).resolves.toBeDefined()
  })

  test('and the answers are those of the region', async () => {
    await client.setConditions({ bytesPerSecond: 0 })
    expect(await client.readConditions()).toMatchObject({ bytesPerSecond: 0 })
    expect(await client.reset({ scenario: 'stalled', version: '3.6' })).toEqual({
      scenario: 'stalled',
      version: '3.6.3',
    })
    expect(simulator.region.version).toBe('3.6.3')
  })
})

describe('what is wrong is refused with its place, and changes nothing', () => {
  test.each([
    ['POST', '/clock/advance', '{"seconds":-1}', 400, 'seconds: must be 0 to 31,536,000 (a year)'],
    ['POST', '/clock/advance', '{"seconds":1,"minutes":2}', 400, 'minutes: is not a field here'],
    ['POST', '/clock/advance', '{"seconds":', 400, 'The body is not JSON: '],
    ['POST', '/clock/advance', '[]', 400, 'The body must be a JSON object.'],
    ['POST', '/reset', '{"scenario":"lost"}', 404, 'There is no scenario "lost".'],
    [
      'POST',
      '/reset',
      '{"scenario":"maas-3.4","version":"3.8"}',
      409,
      'version: The scenario maas-3.4 exists only for MAAS 3.4.',
    ],
    [
      'PATCH',
      '/settings',
      '{"values":{"http_proxy":[]}}',
      400,
      'values.http_proxy: must be text, a number, ',
    ],
    ['POST', '/sources/1/images', '{"images":[]}', 400, 'images: must not be empty'],
    [
      'PATCH',
      '/racks/emb3dd',
      '{"behind":true}',
      409,
      'behind: Rack controllers of MAAS 3.5.13 hold no images.',
    ],
    [
      'POST',
      '/reset',
      '{"scenario":"fresh","version":"2.9"}',
      400,
      'version: must be 3.4, 3.5, 3.6, 3.7 or 3.8',
    ],
    ['POST', '/streams/stable/changes', '{"change":{"kind":"sell"}}', 400, 'change.kind: '],
    [
      'POST',
      '/streams/stable/changes',
      '{"name":"x","change":{"kind":"break-signature"}}',
      400,
      'name: is in the address already',
    ],
    [
      'POST',
      '/streams/stable/changes',
      '{"change":{"kind":"publish","os":"ubuntu","release":"jammy","version":"new"}}',
      400,
      'change.version: must be a version, such as 20261127 or 20261127.1',
    ],
    [
      'POST',
      '/faults',
      '{"side":"region","fault":{"kind":"answer","status":99}}',
      400,
      'fault.status: must be 200 to 599',
    ],
    [
      'POST',
      '/faults',
      '{"side":"region","fault":{"kind":"answer","status":503,"headers":{"X-Cause":"one\\ntwo"}}}',
      400,
      'fault.headers.X-Cause: must be the value of a header, in one line',
    ],
    ['DELETE', '/faults/one', undefined, 400, 'id: must be a whole number'],
    ['DELETE', '/faults/7', undefined, 404, 'There is no fault 7.'],
    ['PUT', '/state', '{"version":"3.5.13"}', 400, 'clock: must be an object'],
    ['DELETE', '/streams/%/changes', undefined, 400, 'The address has a % without a code after it.'],
    ['GET', '/lost', undefined, 404, 'There is nothing at /control/v1/lost.'],
    ['PUT', '/faults', '{}', 405, '/control/v1/faults does not take PUT. It takes GET, POST, DELETE.'],
    ['PUT', '/openapi.json', '{}', 405, 'The description can only be read.'],
  ])('%s %s %s', async (method, path, body, status, message) => {
    const state = () => JSON.stringify(simulator.control.readState({}))
    const before = state()
    const answer = await curl(method, path, body)
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ error: expect.stringContaining(message) })
    expect(state()).toBe(before)
  })

  test('the client rejects with these words', async () => {
    const refused = client.removeFault({ id: 7 })
    await expect(refused).rejects.toThrow('id: There is no fault 7.')
    await expect(refused).rejects.toBeInstanceOf(ControlError)
    await expect(client.addUser({ username: 'a b', password: '' })).rejects.toMatchObject({
      status: 400,
      wrong: [
        { path: 'username', message: 'must be the name of a user, without spaces and slashes' },
        { path: 'password', message: 'must not be empty' },
      ],
    })
    // a caller in JavaScript may leave out what is a part of the address
    await expect(client.addKey({} as { username: string })).rejects.toThrow('username: is missing')
  })
})

test.each([
  ['without a token', {}],
  ['with another token', { Authorization: 'Bearer wrong' }],
  ['with the token as a password', { Authorization: `Basic ${btoa('x:y')}` }],
])('a call %s is refused with 401', async (_, headers) => {
  for (const path of ['/state', '/openapi.json', '/lost']) {
    const answer = await curl('GET', path, undefined, headers)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(JSON.stringify(answer.json)).not.toContain(door.token)
  }
})

test('it listens on the loopback interface only, and a given token is kept', async () => {
  const { hostname, port } = new URL(door.url)
  expect(hostname).toBe('127.0.0.1')
  const others = Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.filter(({ family, internal }) => family === 'IPv4' && !internal),
  )
  // a machine without a network still has others of its loopback addresses
  for (const address of [...others.map((one) => one.address), '127.0.0.2'])
    await expect(fetch(`http://${address}:${port}/control/v1/clock`), address).rejects.toThrow('fetch failed')
  const token = 'a token of a suite that it can rely on'
  const other = await serveControl(simulator.control, { token })
  expect(await createControlClient({ url: other.url, token }).readClock()).toEqual(await client.readClock())
  await other.close()
})

test('a body that is too large is refused with a whole answer', async () => {
  const [status, text] = await new Promise<[number | undefined, string]>((resolve, reject) => {
    const call = request(
      `${door.url}/state`,
      { method: 'PUT', headers: { Authorization: `Bearer ${door.token}` } },
      (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (part: string) => (body += part))
        answer.on('end', () => resolve([answer.statusCode, body]))
      },
    )
    call.on('error', reject)
    const part = Buffer.alloc(1_000_000, ' ')
    for (let sent = 0; sent < 65; sent += 1) call.write(part)
    call.end()
  })
  expect([status, JSON.parse(text)]).toMatchObject([413, { error: 'A body can be at most 64 MB.' }])
})

describe('the OpenAPI document', () => {
  test('is served, and has every operation', async () => {
    const { json } = await curl('GET', '/openapi.json')
    expect(json).toEqual(JSON.parse(JSON.stringify(openApi())))
    const ids = Object.values((json as { paths: object }).paths).flatMap((path: object) =>
      Object.values(path).map((one: { operationId: string }) => one.operationId),
    )
    expect(ids.toSorted()).toEqual(Object.keys(OPERATIONS).toSorted())
  })

  test('has a schema for each body and answer, and real ones fit', async () => {
    const ajv = new Ajv({ strict: false })
    const document = openApi() as unknown as {
      paths: Record<
        string,
        Record<
          string,
          { requestBody?: { content: Content }; responses: Record<string, { content: Content }> }
        >
      >
    }
    type Content = { 'application/json': { schema: object } }
    const schema = (content: Content | undefined) => content?.['application/json'].schema ?? {}
    const contents = Object.values(document.paths)
      .flatMap((path) => Object.values(path))
      .flatMap(({ requestBody, responses }) => [requestBody, ...Object.values(responses)])
    // many operations have the same ones
    const different = new Set(contents.map((one) => JSON.stringify(schema(one?.content))))
    for (const text of different) expect(() => ajv.compile(JSON.parse(text) as object)).not.toThrow()
    const state = await client.readState()
    const put = document.paths['/state']?.['put']
    expect(ajv.validate(schema(put?.requestBody?.content), state), ajv.errorsText()).toBe(true)
    expect(ajv.validate(schema(put?.requestBody?.content), { ...state, version: 'x' })).toBe(false)
  })
})

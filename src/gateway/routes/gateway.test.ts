import { http, HttpResponse } from 'msw'
import { afterEach, expect, test } from 'vitest'
import { catalogue, imagesAnswer, problem, regionAnswer } from '#contract/gateway.ts'
import { selection } from '#contract/maas.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { leapingClock } from '#lib/leaping-clock.ts'
import { WRITTEN_AGES } from '#gateway/region/poll-rates.ts'
import { startGateway } from '#gateway/server.ts'

const START = Date.UTC(2026, 10, 23, 9, 0, 0)
const MINUTE = 60_000

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** The gateway in front of the embedded region; time stands still until the test advances it. */
async function start(
  scenario: string,
  options: { apiKey?: (real: string) => string; keyring?: boolean; pace?: () => number } = {},
) {
  let wall = START
  const now = () => wall
  const simulator = await startEmbeddedRegion({ scenario, speed: 1, now })
  open.push(simulator)
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: options.apiKey?.(simulator.apiKey) ?? simulator.apiKey },
    embedded: true,
    rewrites: simulator.rewrites,
    keyringFile: async () =>
      options.keyring === false ? { state: 'elsewhere' } : { state: 'read', bytes: simulator.keyring },
    now,
    // long enough for a busy machine
    detailWaitMs: 60_000,
    pace: options.pace ?? leapingClock(),
  })
  open.push(gateway)
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(gateway.url + path, {
      method,
      headers: { 'x-maas-images': '1', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const content = await answer.text()
    return {
      status: answer.status,
      etag: answer.headers.get('etag'),
      text: content,
      json: JSON.parse(content || 'null'),
    }
  }
  const get = (path: string) => call('GET', path)
  const wait = (ms: number) => {
    wall += ms
  }
  return { simulator, call, get, wait }
}

test('one answer describes the region: user, version, sources with selections, settings, last import', async () => {
  const { get } = await start('default')
  const region = regionAnswer.parse((await get('/gateway/region')).json)
  expect(region).toMatchObject({ embedded: true, user: { admin: true }, config: { defaultOs: 'ubuntu' } })
  expect(region.version).toMatch(/^\d+\.\d+/)
  expect(region.sources?.[0]?.selections.length).toBeGreaterThan(0)
  expect(Date.parse(region.sync.lastStarted ?? '')).toBeLessThanOrEqual(START)
})

test('a region always has the same ID, which differs from other regions and does not reveal its address', async () => {
  const [one, other] = [await start('default'), await start('default')]
  const idOf = async ({ get }: typeof one) => regionAnswer.parse((await get('/gateway/region')).json).id
  expect(await idOf(one)).toMatch(/^[\da-f]{16}$/)
  expect(await idOf(one)).toBe(await idOf(one))
  expect(await idOf(other)).not.toBe(await idOf(one))
})

test('a source that is deleted while the region is read is left out, and the rest is returned', async () => {
  const { get, simulator } = await start('two-sources')
  const all = regionAnswer.parse((await get('/gateway/region')).json).sources ?? []
  expect(all.map(({ source }) => source.id)).toEqual([1, 2])
  simulator.use(
    http.get(
      '*/MAAS/api/2.0/boot-sources/2/selections/',
      () => new HttpResponse('Not Found', { status: 404 }),
    ),
  )
  expect(regionAnswer.parse((await get('/gateway/region')).json).sources).toEqual(all.slice(0, 1))
})

test('a user who is not an administrator sees no sources and cannot change anything', async () => {
  const { get, call } = await start('read-only')
  expect(regionAnswer.parse((await get('/gateway/region')).json)).toMatchObject({
    user: { admin: false },
    sources: null,
  })
  expect(imagesAnswer.parse((await get('/gateway/images')).json).images.length).toBeGreaterThan(0)
  const refused = await call('POST', '/MAAS/api/2.0/boot-resources/?op=import', {})
  expect([refused.status, problem.parse(refused.json).error.code]).toEqual([403, 'forbidden'])
})

test('notifications about images are passed on, even when the events cannot be read', async () => {
  const { get, simulator } = await start('import-fails')
  simulator.use(http.get('*/MAAS/api/2.0/events/', () => new HttpResponse('broken', { status: 500 })))
  const region = regionAnswer.parse((await get('/gateway/region')).json)
  expect(region.sync.lastStarted).toBeNull()
  expect(region.notifications.map(({ ident }) => ident)).toContain('Image importer')
})

test('a dismissed notification is not in any later answer, not even in one to a poll', async () => {
  const { get, call } = await start('import-fails', { pace: () => 0 })
  const notices = async () => regionAnswer.parse((await get('/gateway/region')).json).notifications
  const [one] = await notices()
  expect(one).toMatchObject({ ident: 'Image importer', dismissable: true })
  const path = `/MAAS/api/2.0/notifications/${one?.id}/?op=dismiss`
  expect((await call('POST', path, {})).status).toBe(204)
  expect(await notices()).toEqual([])
  const unknown = await call('POST', '/MAAS/api/2.0/notifications/99/?op=dismiss', {})
  expect(unknown.status).toBe(404)
  expect(problem.parse(unknown.json).error.message).toBe('MAAS has removed this notification already.')
})

test('dismissing a notification does not make polls read the images again', async () => {
  let pace = 0
  const { get, call, simulator } = await start('import-fails', { pace: () => pace })
  let lists = 0
  simulator.use(
    http.get('*/MAAS/api/2.0/boot-resources/', ({ request }) => {
      if (!request.url.includes('op=')) lists += 1
    }),
  )
  const [note] = regionAnswer.parse((await get('/gateway/region')).json).notifications
  await get('/gateway/images')
  expect(lists).toBe(1)
  await call('POST', `/MAAS/api/2.0/notifications/${note?.id}/?op=dismiss`, {})
  pace += WRITTEN_AGES.list
  await get('/gateway/images')
  expect(lists).toBe(1)
})

test('polling shows the progress of an import until it is complete', async () => {
  const { get, wait } = await start('default')
  const images = async () => imagesAnswer.parse((await get('/gateway/images')).json)
  const first = await images()
  expect(first).toMatchObject({ importing: true, unread: 0 })
  const moving = first.images.filter(({ incoming }) => incoming)
  expect(moving.length).toBeGreaterThan(0)
  wait(60 * MINUTE)
  const last = await images()
  expect(last).toMatchObject({ importing: false, unread: 0 })
  expect(last.images.filter(({ incoming }) => incoming)).toEqual([])
  expect(last.images.every(({ known, heldBytes }) => known && heldBytes > 0)).toBe(true)
})

test('a saved selection is in the next answer, and without changes the ETag stays the same', async () => {
  const { get, call } = await start('default')
  const before = await get('/gateway/region')
  expect((await get('/gateway/region')).etag).toBe(before.etag)
  const { sources } = regionAnswer.parse(before.json)
  const [one] = sources?.[0]?.selections ?? []
  const path = `/MAAS/api/2.0/boot-sources/${one?.boot_source_id}/selections/${one?.id}/`
  const arches = ['amd64', 'arm64']
  const saved = await call('PUT', path, { ...one, arches, expected: one })
  expect(selection.parse(saved.json)).toMatchObject({ id: one?.id, arches })
  const after = regionAnswer.parse((await get('/gateway/region')).json)
  expect(after.sources?.[0]?.selections.find(({ id }) => id === one?.id)?.arches).toEqual(arches)
})

test('after a write a poll returns the new state, although the cached answers have not expired', async () => {
  const { get, call } = await start('default', { pace: () => 0 })
  const read = async () => regionAnswer.parse((await get('/gateway/region')).json)
  const resources = async () => imagesAnswer.parse((await get('/gateway/images')).json)
  const { sources, config } = await read()
  const [one] = sources?.[0]?.selections ?? []
  const uploaded = (await resources()).images.find(({ kind }) => kind === 'uploaded')?.kernels[0]?.id

  const path = `/MAAS/api/2.0/boot-sources/${one?.boot_source_id}/selections/${one?.id}/`
  await call('PUT', path, { ...one, arches: ['*'], expected: one })
  expect((await read()).sources?.[0]?.selections.find(({ id }) => id === one?.id)?.arches).toEqual(['*'])

  const setting = { name: 'boot_images_auto_import', value: !config.autoImport }
  await call('POST', '/MAAS/api/2.0/maas/?op=set_config', setting)
  expect((await read()).config.autoImport).toBe(!config.autoImport)

  await call('DELETE', `/MAAS/api/2.0/boot-resources/${uploaded}/`)
  expect((await resources()).images.filter(({ kind }) => kind === 'uploaded')).toEqual([])
})

test('an unreachable region is reported, and works again when it is reachable', async () => {
  const { get, simulator } = await start('offline')
  const gone = await get('/gateway/images')
  expect([gone.status, problem.parse(gone.json).error.code]).toEqual([502, 'region-unreachable'])
  simulator.setOffline(false)
  expect((await get('/gateway/images')).status).toBe(200)
})

test('with a wrong secret, neither MAAS’s answer nor the secret is passed on', async () => {
  let secret = ''
  const { get, call } = await start('default', {
    apiKey: (real) => {
      const [consumer, token, right] = real.split(':')
      secret = right ?? ''
      return `${consumer}:${token}:wrong`
    },
  })
  const answers = [
    await get('/gateway/region'),
    await get('/gateway/images'),
    await get('/gateway/catalogue/1'),
    await get('/MAAS/api/2.0/boot-sources/'),
    await call('POST', '/MAAS/api/2.0/boot-resources/?op=import', {}),
  ]
  expect(secret.length).toBeGreaterThan(8)
  for (const { status, text } of answers) {
    expect(status).toBe(401)
    expect(text).not.toContain(secret)
    expect(text).not.toContain('signature')
  }
})

test('the catalogue of a source is complete, verified, and read at most once a minute', async () => {
  const { get, simulator, wait } = await start('default')
  let asked = 0
  simulator.use(
    http.get('*/streams/*', () => {
      asked += 1
    }),
  )
  const first = await get('/gateway/catalogue/1')
  const read = catalogue.parse(first.json)
  expect(read.signature).toMatchObject({ verdict: 'valid' })
  expect(read.signature.fingerprint).not.toBeNull()
  expect(read.releases.map(({ release }) => release)).toContain('noble')
  expect(read.bootloaders.length).toBeGreaterThan(0)
  const files = asked
  expect(files).toBeGreaterThan(1)
  await Promise.all([get('/gateway/catalogue/1'), get('/gateway/catalogue/1')])
  expect(asked).toBe(files)
  wait(MINUTE + 1)
  const [again] = await Promise.all([get('/gateway/catalogue/1'), get('/gateway/catalogue/1')])
  expect(asked).toBeGreaterThan(files)
  expect(again?.json.releases).toEqual(first.json.releases)
})

test('with a keyring that only the region has, the signature is reported as unchecked', async () => {
  const { get } = await start('default', { keyring: false })
  const { signature, releases } = catalogue.parse((await get('/gateway/catalogue/1')).json)
  expect(signature.verdict).toBe('unchecked')
  expect(signature.message).toContain('could not be checked here')
  expect(signature.region.accepts).toBeNull()
  expect(releases.length).toBeGreaterThan(0)
})

test('for a source that is down, the last catalogue is returned with its age', async () => {
  const { get, simulator, wait } = await start('default')
  const { releases } = catalogue.parse((await get('/gateway/catalogue/1')).json)
  simulator.use(http.get('*/streams/*', () => HttpResponse.error()))
  wait(MINUTE + 1)
  const stale = catalogue.parse((await get('/gateway/catalogue/1')).json)
  expect(stale.releases).toEqual(releases)
  expect(stale.stale).toContain('streams/v1/index.sjson')
  expect(stale.readAt).toBe('2026-11-23T09:00:00.000Z')
  simulator.resetHandlers()
  wait(MINUTE)
  const fresh = catalogue.parse((await get('/gateway/catalogue/1')).json)
  expect(fresh.stale).toBeNull()
})

test.each([
  ['down', () => HttpResponse.error(), 'source-unreachable'],
  ['not a mirror', () => new HttpResponse('', { status: 404 }), 'source-unreachable'],
  ['a web page', () => HttpResponse.html('<html>Log in</html>'), 'source-unreadable'],
])('a source that is %s at the first read is refused with the cause', async (_, respond, code) => {
  const { get, simulator } = await start('default')
  simulator.use(http.get('*/streams/*', respond))
  const answer = await get('/gateway/catalogue/1')
  expect([answer.status, problem.parse(answer.json).error.code]).toEqual([502, code])
  expect(problem.parse(answer.json).error.message).toContain('streams/v1/index.sjson')
})

test('a source that MAAS no longer has is answered without a catalogue, not with an error', async () => {
  const { get } = await start('default')
  const { status, json } = await get('/gateway/catalogue/999')
  expect([status, json]).toEqual([200, null])
})

test('only administrators can make the gateway read mirrors, and only with all required fields', async () => {
  const source = { url: 'http://images.maas.io/ephemeral-v3/stable/', keyring_filename: '', keyring_data: '' }
  const order = { images: [], versions: 1 }
  const asked: readonly [path: string, body: object][] = [
    ['/gateway/mirror/contents', { ...order, source }],
    ['/gateway/mirror/state', { ...order, mirror: source, upstream: source }],
    ['/gateway/mirror/files', { ...order, mirror: source, upstream: source, from: 0 }],
  ]
  const reader = await start('read-only')
  const admin = await start('default')
  for (const [path, body] of asked) {
    const { status, json } = await reader.call('POST', path, body)
    expect([path, status, problem.parse(json).error.code]).toEqual([path, 403, 'forbidden'])
    for (const wrong of [{}, { ...body, versions: 0 }, { ...body, images: [{}] }])
      expect([path, (await admin.call('POST', path, wrong)).status]).toEqual([path, 400])
    expect([path, (await admin.call('POST', path, body)).status]).toEqual([path, 200])
  }
})

import { http, HttpResponse } from 'msw'
import { afterEach, expect, test } from 'vitest'
import { catalogue, problem, type Catalogue } from '#contract/gateway.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { SERVED_AT, serveStream } from '#testing/serve-stream.ts'
import {
  productsFile,
  rawStream,
  UBUNTU,
  ubuntuProduct,
  ubuntuVersion,
} from '#testing/streams/sound-stream.ts'
import { keyringsOf } from '#gateway/fetch/kept-keyrings.ts'
import { createLog } from '#gateway/http/log.ts'
import { startGateway } from '#gateway/server.ts'

const START = Date.UTC(2026, 10, 23, 9, 0, 0)
const MINUTE = 60_000
const DEFAULT_KEYRING = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

type Asked = { url: string; keyring_filename?: string; keyring_data?: string }
type Answer = { status: number; etag: string | null; json: unknown }

/** A gateway that reads any source; time stands still until the test advances it. */
async function start(scenario = 'default') {
  let wall = START
  const now = () => wall
  const simulator = await startEmbeddedRegion({ scenario, speed: 0, now })
  const log: string[] = []
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    rewrites: simulator.rewrites,
    streams: { allow: [new URL(simulator.streamsUrl).host] },
    keyringFile: keyringsOf(simulator.keyringFiles),
    log: createLog('info', (line) => log.push(line)),
    now,
  })
  open.push(simulator, gateway)
  type Init = { method?: string; body?: string; headers?: Record<string, string> }
  const call = async (path: string, init: Init = {}): Promise<Answer> => {
    const answer = await fetch(gateway.url + path, {
      ...init,
      headers: { 'x-maas-images': '1', 'content-type': 'application/json', ...init.headers },
    })
    return {
      status: answer.status,
      etag: answer.headers.get('etag'),
      json: JSON.parse((await answer.text()) || 'null'),
    }
  }
  const whole = (asked: Asked) => ({ keyring_filename: '', keyring_data: '', ...asked })
  const ask = (asked: Asked, init?: Init) =>
    call(`/gateway/catalogue?${new URLSearchParams(whole(asked)).toString()}`, init)
  const post = (asked: Asked) =>
    call('/gateway/catalogue', { method: 'POST', body: JSON.stringify(whole(asked)) })
  const wait = (ms: number) => {
    wall += ms
  }
  return { simulator, gateway, call, ask, post, wait, log }
}

const read = ({ status, json }: Answer): Catalogue => {
  expect(status, JSON.stringify(json)).toBe(200)
  return catalogue.parse(json)
}
const errorOf = ({ json }: Answer) => problem.parse(json).error
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

test('any source can be read with its address and the name of a keyring file', async () => {
  const { ask } = await start()
  const answer = read(
    await ask({
      url: 'http://images.maas.io/ephemeral-v3/candidate/',
      keyring_filename: DEFAULT_KEYRING,
    }),
  )
  expect(answer).toMatchObject({
    url: 'http://images.maas.io/ephemeral-v3/candidate/',
    stale: null,
    signature: { verdict: 'valid', region: { accepts: true } },
    keyring: { state: 'read', form: 'binary', data: null },
    presence: { state: 'assumed' },
  })
  expect(answer.releases.map(({ release }) => release)).toContain('stalwart')
  expect(answer.keyring.keys).toHaveLength(1)
  expect(answer.reading.address).toContain('candidate/streams/v1/index.sjson')
})

test('keyring data is accepted in every form, and returned in the form that MAAS needs', async () => {
  const { ask, post, simulator } = await start()
  const url = 'http://mirror.example.com/other/'
  const armour = await (await fetch(`${simulator.streamsUrl}/keyring/other.asc`)).text()
  const binary = Buffer.from(simulator.otherKeyring).toString('base64')
  for (const keyring_data of [armour, binary, base64url(simulator.otherKeyring)]) {
    const byGet = read(await ask({ url, keyring_data }))
    expect(byGet.signature).toMatchObject({ verdict: 'valid', region: { accepts: true } })
    expect(byGet.keyring.data).toBe(binary)
    expect(read(await post({ url, keyring_data })).keyring.data).toBe(binary)
  }
})

test('a pasted armored key is converted without a problem', async () => {
  const { ask, simulator } = await start()
  const url = 'http://mirror.example.com/other/'
  const keyring_data = await (await fetch(`${simulator.streamsUrl}/keyring/other.asc`)).text()
  const { keyring, signature } = read(await ask({ url, keyring_data }))
  expect(keyring.message).toContain(
    'This page converts the ASCII-armored text to the binary form that MAAS uses.',
  )
  expect(keyring.message).not.toContain('only')
  expect(signature.region.accepts).toBe(true)
  const base64 = read(await ask({ url, keyring_data: base64url(simulator.otherKeyring) }))
  expect(base64.keyring.message).toBe('Kept in MAAS as data.')
})

test('a keyring without the signing key is reported, with the reaction of MAAS', async () => {
  const { ask } = await start()
  const answer = read(
    await ask({ url: 'http://mirror.example.com/other/', keyring_filename: DEFAULT_KEYRING }),
  )
  expect(answer.signature).toMatchObject({ verdict: 'unknown-key', region: { accepts: false } })
  expect(answer.releases.length).toBeGreaterThan(0)
})

test('an unsigned address is read without a keyring and reported as unsigned', async () => {
  const { ask } = await start()
  const answer = read(await ask({ url: 'http://images.maas.io/ephemeral-v3/stable/streams/v1/index.json' }))
  expect(answer.signature).toMatchObject({ verdict: 'unsigned', region: { accepts: true } })
  expect(answer.keyring.state).toBe('none')
})

test('only the region can check with a keyring that is not on this machine', async () => {
  const { ask } = await start()
  const answer = read(
    await ask({
      url: 'http://images.maas.io/ephemeral-v3/stable/',
      keyring_filename: '/usr/share/keyrings/other.gpg',
    }),
  )
  expect(answer.keyring).toMatchObject({ state: 'elsewhere', keys: [] })
  expect(answer.signature).toMatchObject({ verdict: 'unchecked', region: { accepts: null } })
  expect(answer.signature.message).toContain('/usr/share/keyrings/other.gpg')
})

test('an endless keyring name is shortened in messages', async () => {
  const { ask } = await start()
  const name = `/usr/share/${'k'.repeat(1_900)}`
  const answer = read(await ask({ url: 'http://images.maas.io/', keyring_filename: name }))
  expect(answer.keyring.state).toBe('elsewhere')
  expect(answer.keyring.message).toContain('…')
})

test.each<[string, Asked, string]>([
  ['no address', { url: '' }, 'url'],
  ['an address of another kind', { url: 'file:///etc/passwd' }, 'url'],
  [
    'keyring data that is not a keyring',
    { url: 'http://images.maas.io/', keyring_data: '<html>' },
    'keyring_data',
  ],
  [
    'both keyrings',
    { url: 'http://images.maas.io/', keyring_data: 'AAAA', keyring_filename: DEFAULT_KEYRING },
    'keyring_data',
  ],
])('%s is refused at its field', async (_, asked, field) => {
  const { ask, post } = await start()
  for (const answer of [await ask(asked), await post(asked)]) {
    expect(answer.status).toBe(400)
    const { code, fields, message } = errorOf(answer)
    expect([code, Object.keys(fields ?? {})]).toEqual(['bad-request', [field]])
    expect(fields?.[field]).toEqual([message])
  }
})

test('only an administrator can make the gateway read other sources', async () => {
  const { ask, post } = await start('read-only')
  const asked = { url: 'http://images.maas.io/ephemeral-v3/stable/', keyring_filename: DEFAULT_KEYRING }
  for (const answer of [await ask(asked), await post(asked)]) {
    expect([answer.status, errorOf(answer).code]).toEqual([403, 'forbidden'])
    expect(errorOf(answer).message).toContain('administrator')
  }
})

test('another site cannot make the gateway read a source', async () => {
  const { ask, simulator } = await start()
  let reads = 0
  simulator.use(http.all('*/streams/*', () => void (reads += 1)))
  const asked = { url: 'http://images.maas.io/ephemeral-v3/stable/', keyring_filename: DEFAULT_KEYRING }
  const foreign: Record<string, string>[] = [
    { 'x-maas-images': '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://evil.example.com' },
  ]
  for (const headers of foreign) expect((await ask(asked, { headers })).status).toBe(403)
  expect(reads).toBe(0)
})

test.each([
  'url=http://images.maas.io/',
  'url=a&keyring_filename=&keyring_data=&more=1',
  'url=a&url=b&keyring_filename=&keyring_data=',
])('the query %s is not found', async (query) => {
  const { call } = await start()
  expect((await call(`/gateway/catalogue?${query}`)).status).toBe(404)
})

test('simultaneous callers share one read of a source, which is then only revalidated', async () => {
  const { ask, simulator, wait } = await start()
  const statuses: string[] = []
  simulator.use(
    http.get('*/streams/other-key/streams/*', ({ request }) => {
      statuses.push(request.headers.has('if-none-match') ? 'asked' : 'read')
    }),
  )
  const asked = { url: 'http://mirror.example.com/other/', keyring_data: base64url(simulator.otherKeyring) }
  const answers = await Promise.all([ask(asked), ask(asked), ask(asked)])
  const files = statuses.length
  expect(statuses).toEqual(Array(files).fill('read'))
  expect(new Set(answers.map(({ json }) => catalogue.parse(json).readAt)).size).toBe(1)
  await ask(asked)
  expect(statuses).toHaveLength(files)
  wait(MINUTE + 1)
  await ask(asked)
  expect(statuses.slice(files)).toEqual(Array(files).fill('asked'))
})

test('a source that now sends other data is shown with its last catalogue, but no longer as trusted', async () => {
  const { ask, simulator, wait } = await start()
  const asked = { url: 'http://mirror.example.com/other/', keyring_data: base64url(simulator.otherKeyring) }
  const before = read(await ask(asked))
  expect([before.signature.verdict, before.signature.region.accepts]).toEqual(['valid', true])

  simulator.use(http.get('*/streams/other-key/streams/*', () => HttpResponse.json({ index: {} })))
  wait(MINUTE + 1)
  const now = read(await ask(asked))
  expect(now.releases).toEqual(before.releases)
  expect(now.stale).toContain('is not signed')
  expect(now.signature).toMatchObject({ verdict: 'unchecked', signer: null, region: { accepts: null } })

  simulator.use(http.get('*/streams/other-key/streams/*', () => HttpResponse.error()))
  wait(MINUTE + 1)
  expect(read(await ask(asked)).signature.verdict).toBe('valid')
})

test.each([
  ['mirror', 'book-keeping'],
  ['plain', 'files'],
] as const)('images that are missing on the mirror "%s" are marked, found by its %s', async (name, by) => {
  const { ask } = await start()
  const asked = {
    url: `http://mirror.example.com/${name === 'mirror' ? 'ubuntu' : name}/`,
    keyring_filename: DEFAULT_KEYRING,
  }
  await expect.poll(async () => read(await ask(asked)).presence.state, { timeout: 20_000 }).toBe('checked')
  const answer = read(await ask(asked))
  expect(answer.presence).toMatchObject({ state: 'checked', by })
  const there = answer.releases.flatMap(({ release, arches }) =>
    arches.filter(({ absent }) => !absent).map(({ arch }) => `${release}/${arch}`),
  )
  expect(there.sort()).toEqual(['jammy/amd64', 'noble/amd64'])
  // with nothing new, the answer stays the same
  expect((await ask(asked)).etag).toBe((await ask(asked)).etag)
})

test('for an image with two labels, only the label whose files are missing is marked', async () => {
  const { ask, simulator } = await start()
  const candidate = ubuntuProduct({
    label: 'candidate',
    versions: { '20261001': ubuntuVersion('noble/20261001') },
  })
  const products = { [UBUNTU]: ubuntuProduct(), [`${UBUNTU}:candidate`]: candidate }
  serveStream(simulator, rawStream({ ubuntu: productsFile('ubuntu', products) }))
  simulator.use(
    http.head('*/streams/plain-mirror/noble/20260901/:name', ({ params }) =>
      String(params['name']).startsWith('no-such-file')
        ? new HttpResponse(null, { status: 404 })
        : new HttpResponse(null, { headers: { 'content-length': '10' } }),
    ),
  )
  const answer = async () => read(await ask({ url: SERVED_AT }))
  await expect.poll(async () => (await answer()).presence.state, { timeout: 20_000 }).toBe('checked')
  const { presence, releases } = await answer()
  expect(presence).toMatchObject({ absent: 1, total: 6 })
  expect(releases.flatMap(({ arches }) => arches.map(({ absent }) => absent))).toEqual([['candidate']])
})

test('a mirror that does not reveal what it holds is not an error', async () => {
  const { ask, simulator } = await start()
  simulator.use(http.head('*/streams/plain-mirror/*', () => new HttpResponse(null, { status: 405 })))
  const asked = { url: 'http://mirror.example.com/plain/', keyring_filename: DEFAULT_KEYRING }
  await expect.poll(async () => read(await ask(asked)).presence.state, { timeout: 20_000 }).toBe('unknown')
  const { releases } = read(await ask(asked))
  expect(releases.flatMap(({ arches }) => arches).some(({ absent }) => absent)).toBe(false)
})

test('the answer for the complete list of maas.io has at most 40 kB', async () => {
  const { gateway, call } = await start()
  await call('/gateway/catalogue/1')
  const { request } = await import('undici')
  const { headers } = await request(`${gateway.url}/gateway/catalogue/1`, {
    headers: { 'accept-encoding': 'gzip' },
  })
  expect(headers['content-encoding']).toBe('gzip')
  expect(Number(headers['content-length'])).toBeLessThanOrEqual(40_000)
})

import 'fake-indexeddb/auto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problem } from '#contract/gateway.ts'
import { uploadState } from '#contract/uploads.ts'
import { keyringsOf } from '#gateway/fetch/kept-keyrings.ts'
import { startGateway } from '#gateway/server.ts'
import { startSimulator } from '#simulator/serve.ts'
import { streamsOfBuild } from '#testing/streams/signed-ahead.ts'
import { START } from '#testing/test-stack.ts'
import { createDemoHost } from './demo-host.ts'
import { idbKeeper } from './idb-keeper.ts'
import { ownSecrets } from './own-secrets.ts'

const API_KEY = [18, 18, 32].map((length) => 'k'.repeat(length)).join(':')
const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'
const API = '/MAAS/api/2.0'

type Call = { method?: string; path: string; body?: unknown; headers?: Record<string, string | null> }
type Init = Omit<RequestInit, 'headers'> & { headers: Record<string, string> }
type Host = (call: Required<Call>, init: Init) => Promise<Response>

let overHttp: Host
let inWorker: Host
const open: { close(): Promise<unknown> }[] = []

beforeAll(async () => {
  const now = () => START
  const simulator = await startSimulator({ speed: 0, now, apiKey: API_KEY })
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'sign-in', secret: 'a secret for tests, long enough to seal with', secure: false },
    embedded: true,
    rewrites: simulator.rewrites,
    keyringFile: keyringsOf(simulator.keyringFiles),
    now,
    detailWaitMs: 60_000,
  })
  open.push(gateway, simulator)
  let cookie = ''
  overHttp = async ({ path }, { headers, ...init }) => {
    const answer = await fetch(gateway.url + path, { ...init, headers: { ...headers, cookie } })
    const set = answer.headers.getSetCookie().find((line) => !line.includes('-device-'))
    if (set !== undefined) cookie = set.split(';')[0] ?? ''
    return answer
  }
  await overHttp(complete({ path: '/gateway/session' }), {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ kind: 'password', username: 'admin', password: 'admin' }),
  })
  const keeper = idbKeeper('/calls/')
  await keeper.write('own', { ...(await ownSecrets(keeper)), apiKey: API_KEY })
  const demo = await createDemoHost({ ahead: await streamsOfBuild(), keeper, now, detailWaitMs: 60_000 })
  inWorker = async ({ path }, init) => demo.answer(new Request(`http://demo${path}`, init), path)
})
afterAll(async () => {
  for (const one of open) await one.close()
})

const HEADERS = { 'x-maas-images': '1', 'content-type': 'application/json' }
const complete = ({ method = 'GET', path, body = null, headers = {} }: Call) => ({
  method,
  path,
  body,
  headers,
})

async function askOf(host: Host, call: Call) {
  const whole = complete(call)
  const { method, body, headers } = whole
  const sent = Object.entries({ ...HEADERS, ...headers }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  )
  const answer = await host(whole, {
    method,
    headers: Object.fromEntries(sent),
    ...(body !== null && {
      body:
        typeof body === 'string' || body instanceof Uint8Array
          ? (body as string | Uint8Array<ArrayBuffer>)
          : JSON.stringify(body),
    }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text, withoutOwn) as unknown) }
}

/** Leaves out what each host has of its own: its address, its keys, when and how fast it read. */
function withoutOwn(name: string, value: unknown): unknown {
  // only a gateway with a log has IDs of requests
  if (['requestId', 'address', 'reading', 'updated', 'fingerprint', 'keys', 'expires'].includes(name))
    return undefined
  return name === 'id' && typeof value === 'string' && /^[\da-f]{16}$/.test(value) ? 'a region' : value
}

const upload = {
  name: 'custom/agent',
  architecture: 'amd64/generic',
  title: 'Agent',
  filetype: 'tgz',
  base_image: 'ubuntu/jammy',
  // of three bytes: 1, 2, 3
  sha256: '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81',
  size: 3,
  replaces: null,
}
const selection = { os: 'ubuntu', release: 'mantic', arches: ['amd64'], subarches: ['*'], labels: ['*'] }
const candidate = {
  url: CANDIDATE,
  keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
  keyring_data: '',
}
const write = (path: string, body: unknown, method = 'POST'): Call => ({ method, path, body })

const BYTES = { 'content-type': 'application/octet-stream' }
/** Of the upload before it; both hosts give it the same ID. */
const CHUNK = `${API}/boot-resources/UPLOAD/`

/** In this order: a call may depend on those before it. */
const CALLS: readonly (readonly [what: string, status: number, call: Call])[] = [
  ['health', 200, { path: '/healthz' }],
  ['the session', 200, { path: '/gateway/session' }],
  ['the region', 200, { path: '/gateway/region' }],
  ['the images', 200, { path: '/gateway/images' }],
  ['the files', 200, { path: '/gateway/files' }],
  ['the machines', 200, { path: '/gateway/machines' }],
  ['the catalogue of the source', 200, { path: '/gateway/catalogue/1' }],
  ['the catalogue of a source that is not in MAAS', 200, write('/gateway/catalogue', candidate)],
  ['a wrong address of a source', 400, write('/gateway/catalogue', { ...candidate, url: 'nothing' })],
  [
    'what a mirror will hold',
    200,
    write('/gateway/mirror/contents', { source: candidate, images: [selection], versions: 1 }),
  ],
  ['the sources', 200, { path: `${API}/boot-sources/` }],
  ['one source', 200, { path: `${API}/boot-sources/1/` }],
  ['a source that is not there', 404, { path: `${API}/boot-sources/99/` }],
  ['the selections', 200, { path: `${API}/boot-sources/1/selections/` }],
  ['the boot resources', 200, { path: `${API}/boot-resources/` }],
  ['whether an import runs', 200, { path: `${API}/boot-resources/?op=is_importing` }],
  ['the version', 200, { path: `${API}/version/` }],
  ['who asks', 200, { path: `${API}/users/?op=whoami` }],
  ['a setting', 200, { path: `${API}/maas/?op=get_config&name=boot_images_auto_import` }],
  ['a setting that is not in the table', 404, { path: `${API}/maas/?op=get_config&name=rpc_shared_secret` }],
  ['an address that is not in the table', 404, { path: `${API}/machines/` }],
  [
    'a write from another site',
    403,
    { ...write(`${API}/boot-resources/?op=import`, {}), headers: { 'x-maas-images': null } },
  ],
  [
    'a write that is not JSON',
    415,
    { ...write(`${API}/boot-resources/?op=import`, 'x'), headers: { 'content-type': 'text/plain' } },
  ],
  ['a body that is not JSON', 400, write(`${API}/boot-sources/1/selections/`, '{')],
  ['a body that is too large', 413, write(`${API}/boot-sources/1/selections/`, ' '.repeat(65_537))],
  ['a selection without what the page expects', 400, write(`${API}/boot-sources/1/selections/`, selection)],
  ['a new selection', 200, write(`${API}/boot-sources/1/selections/`, { ...selection, expected: null })],
  ['the same again', 409, write(`${API}/boot-sources/1/selections/`, { ...selection, expected: null })],
  ['an import that is stopped', 200, write(`${API}/boot-resources/?op=stop_import`, {})],
  ['an import that is started', 200, write(`${API}/boot-resources/?op=import`, {})],
  ['a custom image', 201, write(`${API}/boot-resources/`, upload)],
  ['a chunk of another type', 415, write(CHUNK, 'x', 'PUT')],
  ['an empty chunk', 400, { ...write(CHUNK, new Uint8Array(), 'PUT'), headers: BYTES }],
  ['a chunk', 200, { ...write(CHUNK, new Uint8Array([1, 2, 3]), 'PUT'), headers: BYTES }],
  ['another chunk', 400, { ...write(CHUNK, new Uint8Array([4]), 'PUT'), headers: BYTES }],
  ['the images now', 200, { path: '/gateway/images', headers: { 'x-maas-images-fresh': '1' } }],
  [
    'a wrong password',
    403,
    write('/gateway/session', { kind: 'password', username: 'admin', password: 'x' }),
  ],
  ['signing out', 200, { method: 'DELETE', path: '/gateway/session' }],
  ['the images without a session', 401, { path: '/gateway/images' }],
  [
    'signing in as an operator',
    200,
    write('/gateway/session', { kind: 'password', username: 'operator', password: 'operator' }),
  ],
  ['another source for an operator', 403, write('/gateway/catalogue', candidate)],
  ['signing in with the key of the demo', 200, write('/gateway/session', { kind: 'api-key', key: API_KEY })],
]

test('the worker answers as the gateway does over HTTP', async () => {
  let upload = ''
  for (const [what, status, { path, ...rest }] of CALLS) {
    const call = { path: path.replace('UPLOAD', upload), ...rest }
    const expected = await askOf(overHttp, call)
    const answered = await askOf(inWorker, call)
    const { data } = uploadState.safeParse(expected.body)
    if (data) upload = `${data.resource}/upload/${data.file}`
    expect.soft(expected.status, `${what}: ${JSON.stringify(expected.body).slice(0, 300)}`).toBe(status)
    expect.soft(answered, what).toEqual(expected)
  }
})

test('a form of another site that leads the browser to the control API changes nothing', async () => {
  const scenario = JSON.stringify({ scenario: 'fresh' })
  const sent = (mode: string) => {
    const request = new Request('http://demo/demo-control/v1/reset', { method: 'POST', body: scenario })
    // only a browser makes requests with this mode
    return Object.defineProperty(request, 'mode', { value: mode })
  }
  const keeper = idbKeeper('/forms/')
  const demo = await createDemoHost({ ahead: await streamsOfBuild(), keeper })
  const statusOf = async (mode: string) => (await demo.answer(sent(mode), '/demo-control/v1/reset')).status
  expect(await statusOf('navigate')).toBe(403)
  expect((await keeper.read('region'))?.document.selections).not.toEqual([])
  expect(await statusOf('cors')).toBe(200)
  expect((await keeper.read('region'))?.document.selections).toEqual([])
})

test('the worker reads no source but those of the demo', async () => {
  const call = write('/gateway/catalogue', { ...candidate, url: 'http://mirror.example.net/ubuntu/' })
  const { status, body } = await askOf(inWorker, call)
  expect(status).toBe(502)
  expect(problem.parse(body).error.message).toBe(
    'http://mirror.example.net/ubuntu/streams/v1/index.sjson cannot be read here: this demo runs in your browser alone and sends no request to any other server. The product itself reads it.',
  )
})

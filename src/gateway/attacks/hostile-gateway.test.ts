import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue, problem } from '#contract/gateway.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { type Deed, flood, say, startHostile } from '#testing/gateway/hostile-server.ts'
import { startGateway } from '#gateway/server.ts'

const MB = 1024 * 1024
const OK = 'HTTP/1.1 200 OK\r\n'
const MARK = 'what-only-the-source-knows'

const sized = (body: string | Buffer, type = 'application/json'): Deed =>
  say(`${OK}Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`, body)
const notFound = say('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
const index = (entries: object) => JSON.stringify({ format: 'index:1.0', index: entries })
const products = (count: number, path = 'streams/v1/products.json', name = 'c') =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${name}${n}`, { format: 'products:1.0', path }]),
  )
const manyProducts = (count: number, subarches = 'generic') => {
  const items = { a: { ftype: 'squashfs', path: 'p', sha256: '0', size: '1' } }
  const product = {
    arch: 'amd64',
    os: 'ubuntu',
    release: 'noble',
    label: 'stable',
    versions: { 1: { items } },
  }
  const all = Object.fromEntries(Array.from({ length: count }, (_, n) => [`x:v3:${n}`, product]))
  return JSON.stringify({ format: 'products:1.0', content_id: 'x', subarches, products: all })
}

/** Longer than any name, with a character that reverses the direction of a line. */
const LONG = `\u202E\u0007${'n'.repeat(3_000)}`
const oddProducts = () => {
  const items = { a: { ftype: 'squashfs', path: 'p', sha256: '0', size: '1' } }
  const image = { arch: 'amd64', os: 'ubuntu', release: 'noble', label: 'stable' }
  return JSON.stringify({
    format: 'products:1.0',
    content_id: LONG,
    products: {
      [`:v3:${LONG}`]: { ...image, versions: { 1: { items }, [`2${LONG}`]: { items } } },
      [`${LONG}n`]: { ...image, os: undefined, release: 'notifications', versions: { 1: { items } } },
    },
  })
}

let paddedAsked = 0
const PADDED = Array.from({ length: 40 }, (_, n) => `streams/v1/padded-${n}.json`)
const padded = sized(JSON.stringify({ content_id: 'x', products: {} }) + ' '.repeat(1.5 * MB))

/** What the server does at /NAME/streams/v1/index.json, and how the gateway reports it. */
const CASES: readonly (readonly [name: string, deed: Deed, code: string, message: string])[] = [
  ['login', sized(`<!DOCTYPE html><p>${MARK}`, 'text/html'), 'source-unreadable', 'is a web page'],
  ['text', sized(MARK), 'source-unreadable', 'not valid JSON at line 1, column 1'],
  ['endless', flood(`${OK}\r\n`, MARK.repeat(1_000)), 'source-unreadable', 'is larger than 4 MB'],
  [
    'announced',
    flood(`${OK}Content-Length: ${100 * MB}\r\n\r\n`, ' '.repeat(MB), { times: 100 }),
    'source-unreadable',
    'is larger than 4 MB',
  ],
  [
    'bomb',
    flood(`${OK}Content-Encoding: gzip\r\n\r\n`, gzipSync(Buffer.alloc(MB)), { times: 10_240 }),
    'source-unreadable',
    'is larger than 4 MB',
  ],
  ['bytes', sized(Buffer.from([0x7b, 0xff])), 'source-unreadable', 'is not UTF-8 text'],
  ['deep', sized('['.repeat(MB) + ']'.repeat(MB)), 'source-unreadable', 'nested deeper than 32 levels'],
  ['values', sized(`[${'{},'.repeat(1_100_000)}0]`), 'source-unreadable', 'more than 2000000 values'],
  ['array', sized('[]'), 'source-unreadable', 'not a SimpleStreams index'],
  [
    'files',
    sized(index(products(65))),
    'source-unreadable',
    'lists 65 product files; at most 64 are supported',
  ],
  ['many', sized(index(products(1))), 'source-unreadable', 'at most 20000 are supported'],
  ['subarches', sized(index(products(1))), 'source-unreadable', 'at most 200000 are supported'],
  [
    'metadata',
    say('HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n'),
    'source-unreachable',
    "a cloud's metadata service",
  ],
  [
    'inside',
    (socket, port) =>
      socket.write(
        `HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:${port + 1}/\r\nContent-Length: 0\r\n\r\n`,
      ),
    'source-unreachable',
    'this machine itself',
  ],
]

const deeds = Object.fromEntries(CASES.map(([name, deed]) => [`/${name}/streams/v1/index.json`, deed]))
let parts: { close(): Promise<void> }[] = []
let ask: (path: string) => Promise<{ status: number; text: string }>
let read: (address: string) => Promise<{ status: number; text: string }>
let host: string
let asked: readonly string[]

beforeAll(async () => {
  const hostile = await startHostile({
    ...deeds,
    '/climb/streams/v1/index.json': sized(index(products(1, '../../../../etc/passwd'))),
    '/climb2/streams/v1/index.json': sized(index(products(1, '.\t./etc/passwd'))),
    '/large/streams/v1/index.json': sized(
      index(Object.assign({}, ...PADDED.map((name) => products(1, name, name)))),
    ),
    ...Object.fromEntries(
      PADDED.map((name): [string, Deed] => [
        `/large/${name}`,
        (socket, port) => {
          paddedAsked += 1
          padded(socket, port)
        },
      ]),
    ),
    '/path/streams/v1/index.json': sized(index(products(1, `${'x'.repeat(5_000)}.json`))),
    [`/path/${'x'.repeat(5_000)}.json`]: sized('<!DOCTYPE html><p>', 'text/html'),
    '/names/streams/v1/index.json': sized(
      index({
        [LONG]: 7,
        [`b${LONG}`]: { datatype: LONG, path: 'p' },
        c: { format: 'products:1.0', path: 'p' },
      }),
    ),
    '/names/p': sized(oddProducts()),
    '/many/streams/v1/products.json': sized(manyProducts(20_100)),
    // all products share one list
    '/subarches/streams/v1/products.json': sized(manyProducts(500, 'generic,'.repeat(1_000))),
    '/pollute/streams/v1/index.json': sized(
      '{"format":"index:1.0","__proto__":{"polluted":1},"index":{"__proto__":{"format":"products:1.0","path":"p","polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
    ),
    '/pollute/p': sized(
      '{"format":"products:1.0","content_id":"x","products":{"__proto__":{"polluted":1,"versions":{"__proto__":{"polluted":1}}}}}',
    ),
    // else the gateway waits for it until its time limit, also before it reads the next source of this server
    ...Object.fromEntries(
      ['climb', 'climb2', 'names', 'pollute'].map((name) => [`/${name}/.data/references.json`, notFound]),
    ),
    '/climb/etc/passwd': sized(MARK),
    '/etc/passwd': sized(MARK),
  })
  const simulator = await startEmbeddedRegion({ scenario: 'default' })
  host = hostile.host
  asked = hostile.asked
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    rewrites: simulator.rewrites,
    keyringFile: async () => ({ state: 'read', bytes: simulator.keyring }),
    streams: { allow: [host], limitBytes: 4 * MB },
  })
  parts = [hostile, simulator, gateway]
  ask = async (path) => {
    const answer = await fetch(gateway.url + path, { headers: { 'x-maas-images': '1' } })
    return { status: answer.status, text: await answer.text() }
  }
  read = (address) =>
    ask(`/gateway/catalogue?url=${encodeURIComponent(address)}&keyring_filename=&keyring_data=`)
})
afterAll(async () => {
  for (const one of parts.reverse()) await one.close()
})

async function expectServing() {
  expect((await ask('/healthz')).status).toBe(200)
  expect(catalogue.parse(JSON.parse((await ask('/gateway/catalogue/1')).text)).stale).toBeNull()
}

test.each(CASES)(
  'the gateway refuses the source "%s" with a message that repeats nothing of it, and keeps serving',
  async (name, _, code, message) => {
    const { status, text } = await read(`http://${host}/${name}/streams/v1/index.json`)
    const { error } = problem.parse(JSON.parse(text))
    expect([status, error.code]).toEqual([502, code])
    expect(error.message).toContain(message)
    expect(text).not.toContain(MARK)
    await expectServing()
  },
)

test.each(['climb', 'climb2'])(
  'the gateway does not request a product file outside the folder of the source: %s',
  async (name) => {
    const { status, text } = await read(`http://${host}/${name}/streams/v1/index.json`)
    expect(status).toBe(200)
    expect(catalogue.parse(JSON.parse(text)).ignored).toEqual([
      { what: 'c0', reason: 'Its path points outside the source.' },
    ])
    expect(asked.filter((path) => path.includes('passwd'))).toEqual([])
    await expectServing()
  },
)

test('reading many large files stops as soon as they exceed the limit together', async () => {
  const { status, text } = await read(`http://${host}/large/streams/v1/index.json`)
  expect(status).toBe(502)
  expect(problem.parse(JSON.parse(text)).error.message).toContain('add up to more than 4 MB')
  await expectServing()
  expect(paddedAsked).toBeLessThan(10)
})

test('the message about an endless path in an index is short', async () => {
  const { status, text } = await read(`http://${host}/path/streams/v1/index.json`)
  expect(status).toBe(502)
  expect(problem.parse(JSON.parse(text)).error.message).toMatch(/x{200}.*… is a web page/)
})

test('endless names and names that reverse the direction of a line are not shown, and do not hide the rest', async () => {
  const { status, text } = await read(`http://${host}/names/streams/v1/index.json`)
  expect(status, text).toBe(200)
  const { releases, ignored, notifications, warnings } = catalogue.parse(JSON.parse(text))
  expect(releases.map(({ release, arches }) => [release, arches[0]?.version])).toEqual([['noble', '1']])
  expect([notifications.length, ignored.length]).toEqual([1, 3])
  expect(warnings).not.toEqual([])
  expect(text).not.toMatch(/\u202E|\\u0007/)
  expect(text).not.toContain('n'.repeat(600))
})

test('keys such as __proto__ change nothing in the gateway', async () => {
  const { status } = await read(`http://${host}/pollute/streams/v1/index.json`)
  expect(status).toBe(200)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  await expectServing()
})

test.each(['http://127.0.0.1:90/', 'http://169.254.169.254/', 'http://0x7f.1/', 'http://[::1]:90/'])(
  'an address that the gateway must not read from is refused: %s',
  async (address) => {
    const { status, text } = await read(address)
    expect(status).toBe(502)
    expect(problem.parse(JSON.parse(text)).error.message).toMatch(
      /this machine itself|a cloud's metadata service/,
    )
  },
)

test('the gateway keeps serving during forty simultaneous requests for hostile sources', async () => {
  const names = CASES.map(([name]) => name)
  const questions = Array.from({ length: 40 }, (_, n) =>
    read(`http://${host}/${names[n % names.length]}/streams/v1/index.json`),
  )
  const answers = await Promise.all(questions)
  // a request beyond the queue is refused as busy
  expect(answers.filter(({ status }) => status !== 502 && status !== 503)).toEqual([])
  await expectServing()
})

import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { problem } from '#contract/gateway.ts'
import {
  API,
  bodyOf,
  headersOf,
  EXPECTED_SOURCE,
  CREATION,
  LISTED,
  SOURCE,
  startWire,
  statusOf,
  type TestWire,
  WRITE,
} from '#testing/gateway/test-wire.ts'

const KB = 1024
const MB = 1024 * KB
let wire: TestWire
beforeEach(async () => {
  wire = await startWire()
})
// close() fails if a secret has leaked
afterEach(() => wire.close())

const SOURCES = `${API}/boot-sources/`
const page = WRITE.trim().split('\r\n')

/** The gateway still answers, and MAAS received no call. */
async function expectUnharmed() {
  expect(wire.calls()).toEqual([])
  expect(statusOf(await wire.ask('GET /healthz'))).toBe(200)
}
/** A refusal with a message that is short whatever was sent. */
function expectRefused(said: string, status: number) {
  expect(statusOf(said)).toBe(status)
  expect(problem.parse(JSON.parse(bodyOf(said))).error.message.length).toBeLessThan(300)
  expect(said.length).toBeLessThan(2_000)
}

test.each([
  ['one header', [`X: ${'x'.repeat(60_000)}`]],
  ['one cookie', [`Cookie: maas-images=${'x'.repeat(60_000)}`]],
  ['many cookies', [`Cookie: ${'a=b; '.repeat(12_000)}`]],
  ['many long headers', Array.from({ length: 90 }, (_, n) => `X-${n}: ${'x'.repeat(700)}`)],
])('headers of more than 48 KB are not read to the end: %s', async (_, headers) => {
  expect(await wire.ask(`GET ${SOURCES}`, headers)).toMatch(
    /^HTTP\/1\.1 431 [\w ]+\r\nConnection: close\r\n\r\n$/,
  )
  await expectUnharmed()
})

test('an endless address is not read to the end', async () => {
  expect(statusOf(await wire.ask(`GET ${SOURCES}${'a'.repeat(60_000)}`))).toBe(431)
  expectRefused(await wire.ask(`GET ${SOURCES}${'a'.repeat(40_000)}`), 404)
  expect(wire.logged.every((line) => line.length < 1_000)).toBe(true)
  await expectUnharmed()
})

test('a request with more than a hundred header lines is refused, so that none is silently dropped', async () => {
  expectRefused(await wire.ask(`GET ${SOURCES}`, Array<string>(99).fill('A: b')), 431)
  // Node keeps only 2000, and the headers that reveal a foreign write could come after those
  const many = [
    ...Array<string>(2_500).fill('A: b'),
    'Sec-Fetch-Site: cross-site',
    'Origin: http://evil.example',
  ]
  expectRefused(await wire.ask(`POST ${API}/boot-resources/?op=import`, [...page, ...many], '{}'), 431)
  await expectUnharmed()
  expect(statusOf(await wire.ask(`GET ${SOURCES}`, Array<string>(97).fill('A: b')))).toBe(200)
})

test('hundreds of foreign cookies do no harm', async () => {
  const others = Array.from({ length: 500 }, (_, n) => `c${n}=${n}`).join('; ')
  expect(statusOf(await wire.ask(`GET ${SOURCES}`, `Cookie: ${others}`))).toBe(200)
})

test('a body that is announced as too large is refused before any of it arrives', async () => {
  for (const length of [MB + 1, 10 * 1024 * MB, Number.MAX_SAFE_INTEGER]) {
    expectRefused(await wire.ask(`PUT ${SOURCES}1/`, [...page, `Content-Length: ${length}`]), 413)
  }
  await expectUnharmed()
})

test('a chunked body is refused once it is too large, and the client receives the reason', async () => {
  const head = `PUT ${SOURCES}1/ HTTP/1.1\r\n${wire.host}${WRITE}Transfer-Encoding: chunked\r\n\r\n`
  const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`
  expectRefused(await wire.raw(head, ...Array<string>(17).fill(chunk)), 413)
  await expectUnharmed()
})

test('the gateway reads little more of an endless body than the limit', async () => {
  const socket = connect(wire.gateway.port, '127.0.0.1')
  let [sent, said] = [0, '']
  const chunk = Buffer.from(`10000\r\n${' '.repeat(65_536)}\r\n`)
  await new Promise<void>((resolve) => {
    const more = () => {
      // an upper bound, in case the gateway does not stop it
      while (sent < 64 * MB && !socket.destroyed) {
        sent += chunk.length
        if (!socket.write(chunk)) return
      }
    }
    socket.on('data', (data) => (said += data.toString('latin1')))
    socket
      .on('error', () => undefined)
      .on('drain', more)
      .on('close', resolve)
    socket.write(`PUT ${SOURCES}1/ HTTP/1.1\r\n${wire.host}${WRITE}Transfer-Encoding: chunked\r\n\r\n`)
    more()
  })
  expect(sent).toBeLessThan(64 * MB)
  // a connection that is cut during a write may lose the answer, but never gives another one
  expect([0, 413]).toContain(statusOf(said))
  await expectUnharmed()
})

/** A source that the gateway may not read. */
const LOOPBACK = { url: 'http://127.0.0.1/', keyring_filename: '', keyring_data: '' }
const NO_IMAGES = { images: [], versions: 1 }

test.each<[string, object, number, number]>([
  [`PUT ${SOURCES}1/`, { url: SOURCE.url, expected: EXPECTED_SOURCE }, MB, 200],
  [`POST ${SOURCES}`, { url: SOURCE.url, expected: [{ id: SOURCE.id, url: SOURCE.url }] }, MB, 200],
  ['POST /gateway/catalogue', LOOPBACK, MB, 502],
  ['POST /gateway/mirror/contents', { ...NO_IMAGES, source: LOOPBACK }, MB, 502],
  ['POST /gateway/mirror/state', { ...NO_IMAGES, mirror: LOOPBACK, upstream: LOOPBACK }, MB, 502],
  ['POST /gateway/mirror/files', { ...NO_IMAGES, mirror: LOOPBACK, upstream: LOOPBACK, from: 0 }, MB, 502],
  [`POST ${SOURCES}1/selections/`, CREATION, 64 * KB, 200],
  [`PUT ${SOURCES}1/selections/1/`, { ...LISTED, expected: LISTED }, 64 * KB, 200],
  [
    `POST ${API}/maas/?op=set_config`,
    { name: 'default_osystem', value: 'centos', expected: 'ubuntu' },
    64 * KB,
    204,
  ],
  [`POST ${API}/boot-resources/?op=import`, {}, 64 * KB, 200],
  [`DELETE ${SOURCES}1/`, { expected: { ...EXPECTED_SOURCE, selections: [LISTED] } }, MB, 204],
  ['POST /gateway/session', { kind: 'api-key', key: 'a:b:c' }, 8 * KB, 403],
  ['DELETE /gateway/session', {}, 8 * KB, 403],
])('%s accepts bodies up to its limit, and not one byte more', async (line, content, most, status) => {
  const short = JSON.stringify({ ...content, more: '' })
  const body = short.replace(/""}$/, `"${'x'.repeat(most - short.length)}"}`)
  expect(Buffer.byteLength(body)).toBe(most)
  expect(statusOf(await wire.write(line, body))).toBe(status)
  const before = wire.calls().length
  expectRefused(await wire.write(line, `${body} `), 413)
  expect(wire.calls()).toHaveLength(before)
})

const deep = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times)
test.each([
  ['lists in lists', deep('[', ']', 500_000)],
  ['objects in objects', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
  ['lists that do not end', '['.repeat(1_000_000)],
  ['an object of many fields', `{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":1`).join()}}`],
  ['a list of many', `[${Array<string>(300_000).fill('""').join()}]`],
  ['a number of many digits', '1'.repeat(1_000_000)],
  ['a number out of range', '1e999999'],
])('%s are refused as a source, a selection and a setting', async (_, body) => {
  for (const line of [`POST ${SOURCES}`, 'POST /gateway/catalogue', 'POST /gateway/mirror/state']) {
    expectRefused(await wire.write(line, body), 400)
  }
  // selections and settings have a smaller limit
  for (const line of [`POST ${SOURCES}1/selections/`, `POST ${API}/maas/?op=set_config`]) {
    const cut = body.length > 64 * KB
    expectRefused(await wire.write(line, body), cut ? 413 : 400)
    expectRefused(await wire.write(line, body.slice(0, 64 * KB)), 400)
  }
  await expectUnharmed()
})

test('deep nesting in an unknown field is ignored', async () => {
  const body = `{"url":"${SOURCE.url}","expected":${JSON.stringify(EXPECTED_SOURCE)},"x":${deep('[', ']', 200_000)}}`
  expect(statusOf(await wire.write(`PUT ${SOURCES}1/`, body))).toBe(200)
  expect(wire.writes()[0]?.body.toString()).toBe(new URLSearchParams({ url: SOURCE.url }).toString())
})

test.each([
  ['lists', { ...CREATION, arches: Array<string>(501).fill('a') }],
  ['texts', { ...CREATION, os: 'x'.repeat(10_001) }],
  ['texts in lists', { ...CREATION, labels: ['x'.repeat(10_001)] }],
])('%s longer than any stream has are refused', async (_, body) => {
  expectRefused(await wire.write(`POST ${SOURCES}1/selections/`, body), 400)
  await expectUnharmed()
})

/* A regular expression that backtracks takes minutes for these texts, so the test would time out. */
test.each([
  ['spaces', `${' '.repeat(150_000)}!`],
  ['line breaks', `${'\n'.repeat(150_000)}!`],
  ['letters', `${'A'.repeat(150_000)}!`],
  ['equals signs', '='.repeat(150_000)],
  ['equals signs and spaces', `A${'= '.repeat(100_000)}`],
  ['slashes', `${'/'.repeat(150_000)}!`],
  ['dashes', '-'.repeat(150_000)],
])('endless %s in a text are checked without delay', async (_, text) => {
  const keyring = { url: SOURCE.url, keyring_filename: '', keyring_data: text }
  expectRefused(await wire.write(`PUT ${SOURCES}1/`, { ...keyring, expected: EXPECTED_SOURCE }), 400)
  expectRefused(await wire.write(`PUT ${SOURCES}1/`, { url: text, expected: EXPECTED_SOURCE }), 400)
  expect(wire.calls()).toEqual([])
  for (const asked of [
    keyring,
    { ...keyring, url: text.slice(0, 2_000) },
    { url: SOURCE.url, keyring_filename: text.slice(0, 2_000), keyring_data: '' },
  ]) {
    const said = await wire.write('POST /gateway/catalogue', asked)
    expect([400, 502]).toContain(statusOf(said))
  }
  expect(
    statusOf(await wire.write('POST /gateway/session', { kind: 'api-key', key: text.slice(0, 2_000) })),
  ).toBe(403)
})

test.each([
  ['gzip', gzipSync(JSON.stringify({ url: SOURCE.url }))],
  ['a bomb', gzipSync(Buffer.alloc(100 * MB))],
])('a compressed body (%s) is not decompressed', async (_, packed) => {
  for (const coding of ['gzip', 'deflate', 'br', 'x-gzip', 'identity, gzip']) {
    const head = `PUT ${SOURCES}1/ HTTP/1.1\r\n${wire.host}Connection: close\r\n${WRITE}Content-Encoding: ${coding}\r\nContent-Length: ${packed.length}\r\n\r\n`
    expectRefused(await wire.raw(head, packed), 400)
  }
  await expectUnharmed()
})

test.each([
  ['no JSON', '{"url"'],
  ['JSON followed by more text', '{} {}'],
  ['JavaScript', '{url:1}'],
  ['NaN', '{"url":NaN}'],
  ['a comment', '{}//'],
  ['a null byte', '{}\0'],
  ['UTF-16', Buffer.from('{}', 'utf16le').toString('latin1')],
  ['a form', 'url=http://evil.example/'],
  ['nothing but spaces', '   '],
  ['null', 'null'],
  ['a text', '"url"'],
  ['nothing', ''],
])('%s is refused with a message', async (_, body) => {
  expectRefused(await wire.ask(`POST ${SOURCES}`, page, body), 400)
  await expectUnharmed()
})

test('a body that ends early causes no warning in the log', async () => {
  const socket = connect(wire.gateway.port, '127.0.0.1')
  const gone = new Promise((resolve) =>
    socket
      .resume()
      .on('error', () => undefined)
      .on('close', resolve),
  )
  socket.end(`PUT ${SOURCES}1/ HTTP/1.1\r\n${wire.host}${WRITE}Content-Length: 900\r\n\r\n{"url":"`)
  await gone
  await expectUnharmed()
  expect(wire.logged.filter((line) => /"level":"(error|warn)"/.test(line))).toEqual([])
})

test('each of many simultaneous requests gets its own answer', async () => {
  const lines = Array.from({ length: 40 }, (_, n) =>
    n % 2 ? `GET ${SOURCES}1/` : `GET ${API}/users/?op=whoami`,
  )
  const answers = await Promise.all(lines.map((line) => wire.ask(line)))
  expect(answers.map((said) => bodyOf(said).includes('keyring_filename'))).toEqual(
    lines.map((_, n) => n % 2 === 1),
  )
  expect(headersOf(answers[0] ?? '')).toMatchObject({ 'cache-control': 'private, no-cache' })
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  API,
  PARSER,
  startWire,
  statuses,
  statusOf,
  type TestWire,
  WRITE,
} from '#testing/gateway/test-wire.ts'

let wire: TestWire
beforeEach(async () => {
  wire = await startWire()
})
// close() fails if a secret has leaked
afterEach(() => wire.close())

const IMPORT = `${API}/boot-resources/?op=import`
/** Bytes that an attacker wants the gateway to take for a separate request. */
const SMUGGLED = (host: string) =>
  `DELETE ${API}/boot-resources/1/ HTTP/1.1\r\n${host}${WRITE}Connection: close\r\n\r\n`
const post = (headers: string, body: string) =>
  `POST ${IMPORT} HTTP/1.1\r\n${wire.host}${WRITE}${headers}\r\n${body}`
const sends = (headers: string, body: string) => wire.raw(post(headers, body), SMUGGLED(wire.host))

const CHUNKED = 'Transfer-Encoding: chunked\r\n'
const CHUNKS = '2\r\n{}\r\n0\r\n\r\n'

test.each([
  ['its length', 'Content-Length: 2\r\n', '{}'],
  ['chunks', CHUNKED, CHUNKS],
  ['chunks, spelled differently', 'transfer-encoding:\tCHUNKED \r\n', CHUNKS],
  ['chunks with extensions', CHUNKED, '2;a=b;c="d"\r\n{}\r\n0;e\r\n\r\n'],
  ['chunks and trailers', CHUNKED, '2\r\n{}\r\n0\r\nHost: evil.example\r\nX-MAAS-Images: 0\r\n\r\n'],
])(
  'a body with %s ends at the right place, and the next request is a separate one',
  async (_, headers, body) => {
    expect(statuses(await sends(headers, body))).toEqual([200, 204])
    expect(wire.calls().sort()).toEqual([`DELETE ${API}/boot-resources/1/`, `POST ${IMPORT}`])
  },
)

test.each([
  ['CL and TE', `Content-Length: 4\r\n${CHUNKED}`, '0\r\n\r\n'],
  ['TE and CL', `${CHUNKED}Content-Length: 4\r\n`, '0\r\n\r\n'],
  ['TE and an empty length', `${CHUNKED}Content-Length: 0\r\n`, CHUNKS],
  ['two lengths', 'Content-Length: 2\r\nContent-Length: 200\r\n', '{}'],
  ['the same length twice', 'Content-Length: 2\r\nContent-Length: 2\r\n', '{}'],
  ['a list of lengths', 'Content-Length: 2, 2\r\n', '{}'],
  ['a length with a sign', 'Content-Length: +2\r\n', '{}'],
  ['a negative length', 'Content-Length: -2\r\n', '{}'],
  ['a length in hex', 'Content-Length: 0x2\r\n', '{}'],
  ['a length with a point', 'Content-Length: 2.0\r\n', '{}'],
  ['a length with a space inside', 'Content-Length: 2 2\r\n', '{}'],
  ['no length', 'Content-Length: \r\n', '{}'],
  ['a length beyond 64 bits', 'Content-Length: 18446744073709551618\r\n', '{}'],
  ['a length with a null', 'Content-Length: 2\0\r\n', '{}'],
  ['xchunked', 'Transfer-Encoding: xchunked\r\n', CHUNKS],
  ['chunked, identity', 'Transfer-Encoding: chunked, identity\r\n', CHUNKS],
  ['chunked twice', `${CHUNKED}${CHUNKED}`, CHUNKS],
  ['chunked and another', `${CHUNKED}Transfer-Encoding: x\r\n`, CHUNKS],
  ['chunked in quotes', 'Transfer-Encoding: "chunked"\r\n', CHUNKS],
  ['chunked after a vertical tab', 'Transfer-Encoding:\x0bchunked\r\n', CHUNKS],
  ['chunked with a null', 'Transfer-Encoding: chunked\0\r\n', CHUNKS],
  ['chunked on a second line', 'Transfer-Encoding:\r\n chunked\r\n', CHUNKS],
  ['a space before the colon', 'Transfer-Encoding : chunked\r\n', CHUNKS],
  ['a tab before the colon', 'Content-Length\t: 2\r\n', '{}'],
  ['a space before the name', ' Transfer-Encoding: chunked\r\n', CHUNKS],
  ['a line feed alone before TE', `X: y\n${CHUNKED}`, CHUNKS],
  ['a carriage return alone before TE', `X: y\r${CHUNKED}`, CHUNKS],
  ['a chunk size beyond 64 bits', CHUNKED, '10000000000000002\r\n{}\r\n0\r\n\r\n'],
  ['a chunk size with 0x', CHUNKED, '0x2\r\n{}\r\n0\r\n\r\n'],
  ['a negative chunk size', CHUNKED, '-2\r\n{}\r\n0\r\n\r\n'],
  ['a chunk size with a sign', CHUNKED, '+2\r\n{}\r\n0\r\n\r\n'],
  ['a chunk size with a space', CHUNKED, '2 \r\n{}\r\n0\r\n\r\n'],
  ['no chunk size', CHUNKED, '\r\n{}\r\n0\r\n\r\n'],
  ['chunks with line feeds alone', CHUNKED, '2\n{}\n0\n\n'],
  ['a line feed in a chunk extension', CHUNKED, '2;a\nb\r\n{}\r\n0\r\n\r\n'],
  ['a chunk longer than it says', CHUNKED, '2\r\n{}xx\r\n0\r\n\r\n'],
  ['malformed trailers', CHUNKED, '2\r\n{}\r\n0\r\nno colon\r\n\r\n'],
])('%s: the request is not handled, and the connection is closed', async (_, headers, body) => {
  const said = await sends(headers, body)
  expect(said).toMatch(PARSER)
  // not even the first request reaches MAAS when its body cannot be read
  expect(wire.calls()).toEqual([])
})

test.each(['gzip, chunked', 'identity, chunked', 'x, chunked', 'gzip,chunked', 'chunked,chunked'])(
  'the coding %j is refused before the body is read',
  async (coding) => {
    const said = await sends(`Transfer-Encoding: ${coding}\r\n`, CHUNKS)
    expect(statuses(said)).toEqual([400])
    expect(said).toMatch(/^connection: close\r$/im)
    expect(wire.calls()).toEqual([])
  },
)

// a parser that took these for a length would not see the request that follows
test.each([
  'Content_Length: 200',
  'Transfer_Encoding: chunked',
  'Content-Length-: 200',
  'X-Content-Length: 200',
])('the header %s does not delimit a body', async (header) => {
  const said = await sends(`${header}\r\n`, '')
  expect(statuses(said)).toEqual([200, 204])
  expect(wire.received.map(({ body }) => body.length)).toEqual([0, 0])
})

const GET = () => `GET ${API}/boot-sources/ HTTP/1.1\r\n${wire.host}`
test.each([
  ['its length', 'Content-Length: 5\r\n\r\nhello'],
  ['a length and no body yet', 'Content-Length: 500\r\n\r\n'],
  ['chunks', `${CHUNKED}\r\n${CHUNKS}`],
  ['a request inside', `Content-Length: 39\r\n\r\nGET /gateway/region HTTP/1.1\r\nHost: x\r\n\r\n`],
])('a read that has a body with %s is refused, and the bytes after it are not handled', async (_, rest) => {
  for (const method of ['GET', 'HEAD']) {
    const said = await wire.raw(GET().replace('GET', method) + rest, SMUGGLED(wire.host))
    expect(statuses(said)).toEqual([400])
  }
  expect(wire.calls()).toEqual([])
})

test('requests after a refused one are answered separately and in order', async () => {
  const refused = `GET ${API}/users/ HTTP/1.1\r\n${wire.host}\r\n`
  const said = await wire.raw(refused + `${GET()}\r\n` + refused + `${GET()}Connection: close\r\n\r\n`)
  expect(statuses(said)).toEqual([404, 200, 404, 200])
  expect(wire.calls()).toEqual([`GET ${API}/boot-sources/`, `GET ${API}/boot-sources/`])
})

test('nothing is executed after a write that is refused unread, or after the last request', async () => {
  const refused = `POST ${IMPORT} HTTP/1.1\r\n${wire.host}Content-Type: text/plain\r\nContent-Length: 12\r\n\r\nGET / HTTP/1`
  expect(statuses(await wire.raw(refused + SMUGGLED(wire.host)))).toEqual([403])
  expect(wire.calls()).toEqual([])
  const last = `${GET()}Connection: close\r\n\r\n`
  for (const request of [last, last.replace('1.1', '1.0'), `${GET().replace('1.1', '1.0')}\r\n`])
    expect(await wire.raw(request + SMUGGLED(wire.host))).toMatch(PARSER)
  expect(new Set(wire.calls())).toEqual(new Set([`GET ${API}/boot-sources/`]))
})

test.each([
  ['another name', 'Host: evil.example\r\n', 421],
  ['two hosts', 'Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n', 400],
  ['a body that is too large', `Host: 127.0.0.1\r\n${WRITE}Content-Length: 9999999\r\n`, 413],
  [
    'a form whose body is incomplete',
    'Host: 127.0.0.1\r\nX-MAAS-Images: 1\r\nContent-Type: text/plain\r\nContent-Length: 99999\r\n',
    415,
  ],
  ['a body for the page', 'Host: 127.0.0.1\r\nContent-Length: 99999\r\n', 405],
])('after %s no further request on that connection is handled', async (_, headers, status) => {
  const target = status === 405 ? '/' : IMPORT
  const said = await wire.raw(`POST ${target} HTTP/1.1\r\n${headers}\r\n`, SMUGGLED(wire.host))
  expect(statuses(said)).toEqual([status])
  expect(wire.calls()).toEqual([])
})

test.each([
  ['HTTP/2.0', 505],
  ['HTTP/0.9', 505],
  ['HTTP/1.9', 400],
  ['HTTP/1.2', 400],
  ['HTTP/3.0', 400],
  ['http/1.1', 400],
  ['HTTP/1.1 ', 400],
  ['HTTPS/1.1', 400],
  ['HTTP/01.1', 400],
])('the version %j is not supported', async (version, status) => {
  expect(statusOf(await wire.raw(`GET ${API}/boot-sources/ ${version}\r\n${wire.host}\r\n`))).toBe(status)
  expect(wire.calls()).toEqual([])
})

test('an upgrade to another protocol is ignored', async () => {
  for (const protocol of ['websocket', 'h2c', 'TLS/1.2', 'MAAS']) {
    const said = await wire.ask(`GET ${API}/boot-sources/`, [
      `Upgrade: ${protocol}`,
      'Connection: Upgrade, close',
    ])
    expect(statusOf(said)).toBe(200)
    expect(said).not.toMatch(/^upgrade:/im)
  }
  expect(await wire.raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')).toMatch(PARSER)
})

test('an unknown expectation is refused, with the security headers of every answer', async () => {
  const said = await wire.write(`POST ${IMPORT}`, {}, ['Expect: the-unexpected'])
  expect(statusOf(said)).toBe(417)
  expect(said).toMatch(/^x-content-type-options: nosniff\r$/im)
  expect(wire.calls()).toEqual([])
  expect(statuses(await wire.write(`POST ${IMPORT}`, {}, ['Expect: 100-continue']))).toEqual([100, 200])
})

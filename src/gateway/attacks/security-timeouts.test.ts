import { connect, type Socket } from 'node:net'
import { generate } from 'selfsigned'
import { afterEach, expect, test } from 'vitest'
import { API, SOURCE, startWire, statusOf, type TestWire, WRITE } from '#testing/gateway/test-wire.ts'

const LONG = 600_000
const LIMITS = { headersMs: LONG, requestMs: LONG, exchangeMs: LONG, checkEveryMs: 20 }
const open: { close(): Promise<unknown> }[] = []
const sockets: Socket[] = []
// close() fails if a secret has leaked
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const one of open.splice(0)) await one.close()
})
async function start(...options: Parameters<typeof startWire>) {
  const wire = await startWire(...options)
  open.push(wire)
  return wire
}

/** A connection, the received text, and its end, also by a reset. */
function connected(wire: TestWire) {
  const socket = connect(wire.gateway.port, '127.0.0.1')
  sockets.push(socket)
  const heard = { said: '', size: 0 }
  socket.on('data', (data) => {
    heard.said = (heard.said + data.toString('latin1')).slice(0, 10_000)
    heard.size += data.length
  })
  const closed = new Promise<void>((resolve) => socket.on('error', () => undefined).on('close', resolve))
  return { socket, heard, closed }
}

/** Sends a part, then one byte at a time while the connection is open; resolves with the received text. */
async function drip(wire: TestWire, begin: string, byte: string) {
  const { socket, heard, closed } = connected(wire)
  socket.write(begin)
  const timer = setInterval(() => byte !== '' && socket.write(byte), 10)
  await closed
  clearInterval(timer)
  wire.heard.push(heard.said)
  return heard.said
}

const head = (wire: TestWire, more: string) =>
  `PUT ${API}/boot-sources/1/ HTTP/1.1\r\n${wire.host}${WRITE}${more}`
test.each([
  ['nothing at all', () => '', ''],
  ['only the first line', () => 'GET / HTTP/1.1\r\n', ''],
  ['an endless header', (wire: TestWire) => head(wire, 'X: '), 'x'],
  ['endless headers', (wire: TestWire) => head(wire, ''), 'X: y\r\n'],
  ['an endless address', () => 'GET /', 'a'],
  ['line breaks before a request', () => '', '\r\n'],
  ['a body that never comes', (wire: TestWire) => head(wire, 'Content-Length: 99\r\n\r\n'), ''],
  ['a body byte by byte', (wire: TestWire) => head(wire, 'Content-Length: 99999\r\n\r\n{"url":"'), 'x'],
  ['chunks byte by byte', (wire: TestWire) => head(wire, 'Transfer-Encoding: chunked\r\n\r\n'), '1\r\nx\r\n'],
  ['an endless chunk extension', (wire: TestWire) => head(wire, 'Transfer-Encoding: chunked\r\n\r\n1;'), 'x'],
  ['endless trailers', (wire: TestWire) => head(wire, 'Transfer-Encoding: chunked\r\n\r\n0\r\n'), 'X: y\r\n'],
])('a client that sends %s is cut off and delays no one else', async (what, begin, byte) => {
  const first = /body|chunk|trailers/.test(what) ? { headersMs: 500, requestMs: 600 } : { headersMs: 500 }
  const wire = await start({ limits: { ...LIMITS, ...first } })
  const slow = Array.from({ length: 20 }, () => drip(wire, begin(wire), byte))
  expect(statusOf(await wire.ask(`GET ${API}/boot-sources/`))).toBe(200)
  // 408, the status of the parser for too much of it, or no answer
  for (const said of await Promise.all(slow)) expect([0, 408, 413, 431]).toContain(statusOf(said))
  expect(wire.calls()).toEqual([`GET ${API}/boot-sources/`])
  expect(wire.logged.filter((line) => /"level":"(error|warn)"/.test(line))).toEqual([])
})

test('a client that does not speak TLS to a TLS gateway is cut off', async () => {
  const pair = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    notAfterDate: new Date(Date.now() + 86_400_000),
  })
  const wire = await start({
    tls: { cert: pair.cert, key: pair.private },
    limits: { ...LIMITS, headersMs: 500 },
  })
  expect(await drip(wire, '', '')).toBe('')
  // the first record of a handshake that never continues
  expect(await drip(wire, '\x16\x03\x01\x02\x00\x01', '')).not.toContain('HTTP')
  expect(wire.calls()).toEqual([])
})

test('a client that does not read the answer is cut off at the time limit', async () => {
  const many = Array.from({ length: 20_000 }, (_, id) => ({ ...SOURCE, id }))
  const wire = await start({ limits: { ...LIMITS, exchangeMs: 500 } }, () => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(many),
  }))
  const { socket, heard, closed } = connected(wire)
  socket.pause()
  // more than the buffers of the system can hold
  socket.write(`GET ${API}/boot-sources/ HTTP/1.1\r\n${wire.host}\r\n`.repeat(4))
  await expect
    .poll(() => wire.logged.some((line) => line.includes('client disconnected')), { timeout: 30_000 })
    .toBe(true)
  socket.resume()
  await closed
  expect(heard.size).toBeLessThan(4 * JSON.stringify(many).length)
})

test('a region that never answers holds a request only until its time limit', async () => {
  const never = new Promise<never>(() => undefined)
  const wire = await start({ limits: { ...LIMITS, exchangeMs: 500 } }, (() => never) as never)
  expect(await wire.ask(`GET ${API}/boot-sources/`)).toBe('')
})

test('these limits do not cut off a kept-alive connection', async () => {
  const wire = await start({ limits: { ...LIMITS, exchangeMs: 500 } })
  const { socket, heard } = connected(wire)
  const ask = `GET /healthz HTTP/1.1\r\n${wire.host}\r\n`
  socket.write(ask)
  await expect.poll(() => heard.said.split('HTTP/1.1 200').length).toBe(2)
  // a later one that is cut off: the time limit has passed
  await drip(wire, head(wire, 'Content-Length: 99\r\n\r\n'), '')
  socket.write(ask)
  await expect.poll(() => heard.said.split('HTTP/1.1 200').length).toBe(3)
})

const FOUR = 4
const asksOfMany = (wire: TestWire, times: number) =>
  `GET ${API}/boot-sources/ HTTP/1.1\r\n${wire.host}\r\n`.repeat(times)
const linesOf = (wire: TestWire) => wire.logged.filter((line) => line.includes('/boot-sources/'))

test('pipelined requests end with their connection, each with a log line', async () => {
  const never = new Promise<never>(() => undefined)
  const wire = await start({ limits: LIMITS }, (() => never) as never)
  const { socket, closed } = connected(wire)
  socket.write(asksOfMany(wire, FOUR))
  await expect.poll(() => wire.calls().length).toBe(FOUR)
  expect(linesOf(wire)).toEqual([])
  socket.destroy()
  await closed
  await expect.poll(() => linesOf(wire).length).toBe(FOUR)
  for (const line of linesOf(wire)) expect(JSON.parse(line)).toMatchObject({ status: 499 })
})

test('a client that keeps sending requests without waiting for answers is cut off', async () => {
  const never = new Promise<never>(() => undefined)
  const wire = await start({ limits: LIMITS }, (() => never) as never)
  const { socket, heard, closed } = connected(wire)
  socket.write(asksOfMany(wire, 1_000))
  await closed
  expect(heard.said).toBe('')
  await expect.poll(() => linesOf(wire).length).toBe(FOUR)
  expect(wire.calls().length).toBeLessThanOrEqual(FOUR)
  expect(statusOf(await wire.ask('GET /healthz'))).toBe(200)
})

import { connect as connectTls } from 'node:tls'
import { generate } from 'selfsigned'
import { afterEach, expect, test } from 'vitest'
import { problem } from '#contract/gateway.ts'
import { flooding, type Flooding, signInHead } from '#testing/hostile/flood.ts'
import {
  CREATION,
  API,
  bodyOf,
  COOKIE_SECRET,
  headersOf,
  PASSWORD,
  startWire,
  statuses,
  statusOf,
  type TestWire,
  WRITE,
} from '#testing/gateway/test-wire.ts'

const LONG = 600_000
const SIGN_IN = { credentials: { kind: 'sign-in', secret: COOKIE_SECRET, secure: false } } as const
const open: { close(): Promise<unknown> }[] = []
const flooded: Flooding[] = []
// close() fails if a secret has leaked
afterEach(async () => {
  for (const { socket } of flooded.splice(0)) socket.destroy()
  for (const one of open.splice(0)) await one.close()
})
async function start(...options: Parameters<typeof startWire>) {
  const wire = await startWire(...options)
  open.push(wire)
  return wire
}
async function connected(wire: TestWire, bytes = '', from?: string) {
  const one = await flooding({ port: wire.gateway.port, ...(from !== undefined && { from }) }, bytes)
  flooded.push(one)
  return one
}
/** Opens connections that each have received an answer, so the gateway has counted them. */
async function keptOpen(wire: TestWire, count: number, from?: string) {
  const all: Flooding[] = []
  for (let n = 0; n < count; n += 1) {
    const one = await connected(wire, `GET /healthz HTTP/1.1\r\n${wire.host}\r\n`, from)
    await expect.poll(() => statusOf(one.said())).toBe(200)
    all.push(one)
  }
  return all
}
const never = new Promise<never>(() => undefined)
/** A region that does not answer, so that a connection with a request for it is not idle. */
const silent = (() => never) as never
/** Opens a connection with a request that has reached MAAS. */
async function keptBusy(wire: TestWire) {
  const one = await connected(wire, `GET ${API}/boot-sources/ HTTP/1.1\r\n${wire.host}\r\n`)
  await expect.poll(() => wire.calls().length).toBe(1)
  return one
}
const BUSY = {
  code: 'busy',
  message: 'The gateway has too many open connections. Try again in 5 seconds.',
  retryAfter: 5,
}

test('a connection over the limit gets an answer with the time of the next try, and is closed', async () => {
  const wire = await start({ limits: { connections: 9, connectionsPerAddress: 3, strangerMs: LONG } })
  const kept = await keptOpen(wire, 3)
  for (const line of [`GET ${API}/boot-sources/`, 'GET /', 'GET /images', 'GET /gateway/session']) {
    const said = await wire.raw(`${line} HTTP/1.1\r\n${wire.host}\r\n`)
    expect(statuses(said)).toEqual([503])
    expect(headersOf(said)).toMatchObject({ 'retry-after': '5', connection: 'close' })
    expect(problem.parse(JSON.parse(bodyOf(said))).error).toMatchObject(BUSY)
  }
  expect(wire.calls()).toEqual([])
  kept[0]?.socket.destroy()
  await expect.poll(async () => statusOf(await wire.ask(`GET ${API}/boot-sources/`))).toBe(200)
})

test('a write on a connection over the limit is refused before its body arrives, and nothing after it is read', async () => {
  const wire = await start({ limits: { connections: 1, strangerMs: LONG } }, silent)
  await keptBusy(wire)
  const write = `POST ${API}/boot-resources/?op=import HTTP/1.1\r\n${wire.host}${WRITE}`
  const whole = `${write}Content-Length: 2\r\n\r\n{}`
  expect(statuses(await wire.raw(`${write}Content-Length: 900\r\n\r\n{`))).toEqual([503])
  expect(statuses(await wire.raw(whole + whole))).toEqual([503])
  expect(wire.calls()).toEqual([`GET ${API}/boot-sources/`])
})

test('/healthz answers once on a connection over the limit', async () => {
  const wire = await start({ limits: { connections: 1, strangerMs: LONG } }, silent)
  await keptBusy(wire)
  const healthz = `GET /healthz HTTP/1.1\r\n${wire.host}\r\n`
  const said = await wire.raw(healthz + healthz)
  expect(statuses(said)).toEqual([200])
  expect(headersOf(said)).toMatchObject({ connection: 'close' })
})

test('a full gateway closes idle connections to accept new ones', async () => {
  const wire = await start({ limits: { connections: 2, strangerMs: LONG } })
  const kept = await keptOpen(wire, 2)
  expect(statusOf(await wire.ask(`GET ${API}/boot-sources/`))).toBe(503)
  await Promise.all(kept.map(({ closed }) => closed))
  expect(statusOf(await wire.ask(`GET ${API}/boot-sources/`))).toBe(200)
})

test('an idle connection over the limit is closed', async () => {
  const wire = await start({ limits: { connections: 1, strangerMs: 300 } }, silent)
  const kept = await keptBusy(wire)
  const quiet = await connected(wire)
  await quiet.closed
  expect([quiet.said(), kept.socket.destroyed]).toEqual(['', false])
})

test('the same over TLS', async () => {
  const pair = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    notAfterDate: new Date(Date.now() + 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  })
  const wire = await start(
    { tls: { cert: pair.cert, key: pair.private }, limits: { connections: 1, strangerMs: LONG } },
    silent,
  )
  const ask = (path: string) => {
    const socket = connectTls({ port: wire.gateway.port, host: '127.0.0.1', ca: pair.cert })
    let said = ''
    socket.on('data', (data) => (said += data.toString('latin1')))
    const closed = new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve))
    socket.write(`GET ${path} HTTP/1.1\r\n${wire.host}\r\n`)
    return { socket, said: () => said, closed }
  }
  const kept = ask(`${API}/boot-sources/`)
  await expect.poll(() => wire.calls().length).toBe(1)
  const surplus = ask('/')
  await surplus.closed
  expect([statusOf(surplus.said()), kept.socket.destroyed]).toEqual([503, false])
  kept.socket.destroy()
  await kept.closed
  // the gateway may notice its end later
  await expect
    .poll(async () => {
      const next = ask('/')
      await expect.poll(() => statusOf(next.said())).not.toBe(0)
      next.socket.destroy()
      await next.closed
      return statusOf(next.said())
    })
    .toBe(404)
})

// only Linux lets a program use any source address in 127.0.0.0/8
test.skipIf(process.platform !== 'linux')(
  'the connections of one address do not keep other addresses out',
  async () => {
    const wire = await start({ limits: { connections: 9, connectionsPerAddress: 2, strangerMs: LONG } })
    await keptOpen(wire, 2, '127.0.0.2')
    const surplus = await connected(wire, `GET / HTTP/1.1\r\n${wire.host}\r\n`, '127.0.0.2')
    await surplus.closed
    expect(statusOf(surplus.said())).toBe(503)
    expect(statusOf(await wire.ask(`GET ${API}/boot-sources/`))).toBe(200)
  },
)

test('a trusted proxy may open as many connections as all callers together; a caller behind it may send as many requests as one address', async () => {
  const limits = { connections: 50, connectionsPerAddress: 2, strangerMs: LONG }
  const wire = await start({ trustedProxies: ['127.0.0.1'], limits }, silent)
  await keptOpen(wire, 5)
  const asked = (client: string) =>
    connected(wire, `GET ${API}/boot-sources/ HTTP/1.1\r\n${wire.host}X-Forwarded-For: ${client}\r\n\r\n`)
  const waiting = [await asked('192.0.2.1'), await asked('192.0.2.1')]
  await expect.poll(() => wire.calls().length).toBe(2)
  const surplus = await asked('192.0.2.1')
  await expect.poll(() => statusOf(surplus.said())).toBe(503)
  // the connection belongs to the proxy, so it stays open
  expect(headersOf(surplus.said())).toMatchObject({ 'retry-after': '5', connection: 'keep-alive' })
  await asked('192.0.2.2')
  await expect.poll(() => wire.calls().length).toBe(3)
  waiting[0]?.socket.destroy()
  await expect
    .poll(async () => {
      await asked('192.0.2.1')
      return wire.calls().length
    })
    .toBeGreaterThan(3)
})

test('a connection with more than four unanswered requests is closed', async () => {
  const wire = await start({}, silent)
  const line = `GET ${API}/boot-sources/ HTTP/1.1\r\n${wire.host}\r\n`
  const impatient = await connected(wire, line.repeat(4))
  await expect.poll(() => wire.calls().length).toBe(4)
  expect(impatient.socket.destroyed).toBe(false)
  impatient.socket.write(line)
  await impatient.closed
  expect([impatient.said(), wire.calls().length]).toEqual(['', 4])
})

test('headers of unanswered requests have their own memory budget', async () => {
  const wire = await start({ limits: { headerBytes: 30_000, strangerMs: LONG } }, silent)
  const long = (bytes: number) =>
    `GET ${API}/boot-sources/ HTTP/1.1\r\n${wire.host}X: ${'x'.repeat(bytes)}\r\n\r\n`
  const waiting = await connected(wire, long(25_000))
  await expect.poll(() => wire.calls().length).toBe(1)
  const refused = await connected(wire, long(25_000))
  await expect.poll(() => statusOf(refused.said())).toBe(503)
  expect(problem.parse(JSON.parse(bodyOf(refused.said()))).error).toMatchObject({
    ...BUSY,
    message: 'The gateway is receiving too much data at the moment. Try again in 5 seconds.',
  })
  // about the longest headers that browsers send
  await connected(wire, long(7_000))
  await expect.poll(() => wire.calls().length).toBe(2)
  expect(statusOf(await wire.ask('GET /healthz', `X: ${'x'.repeat(25_000)}`))).toBe(200)
  waiting.socket.destroy()
  await expect
    .poll(async () => {
      await connected(wire, long(25_000))
      return wire.calls().length
    })
    .toBeGreaterThan(2)
})

test('the log warns about overload at most once a minute', async () => {
  let wall = Date.UTC(2026, 10, 23)
  const wire = await start({ now: () => wall, limits: { connections: 1, strangerMs: LONG } }, silent)
  await keptBusy(wire)
  for (let n = 0; n < 5; n += 1) await wire.ask('GET /')
  wall += 60_000
  await wire.ask('GET /')
  const warnings = wire.logged.map((line) => JSON.parse(line) as object).filter((line) => 'times' in line)
  expect(warnings).toEqual(
    [1, 5].map((times) =>
      expect.objectContaining({
        level: 'warn',
        times,
        msg: 'more connections or requests than the gateway accepts',
      }),
    ),
  )
  expect(wire.logged.filter((line) => line.includes('"level":"warn"'))).toHaveLength(2)
})

test('callers without a session have little time to send a body, and signed-in users have more', async () => {
  const wire = await start({ ...SIGN_IN, limits: { strangerMs: 300 } })
  const said = await wire.write('POST /gateway/session', {
    kind: 'password',
    username: 'admin',
    password: PASSWORD,
  })
  const cookie = (headersOf(said)['set-cookie'] ?? '').split(';')[0]
  const { port } = wire.gateway
  const body = JSON.stringify(CREATION)
  const slow = await connected(
    wire,
    `POST ${API}/boot-sources/1/selections/ HTTP/1.1\r\n${wire.host}${WRITE}Cookie: ${cookie}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 9)}`,
  )
  // started later, with a body of the same length
  const stranger = await connected(
    wire,
    `${signInHead(port, `Content-Length: ${body.length}`)}${body.slice(0, 9)}`,
  )
  await stranger.closed
  expect(statusOf(stranger.said())).toBe(408)
  expect(problem.parse(JSON.parse(bodyOf(stranger.said()))).error.message).toBe(
    'The request did not arrive within 0.3 seconds.',
  )
  slow.socket.write(body.slice(9))
  await expect.poll(() => statusOf(slow.said())).toBe(200)
})

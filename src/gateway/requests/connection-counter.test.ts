import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createConnectionCounter } from './connection-counter.ts'

let port = 0
/** A connection from this address, with the fields that the counter reads. */
function socketFrom(remoteAddress: string): Socket {
  const socket = new EventEmitter()
  port += 1
  return Object.assign(socket, {
    remoteAddress,
    remotePort: port,
    localAddress: '127.0.0.1',
    localPort: 8080,
  }) as unknown as Socket
}
const counterOf = (connections: number, connectionsPerAddress: number) =>
  createConnectionCounter({
    connections,
    connectionsPerAddress,
    isProxy: (address) => address === '10.0.0.1',
  })

/** How many of these connections are accepted, answered with "try later", and dropped. */
function arrivals(
  counter: ReturnType<typeof createConnectionCounter>,
  count: number,
  address: (n: number) => string,
) {
  const sockets = Array.from({ length: count }, (_, n) => socketFrom(address(n)))
  const arrived = sockets.map((socket) => counter.accept(socket))
  const of = (how: string) => arrived.filter((one) => one === how).length
  return { sockets, counts: [of('accepted'), of('surplus'), of('dropped')] }
}

test.each([
  ['one address', () => '192.0.2.1', [100, 16, 884]],
  ['one IPv6 network', (n: number) => `2001:db8::${n.toString(16)}`, [100, 16, 884]],
  ['many addresses', (n: number) => `192.0.${n >> 6}.${n & 63}`, [300, 256, 444]],
  ['a trusted proxy, for many callers', () => '10.0.0.1', [300, 256, 444]],
])('of 1,000 connections of %s the limits decide how many are accepted', (_, address, counts) => {
  const counter = counterOf(300, 100)
  expect(arrivals(counter, 1_000, address).counts).toEqual(counts)
  const [welcome = 0, answered = 0, dropped = 0] = counts
  expect([counter.open(), counter.refused()]).toEqual([welcome + answered, { answered, dropped }])
})

test('the connections of one address do not keep other addresses out', () => {
  const counter = counterOf(300, 100)
  arrivals(counter, 1_000, () => '192.0.2.1')
  expect(arrivals(counter, 50, () => '192.0.2.2').counts).toEqual([50, 0, 0])
  expect(counter.isFull()).toBe(false)
})

test('closed connections take no memory', () => {
  const counter = counterOf(300, 100)
  for (const address of ['192.0.2.1', '10.0.0.1', '192.0.2.1', '10.0.0.1']) {
    const { sockets, counts } = arrivals(counter, 600, () => address)
    expect(counts).toEqual(address === '10.0.0.1' ? [300, 256, 44] : [100, 16, 484])
    for (const socket of sockets) socket.emit('close')
    expect(counter.open()).toBe(0)
    expect(sockets.some((socket) => counter.isSurplus(socket))).toBe(false)
  }
})

test('a connection over the limit stays over it when others close', () => {
  const counter = counterOf(1, 1)
  const [first, second] = [socketFrom('192.0.2.1'), socketFrom('192.0.2.1')]
  expect([counter.accept(first), counter.accept(second)]).toEqual(['accepted', 'surplus'])
  expect(counter.isFull()).toBe(true)
  first.emit('close')
  expect([counter.isSurplus(first), counter.isSurplus(second)]).toEqual([false, true])
})

test('requests of one caller behind a proxy count until they end', () => {
  const counter = counterOf(300, 2)
  const [one, two] = [counter.acceptProxied('192.0.2.1'), counter.acceptProxied('::ffff:192.0.2.1')]
  expect([one, two, counter.acceptProxied('192.0.2.1')]).toEqual([
    expect.any(Function),
    expect.any(Function),
    null,
  ])
  expect(counter.acceptProxied('192.0.2.2')).not.toBeNull()
  one?.()
  expect(counter.acceptProxied('192.0.2.1')).not.toBeNull()
  expect(counter.acceptProxied('192.0.2.1')).toBeNull()
})

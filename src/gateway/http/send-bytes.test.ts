import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import { Agent, request } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { sendBytes } from './send-bytes.ts'

const KB = 1024

/** An answer over TLS whose buffer is full after this many slices. */
function answer(takes: number) {
  const handed: Buffer[] = []
  let room = takes
  let ended = false
  const response = Object.assign(new EventEmitter(), {
    req: { socket: { encrypted: true } },
    write(slice: Buffer) {
      handed.push(slice)
      room -= 1
      return room > 0
    },
    end(slice: Buffer) {
      handed.push(slice)
      ended = true
    },
  })
  return {
    response: response as unknown as ServerResponse,
    bytes: () => Buffer.concat(handed),
    ended: () => ended,
    drain: () => {
      room = takes
      response.emit('drain')
    },
    listening: () => response.listenerCount('drain'),
  }
}

test('over TLS the gateway writes only as much as the client receives', () => {
  const whole = randomBytes(300 * KB)
  const { response, bytes, ended, drain, listening } = answer(1)
  sendBytes(response, whole)
  expect([bytes().length, ended()]).toEqual([64 * KB, false])
  for (let times = 0; times < 4; times += 1) drain()
  expect([bytes().equals(whole), ended(), listening()]).toEqual([true, true, 0])
})

test.each([0, 1, 64 * KB, 64 * KB + 1, 128 * KB, 300 * KB])('%i bytes are written completely', (size) => {
  const whole = randomBytes(size)
  const { response, bytes, ended } = answer(Infinity)
  sendBytes(response, whole)
  expect([bytes().equals(whole), ended()]).toEqual([true, true])
})

test.each(['TLS', 'plain HTTP'])('answers arrive completely and in order over %s', async (way) => {
  const whole = randomBytes(2_000 * KB)
  const pair = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    notAfterDate: new Date(Date.now() + 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  })
  const send = (_: unknown, response: ServerResponse) =>
    sendBytes(response.writeHead(200, { 'Content-Length': whole.length }), whole)
  const server =
    way === 'TLS' ? createTlsServer({ cert: pair.cert, key: pair.private }, send) : createServer(send)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dispatcher = new Agent({ connections: 1, pipelining: 3, connect: { ca: pair.cert } })
  onTestFinished(async () => {
    await dispatcher.close()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const got = await Promise.all(
    ['GET', 'HEAD', 'GET'].map(async (method) => {
      const { body } = await request(`${way === 'TLS' ? 'https' : 'http'}://127.0.0.1:${port}/`, {
        method: method as 'GET',
        dispatcher,
      })
      return Buffer.from(await body.arrayBuffer())
    }),
  )
  expect(got.map((bytes) => bytes.equals(whole))).toEqual([true, false, true])
  expect(got[1]).toHaveLength(0)
})

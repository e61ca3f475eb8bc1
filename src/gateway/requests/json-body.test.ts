import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readJson } from './json-body.ts'
import { createMemoryBudget } from './memory-budget.ts'

/** A request whose body the test sends. */
function reading({ most = 8_192 } = {}) {
  const request = Object.assign(new PassThrough(), { headers: {} })
  const room = createMemoryBudget({ most: 2_048, free: 1_024 })
  const reservation = room.open()
  let giveUp: (message: string) => void = () => undefined
  let waiting = 0
  const body = readJson(request as unknown as IncomingMessage, {
    most,
    reservation,
    timeout(ends) {
      giveUp = ends
      waiting += 1
      return () => {
        waiting -= 1
      }
    },
  })
  // each test checks the result
  body.catch(() => undefined)
  return { request, room, body, giveUp: () => giveUp('It took too long.'), waiting: () => waiting }
}

test('a body is read as JSON, and the timeout is canceled', async () => {
  const { request, body, waiting } = reading()
  request.write('{"a":')
  request.end('1}')
  expect(await body).toEqual({ a: 1 })
  expect(waiting()).toBe(0)
})

test('without a body the result is undefined', async () => {
  const { request, body } = reading()
  request.end()
  expect(await body).toBeUndefined()
})

test('a body that takes too long is refused, and the rest is not stored', async () => {
  const { request, room, body, giveUp, waiting } = reading()
  request.write('x'.repeat(2_000))
  await expect.poll(() => room.held()).toBe(2_000 - 1_024)
  giveUp()
  await expect(body).rejects.toMatchObject({ status: 408, message: 'It took too long.' })
  request.write('x'.repeat(500))
  expect([room.held(), waiting(), request.listenerCount('data')]).toEqual([976, 0, 0])
})

test('a body that does not fit into memory is refused with the time of the next try', async () => {
  const { request, room, body } = reading()
  request.write('x'.repeat(4_000))
  await expect(body).rejects.toMatchObject({
    status: 503,
    code: 'busy',
    retryAfter: 5,
    message: 'The gateway is receiving too much data at the moment. Try again in 5 seconds.',
  })
  expect(room.held()).toBe(0)
})

test('a body over the limit of its route is refused with that limit', async () => {
  const { request, body } = reading({ most: 2_048 })
  request.write('x'.repeat(2_049))
  await expect(body).rejects.toMatchObject({ status: 413, message: 'The request is larger than 2 kB.' })
})

test('a body that ends early is refused, before or during the read', async () => {
  const { request, body, waiting } = reading()
  request.write('{}')
  request.destroy()
  await expect(body).rejects.toMatchObject({ status: 400, message: 'The request ended early.' })
  expect(waiting()).toBe(0)
})

import { expect, test } from 'vitest'
import { createControlClient } from './client.ts'

const url = 'http://127.0.0.1:8090/control/v1/'
const clientOf = (send: typeof fetch) => createControlClient({ url, token: 'x'.repeat(32), send })

test('a region that has ended is named, with what the network said', async () => {
  const cause = new TypeError('fetch failed')
  const client = clientOf(() => Promise.reject(cause))
  await expect(client.readClock()).rejects.toMatchObject({
    message: expect.stringContaining('http://127.0.0.1:8090/control/v1 does not answer'),
    cause,
  })
})

test.each(['<h1>Bad gateway</h1>', '{"detail":"no"}'])(
  'an answer %s, which is not one of the control API, is named',
  async (text) => {
    const client = clientOf(async () => new Response(text, { status: 502 }))
    await expect(client.readClock()).rejects.toMatchObject({
      status: 502,
      message: expect.stringContaining('answers with status 502, but not as the control API does'),
    })
  },
)

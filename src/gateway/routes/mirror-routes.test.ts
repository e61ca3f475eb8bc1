import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startGateway } from '#gateway/server.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'

test('when the page disconnects, the gateway stops reading the lists of a mirror', async () => {
  let asked: () => void
  let left: () => void
  const isAsked = new Promise<void>((resolve) => (asked = resolve))
  const isLeft = new Promise<void>((resolve) => (left = resolve))
  // it never answers
  const mirror = createServer((_, answer) => {
    answer.once('close', () => left())
    asked()
  })
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve))
  const { port } = mirror.address() as AddressInfo
  const simulator = await startEmbeddedRegion({ scenario: 'default', speed: 0 })
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    streams: { allow: [`127.0.0.1:${port}`] },
    keyringFile: async () => ({ state: 'elsewhere' }),
  })
  onTestFinished(async () => {
    mirror.closeAllConnections()
    mirror.close()
    await Promise.all([gateway.close(), simulator.close()])
  })

  const page = new AbortController()
  const source = { url: `http://127.0.0.1:${port}/`, keyring_filename: '', keyring_data: '' }
  const answer = fetch(`${gateway.url}/gateway/mirror/contents`, {
    method: 'POST',
    headers: { 'x-maas-images': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ images: [], versions: 1, source }),
    signal: page.signal,
  })
  await isAsked
  page.abort()
  await expect(answer).rejects.toThrow('aborted')
  await isLeft
})

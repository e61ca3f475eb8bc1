import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { flood, signInHead } from '#testing/hostile/flood.ts'
import { startGatewayProcess } from '#testing/hostile/gateway-process.ts'
import { figure } from './figures.ts'
import type { Figure } from './figures.ts'

const CONNECTIONS = 1_500
const MB = 1_000_000
/** Longer than the gateway's timeout for callers without a session. */
const LAST_MS = 8_000

const answers = (url: string) => fetch(url).then(({ ok }) => ok)

/**
 * 1,500 connections from 15 addresses: half of them send a sign-in of 1 MB for as long as it is accepted, and half send
 * one of the largest allowed size without its end. Returns the gateway's peak memory, and how long `/healthz` took to
 * answer meanwhile.
 */
export async function connectionFlood(): Promise<Record<string, Figure>> {
  const region = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => region.once('listening', resolve))
  const maasUrl = `http://127.0.0.1:${(region.address() as AddressInfo).port}/MAAS`
  const gateway = await startGatewayProcess({ maasUrl, secret: 'x'.repeat(32), limits: {} })
  const healthz = `http://127.0.0.1:${gateway.port}/healthz`
  try {
    await answers(healthz)
    const before = await gateway.peakBytes()
    // only Linux lets a program use any address of 127.0.0.0/8
    const addresses =
      process.platform === 'linux' ? Array.from({ length: 15 }, (_, n) => `127.0.1.${n + 1}`) : []
    const all = []
    for (const bytes of [MB - 1, 8_000]) {
      const head = signInHead(gateway.port, `Content-Length: ${bytes + 1}`)
      const chunked = signInHead(gateway.port, 'Transfer-Encoding: chunked') + `${MB.toString(16)}\r\n`
      // with an announced length, it would be refused before it is read
      const begin = bytes > 8_192 ? chunked : head
      all.push(
        ...(await flood(gateway.port, CONNECTIONS / 2, Buffer.from(begin + ' '.repeat(bytes)), addresses)),
      )
    }
    const waits: number[] = []
    const until = performance.now() + LAST_MS
    while (performance.now() < until) {
      const began = performance.now()
      if (!(await answers(healthz))) throw new Error('/healthz does not answer during the flood.')
      waits.push(performance.now() - began)
      await pause(50)
    }
    const after = await gateway.peakBytes()
    for (const { socket } of all) socket.destroy()
    return {
      floodPeakMemory: figure(after / MB, 'MB', {
        target: 300,
        how: `${CONNECTIONS} connections, each with a sign-in that does not end; ${Math.round(before / MB)} MB before`,
      }),
      floodHealthzLongest: figure(Math.max(...waits), 'ms', { target: 200, how: `of ${waits.length}` }),
    }
  } finally {
    await gateway.close()
    region.close()
  }
}

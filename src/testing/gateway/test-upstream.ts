import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: Buffer }
export type UpstreamAnswer = { status?: number; headers?: Record<string, string>; body?: string | Buffer }

/** A server on a loopback port for tests: sends the result of `answer` and records requests. */
export async function startUpstream(answer: (request: Received) => UpstreamAnswer | Promise<UpstreamAnswer>) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: Buffer.concat(chunks) }
      received.push(one)
      void Promise.resolve(answer(one)).then(({ status = 200, headers: own = {}, body = '' }) =>
        response.writeHead(status, own).end(body),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const upstreamJson = (value: unknown, status = 200): UpstreamAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})

export const upstreamText = (body: string, status = 200): UpstreamAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
})

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getResponse } from 'msw'
import { handlers } from '#simulator/http/handlers.ts'
import type { Region } from '#simulator/rules/region.ts'
import { apiKeyOf } from '#simulator/state/users.ts'

/** A region of a test on a loopback port, for programs. */
export type RegionPort = {
  readonly url: string
  readonly apiKey: string
  /** Every write that it did, in order: `POST boot-sources/` */
  readonly writes: readonly string[]
  readonly close: () => Promise<void>
}

/**
 * Serves a region with a standing clock. @param onRequest called before each request, to move the clock, because
 * nothing else moves it while a program runs. @param fails whether a request, such as `GET boot-sources/`, is answered
 * with 503
 */
export async function serveRegion(
  region: Region,
  onRequest: () => void,
  fails: (request: string) => boolean = () => false,
): Promise<RegionPort> {
  const all = handlers(region)
  const writes: string[] = []
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      onRequest()
      const { method, url = '' } = incoming
      const name = `${method} ${url.replace('/MAAS/api/2.0/', '')}`
      if (fails(name)) {
        outgoing.writeHead(503).end('MAAS is restarting.')
        return
      }
      const answer = await getResponse(all, await requestOf(incoming))
      const status = answer?.status ?? 404
      if (method !== 'GET' && status < 300) writes.push(name)
      outgoing.writeHead(status, Object.fromEntries(answer?.headers ?? []))
      outgoing.end(status === 204 ? undefined : await answer?.text())
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const admin = region.users.find((one) => one.admin)
  if (!admin) throw new Error('The region has no administrator.')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/MAAS`,
    apiKey: apiKeyOf(admin),
    writes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const { method = 'GET', url = '/', headers } = incoming
  return new Request(`http://127.0.0.1${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    body: method === 'GET' || chunks.length === 0 ? null : Buffer.concat(chunks),
  })
}

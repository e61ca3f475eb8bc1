import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned } from './certificate.ts'

export type Servers = {
  /** A web server on a free port of 127.0.0.1; its address, with a slash at the end. */
  http(answer: RequestListener): Promise<string>
  /** The same with TLS and an untrusted certificate. */
  https(answer: RequestListener): Promise<string>
  close(): Promise<void>
}

/** Web servers of one test, for addresses that are not a source. */
export function createServers(): Servers {
  const open = new Set<Server>()
  async function listen(server: Server, scheme: string): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.add(server)
    return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }
  async function end(server: Server) {
    open.delete(server)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  return {
    http: (answer) => listen(createServer(answer), 'http'),
    https: (answer) => listen(createSecure(selfSigned(), answer), 'https'),
    async close() {
      await Promise.all([...open].map(end))
    },
  }
}

import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { STRANGERS, type ProxyFault } from './faults.ts'

type Match = {
  readonly method?: string
  /** Matches path and query. */
  readonly path?: RegExp
  /** The number of the call among the matching ones, counted from 1 from now on. */
  readonly nth?: number
}
/**
 * A call that reached the proxy. `status` is that of the region; null if the region was not called or gave no
 * answer.
 */
type Seen = { readonly method: string; readonly path: string; readonly status: number | null }

export type FaultProxy = {
  /** `http://127.0.0.1:N` with the path of the target. */
  readonly url: string
  readonly faults: {
    /** Applies this fault to one call. Resolves when it does: before a delay, and while a hanging answer is held. */
    next(match: Match, fault: ProxyFault): Promise<void>
    /** Applies this fault to every matching call until the returned function is called. */
    every(match: Match, fault: ProxyFault): () => void
    /** Removes all faults; a call that is held stays held. */
    clear(): void
  }
  /** Calls in the order of their arrival. */
  readonly seen: readonly Seen[]
  close(): Promise<void>
}

type Order = { match: Match; fault: ProxyFault; left: number; once: boolean; met: () => void }
type Answer = { status: number; reason: string; headers: readonly string[]; body: Buffer }

/**
 * A proxy on a loopback port between a gateway and its region, for tests: it passes everything on, except for
 * its faults.
 */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const base = new URL(target)
  const orders = new Set<Order>()
  const seen: { method: string; path: string; status: number | null }[] = []
  const sockets = new Set<Socket>()

  function faultOf(method: string, path: string): Order | null {
    let found: Order | null = null
    for (const order of orders) {
      const { match } = order
      if ((match.method ?? method) !== method || match.path?.test(path) === false) continue
      order.left -= 1
      if (found === null && order.left <= 0) found = order
    }
    if (found?.once) orders.delete(found)
    return found
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', socket } = incoming
    const line: (typeof seen)[number] = { method, path, status: null }
    seen.push(line)
    const order = faultOf(method, path)
    const fault = order?.fault
    const body = await bytesOf(incoming)
    if (fault?.kind === 'delay') {
      order?.met()
      await fault.until
      if (socket.destroyed && fault.stubborn !== true) return
    }
    const before = fault && 'when' in fault && fault.when === 'before'
    const answer = before ? null : await ask(base, incoming, body)
    line.status = answer?.status ?? null
    if (fault?.kind !== 'delay') order?.met()
    if (fault?.kind === 'hang') await fault.until
    if (socket.destroyed) return
    if (fault?.kind === 'instead') {
      const { status, headers, body } = STRANGERS[fault.answer]
      outgoing.writeHead(status, headers).end(body)
    } else if (answer === null || fault?.kind === 'drop') socket.destroy()
    else spoil(answer, fault, socket, outgoing)
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const put = (match: Match, fault: ProxyFault, once: boolean, met: () => void): Order => {
    const order = { match, fault, once, met, left: match.nth ?? 1 }
    orders.add(order)
    return order
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base.pathname.replace(/\/$/, '')}`,
    faults: {
      next: (match, fault) => new Promise((resolve) => put(match, fault, true, resolve)),
      every(match, fault) {
        const order = put(match, fault, false, () => undefined)
        return () => orders.delete(order)
      },
      clear: () => orders.clear(),
    },
    seen,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      return closed
    },
  }
}

/** The answer as it is, or with the fault that spoils it. */
function spoil(
  answer: Answer,
  fault: ProxyFault | undefined,
  socket: Socket,
  outgoing: ServerResponse,
): void {
  const { status, reason, headers, body } = answer
  const half = body.subarray(0, Math.floor(body.length / 2))
  const head = `HTTP/1.1 ${status} ${reason}\r\n${lines(headers)}Content-Length: ${body.length}\r\n\r\n`
  if (fault?.kind === 'truncate') socket.end(Buffer.concat([Buffer.from(head), half]))
  else if (fault?.kind === 'reset') {
    const said =
      fault.at === 'headers' ? head.slice(0, head.length / 2) : Buffer.concat([Buffer.from(head), half])
    socket.write(said, () => socket.resetAndDestroy())
  } else {
    const bytes = fault?.kind === 'corrupt' ? flipped(body) : fault?.kind === 'halve' ? half : body
    const length = status === 204 || status === 304 ? [] : ['Content-Length', String(bytes.length)]
    outgoing.writeHead(status, reason, [...headers, ...length]).end(bytes)
  }
}

/** Replaces every 16th byte, from the first on, with one that is not ASCII. */
const flipped = (body: Buffer): Buffer =>
  Buffer.from(body.map((byte, index) => (index % 16 === 0 ? byte ^ 0x80 : byte)))

const lines = (headers: readonly string[]): string =>
  headers.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('')

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The region's own answer; null if it gave none. */
function ask(base: URL, { method, url, rawHeaders }: IncomingMessage, body: Buffer): Promise<Answer | null> {
  return new Promise((resolve) => {
    const headers = without(rawHeaders, ['host', 'connection'])
    const asked = request(
      { host: base.hostname, port: base.port, method, path: url, agent: false },
      (answer) => {
        const { statusCode = 0, statusMessage = '' } = answer
        bytesOf(answer).then(
          (bytes) =>
            resolve({
              status: statusCode,
              reason: statusMessage,
              headers: without(answer.rawHeaders, HOP),
              body: bytes,
            }),
          () => resolve(null),
        )
      },
    )
    asked.on('error', () => resolve(null))
    for (let index = 0; index < headers.length; index += 2)
      asked.setHeader(headers[index] ?? '', headers[index + 1] ?? '')
    asked.end(body)
  })
}

/** Headers that belong to one connection, or are set again here. */
const HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length']

const without = (raw: readonly string[], names: readonly string[]): string[] =>
  raw.filter((_, index) => !names.includes((raw[index - (index % 2)] ?? '').toLowerCase()))

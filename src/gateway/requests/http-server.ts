import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { objectionTo } from './admission.ts'
import type { Admission } from './load-limits.ts'
import type { Overload } from './caller-limits.ts'
import { Overloaded } from './caller-limits.ts'
import type { ConnectionCounter } from './connection-counter.ts'
import { createPipelineLimit } from './pipeline-limit.ts'
import { recordOf, type Records } from './request-record.ts'
import { problemOf, Refusal, asRefusal } from '#gateway/refusal.ts'
import { SECURITY_HEADERS } from '#gateway/http/security.ts'
import { sendJson } from '#gateway/http/send-json.ts'
import { matchBasePath } from '#gateway/http/base-path.ts'

export type Tls = { readonly cert: string | Buffer; readonly key: string | Buffer }
/** One request and its answer. */
export type HttpExchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Sets the name of the route, for logs and metrics. */
  readonly name: (route: string) => void
  /** The gateway is full, so only a few routes are answered; null: it is not. */
  readonly overload: Overload | null
}
/** Time limits for clients, ms. */
export type ServerLimits = {
  /** Until the TLS handshake is done, and until all headers have arrived. */
  readonly headersMs: number
  /** Until the whole request has arrived. */
  readonly requestMs: number
  /** From the headers of a request until the client has received the whole answer. */
  readonly exchangeMs: number
  /** How often the first two limits are checked. */
  readonly checkEveryMs: number
}
const LIMITS: ServerLimits = {
  headersMs: 15_000,
  requestMs: 60_000,
  exchangeMs: 300_000,
  checkEveryMs: 5_000,
}

type Needs = Records & {
  readonly basePath: string
  readonly tls: Tls | null
  /** Whether this Host header names us. */
  readonly isOurs: (host: string | undefined) => boolean
  /** Answers, or throws a Refusal. `request.url` is without the base path. */
  readonly answer: (exchange: HttpExchange) => Promise<void>
  readonly limits?: Partial<ServerLimits> | undefined
  readonly connections: ConnectionCounter
  /** Reserves capacity for a request. */
  readonly admit: (request: IncomingMessage) => Admission
  /** Ms until a connection over the limit is closed. */
  readonly surplusMs: number
  /** Called for each request and connection that the gateway has no capacity for. */
  readonly onOverload: () => void
}

/** The address of a request may contain a keyring. */
const MAX_HEADER_BYTES = 48 * 1024

/**
 * The HTTP server: security headers, time limits, the base path, refusals as `problem`, and a log line and metrics for
 * each request. Node's strict parser refuses malformed HTTP.
 * Throws when the certificate does not match the key.
 */
export function createHttpServer(needs: Needs): Server {
  const { basePath, tls, isOurs, answer, connections } = needs
  const { headersMs, requestMs, exchangeMs, checkEveryMs } = { ...LIMITS, ...needs.limits }

  /** Connections from which nothing more is read: Node would handle the requests sent after the refused one. */
  const ending = new WeakSet<Socket>()
  const hangUp = ({ socket }: IncomingMessage, response: ServerResponse) => {
    ending.add(socket)
    response.setHeader('Connection', 'close')
  }

  async function handle(exchange: HttpExchange): Promise<void> {
    const { request, response } = exchange
    const objection = objectionTo(request, isOurs)
    if (objection) {
      hangUp(request, response)
      throw objection
    }
    const match = matchBasePath(request.url ?? '/', basePath)
    if (match.kind === 'outside')
      throw new Refusal(404, 'not-found', `This gateway serves only paths below ${basePath}.`)
    if (match.kind === 'inside') {
      request.url = match.url
      return answer(exchange)
    }
    response.writeHead(308, { Location: match.to }).end()
  }

  const hold = createPipelineLimit()

  /** Counts a connection; closes it immediately or after a while when it is over the limit. */
  function receive(socket: Socket): void {
    const accepted = connections.accept(socket)
    if (accepted === 'accepted') return
    if (accepted === 'dropped') {
      needs.onOverload()
      socket.destroy()
      return
    }
    const timer = setTimeout(() => socket.destroy(), needs.surplusMs).unref()
    socket.once('close', () => clearTimeout(timer))
    // browsers open a new connection when they need one
    if (connections.isFull()) server.closeIdleConnections()
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    if (ending.has(request.socket)) return
    const record = recordOf(request, response, needs)
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    response.setHeader('Cache-Control', 'no-store')
    const timer = setTimeout(() => response.destroy(), exchangeMs).unref()
    const { surplus, overload, release } = needs.admit(request)
    const over = () => {
      clearTimeout(timer)
      release()
      record.end()
    }
    if (!hold(request, response, over)) {
      clearTimeout(timer)
      release()
      ending.add(request.socket)
      request.socket.destroy()
      return
    }
    if (surplus) hangUp(request, response)
    handle({ request, response, name: record.name, overload }).catch((error: unknown) => {
      const refusal = asRefusal(error)
      record.fail(refusal, error)
      if (refusal instanceof Overloaded) needs.onOverload()
      if (response.headersSent) {
        response.destroy()
        return
      }
      if (!request.complete) hangUp(request, response)
      if (refusal.retryAfter !== undefined) response.setHeader('Retry-After', refusal.retryAfter)
      sendJson(response, refusal.status, problemOf(refusal, record.id))
    })
  }

  const limits = {
    maxHeaderSize: MAX_HEADER_BYTES,
    connectionsCheckingInterval: checkEveryMs,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    // NODE_OPTIONS cannot change this
    insecureHTTPParser: false,
  }
  const server = tls
    ? createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: headersMs }, listen)
    : createServer(limits, listen)
  server.on('connection', receive)
  server.on('checkExpectation', listen)
  // longer than proxies keep theirs, so that a proxy never writes to a closing connection
  server.keepAliveTimeout = 75_000
  return server
}

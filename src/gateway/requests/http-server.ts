import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { objectionTo } from './admission.ts'
import type { Admission } from './load-limits.ts'
import type { Overload } from './caller-limits.ts'
import { Overloaded } from './caller-limits.ts'
import type { ConnectionCounter } from './connection-counter.ts'
import { createPipelineLimit } from './pipeline-limit.ts'
import type { Log } from '#gateway/http/log.ts'
import type { Answered } from '#gateway/http/metrics.ts'
import { problemOf, Refusal } from '#gateway/refusal.ts'
import { SECURITY_HEADERS } from '#gateway/http/security.ts'
import { sendJson } from '#gateway/http/send-json.ts'
import { matchBasePath } from '#gateway/http/base-path.ts'

export type Tls = { readonly cert: string | Buffer; readonly key: string | Buffer }
/** One request and its answer. */
export type HttpExchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Says which route it is, for logs and figures. */
  readonly name: (route: string) => void
  /** It is one too many, so that only what is always answered is answered; null: there is room. */
  readonly full: Overload | null
}
/** How long who asks is waited for, ms. */
export type ServerLimits = {
  /** Until the TLS handshake is done, and until all headers are there. */
  readonly headersMs: number
  /** Until all of a request is there. */
  readonly requestMs: number
  /** From the headers of a request until the last byte of its answer is taken. */
  readonly exchangeMs: number
  /** How often the first two are looked after. */
  readonly checkEveryMs: number
}
const LIMITS: ServerLimits = {
  headersMs: 15_000,
  requestMs: 60_000,
  exchangeMs: 300_000,
  checkEveryMs: 5_000,
}

type Needs = {
  readonly basePath: string
  readonly tls: Tls | null
  readonly log: Log
  readonly answered: (answer: Answered) => void
  /** Whether this Host header names us. */
  readonly isOurs: (host: string | undefined) => boolean
  /** Answers, or throws a Refusal. `request.url` is without the base path. */
  readonly answer: (visit: HttpExchange) => Promise<void>
  readonly limits?: Partial<ServerLimits> | undefined
  readonly crowd: ConnectionCounter
  /** Takes room for a request. */
  readonly admit: (request: IncomingMessage) => Admission
  /** Ms until a connection that is one too many is closed. */
  readonly surplusMs: number
  /** Told of each request and connection that there is no room for. */
  readonly crowded: () => void
}

/** As nginx notes it: nobody waits for the answer any more. */
const WENT_AWAY = 499

/** A keyring travels in the address of a request. */
const MOST_HEADER_BYTES = 48 * 1024

/**
 * The HTTP server: headers of every answer, limits in time, the base path, refusals as `problem`, a line of log and a
 * figure for each request. Node's own parser refuses what is not HTTP to the letter.
 * Throws when certificate and key are no pair.
 */
export function createHttpServer(needs: Needs): Server {
  const { basePath, tls, log, answered, isOurs, answer, crowd } = needs
  const { headersMs, requestMs, exchangeMs, checkEveryMs } = { ...LIMITS, ...needs.limits }

  /** Connections on which nothing more is heard: Node would carry out what was sent behind the request refused. */
  const ending = new WeakSet<Socket>()
  const hangUp = ({ socket }: IncomingMessage, response: ServerResponse) => {
    ending.add(socket)
    response.setHeader('Connection', 'close')
  }

  async function enter(visit: HttpExchange): Promise<void> {
    const { request, response } = visit
    const objection = objectionTo(request, isOurs)
    if (objection) {
      hangUp(request, response)
      throw objection
    }
    const within = matchBasePath(request.url ?? '/', basePath)
    if (within.kind === 'outside')
      throw new Refusal(404, 'not-found', `This gateway lives below ${basePath}.`)
    if (within.kind === 'inside') {
      request.url = within.url
      return answer(visit)
    }
    response.writeHead(308, { Location: within.to }).end()
  }

  const hold = createPipelineLimit()

  /** Counts a connection; closes it where it is one too many, now or after a while. */
  function receive(socket: Socket): void {
    const arrived = crowd.arrive(socket)
    if (arrived === 'welcome') return
    if (arrived === 'dropped') {
      needs.crowded()
      socket.destroy()
      return
    }
    const patience = setTimeout(() => socket.destroy(), needs.surplusMs).unref()
    socket.once('close', () => clearTimeout(patience))
    // browsers open another one when they have something to ask
    if (crowd.isFull()) server.closeIdleConnections()
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    if (ending.has(request.socket)) return
    const began = performance.now()
    const id = randomBytes(6).toString('hex')
    const { method = '' } = request
    const path = (request.url ?? '').split('?', 1)[0]?.slice(0, 200)
    let route = 'page'
    let failure: { code?: string; error?: string } = {}
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    response.setHeader('Cache-Control', 'no-store')
    const patience = setTimeout(() => response.destroy(), exchangeMs).unref()
    const { surplus, full, release } = needs.admit(request)
    const over = () => {
      clearTimeout(patience)
      release()
      const status = response.headersSent ? response.statusCode : WENT_AWAY
      const seconds = (performance.now() - began) / 1_000
      answered({ route, method, status, seconds })
      const alarms = status >= 500 && failure.code !== 'busy'
      const level = failure.error ? 'error' : alarms ? 'warn' : route === '/healthz' ? 'debug' : 'info'
      const fields = { id, method, path, status, ms: Math.round(seconds * 1_000), ...failure }
      log[level](fields, response.writableFinished ? 'answered' : 'the other end went away')
    }
    if (!hold(request, response, over)) {
      clearTimeout(patience)
      release()
      ending.add(request.socket)
      request.socket.destroy()
      return
    }
    if (surplus) hangUp(request, response)
    enter({ request, response, name: (name) => (route = name), full }).catch((error: unknown) => {
      const refusal =
        error instanceof Refusal ? error : new Refusal(500, 'internal', 'The gateway failed at this request.')
      failure = { code: refusal.code, ...(refusal !== error && { error: String(error) }) }
      if (refusal instanceof Overloaded) needs.crowded()
      if (response.headersSent) {
        response.destroy()
        return
      }
      if (!request.complete) hangUp(request, response)
      if (refusal.retryAfter !== undefined) response.setHeader('Retry-After', refusal.retryAfter)
      sendJson(response, refusal.status, problemOf(refusal, id))
    })
  }

  const limits = {
    maxHeaderSize: MOST_HEADER_BYTES,
    connectionsCheckingInterval: checkEveryMs,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    // whatever NODE_OPTIONS say
    insecureHTTPParser: false,
  }
  const server = tls
    ? createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: headersMs }, listen)
    : createServer(limits, listen)
  server.on('connection', receive)
  server.on('checkExpectation', listen)
  // longer than a proxy in front keeps its own, so that it never writes into a closing one
  server.keepAliveTimeout = 75_000
  return server
}

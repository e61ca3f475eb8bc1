import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Log } from './log.ts'
import type { Answered } from './metrics.ts'
import { problemOf, Refusal } from './refusal.ts'
import { SECURITY_HEADERS } from './security.ts'
import { sendJson } from './send-json.ts'
import { withinBase } from './within-base.ts'

export type Tls = { readonly cert: string | Buffer; readonly key: string | Buffer }
/** One request and its answer; `name` tells which route it is for logs and figures. */
export type Visit = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly name: (route: string) => void
}
type Needs = {
  readonly basePath: string
  readonly tls: Tls | null
  readonly log: Log
  readonly answered: (answer: Answered) => void
  /** Answers, or throws a Refusal. `request.url` is without the base path. */
  readonly answer: (visit: Visit) => Promise<void>
}

/** A keyring travels in the address of a request. */
const MOST_HEADER_BYTES = 48 * 1024

/**
 * The HTTP server: headers of every answer, limits in time, the base path, refusals as `problem`, a line of log and a
 * figure for each request. Node's own parser refuses what is not HTTP to the letter.
 * Throws when certificate and key are no pair.
 */
export function createFront({ basePath, tls, log, answered, answer }: Needs): Server {
  async function enter(visit: Visit): Promise<void> {
    const { request, response } = visit
    const within = withinBase(request.url ?? '/', basePath)
    if (within.kind === 'outside')
      throw new Refusal(404, 'not-found', `This gateway lives below ${basePath}.`)
    if (within.kind === 'inside') {
      request.url = within.url
      return answer(visit)
    }
    response.setHeader('Cache-Control', 'no-store')
    response.writeHead(308, { Location: within.to }).end()
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    const began = performance.now()
    const id = randomBytes(6).toString('hex')
    const { method = '' } = request
    const path = (request.url ?? '').split('?', 1)[0]?.slice(0, 200)
    let route = 'page'
    let failure: { code?: string; error?: string } = {}
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    response.once('close', () => {
      const { statusCode: status } = response
      const seconds = (performance.now() - began) / 1_000
      answered({ route, method, status, seconds })
      const level = failure.error ? 'error' : status >= 500 ? 'warn' : route === '/healthz' ? 'debug' : 'info'
      const fields = { id, method, path, status, ms: Math.round(seconds * 1_000), ...failure }
      log[level](fields, response.writableFinished ? 'answered' : 'the other end went away')
    })
    enter({ request, response, name: (name) => (route = name) }).catch((error: unknown) => {
      const refusal =
        error instanceof Refusal ? error : new Refusal(500, 'internal', 'The gateway failed at this request.')
      failure = { code: refusal.code, ...(refusal !== error && { error: String(error) }) }
      if (response.headersSent) {
        response.destroy()
        return
      }
      if (!request.complete) response.setHeader('Connection', 'close')
      if (refusal.retryAfter !== undefined) response.setHeader('Retry-After', refusal.retryAfter)
      sendJson(response, refusal.status, problemOf(refusal, id))
    })
  }

  const limits = { maxHeaderSize: MOST_HEADER_BYTES, connectionsCheckingInterval: 5_000 }
  const server = tls
    ? createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.2' }, listen)
    : createServer(limits, listen)
  server.headersTimeout = 15_000
  server.requestTimeout = 60_000
  // longer than a proxy in front keeps its own, so that it never writes into a closing one
  server.keepAliveTimeout = 75_000
  return server
}

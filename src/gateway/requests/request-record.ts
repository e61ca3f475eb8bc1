import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '#gateway/http/log.ts'
import type { MeasuredAnswer } from '#gateway/http/metrics.ts'
import type { Refusal } from '#gateway/refusal.ts'

/** Where requests are recorded. */
export type Records = {
  readonly log: Log
  readonly answered: (answer: MeasuredAnswer) => void
}

/** The client disconnected before the answer, as nginx logs it. */
const CLIENT_CLOSED = 499

/** What the log and the metrics will say about a request, which begins now. */
export function recordOf(request: IncomingMessage, response: ServerResponse, { log, answered }: Records) {
  const began = performance.now()
  const id = randomBytes(6).toString('hex')
  const { method = '' } = request
  // without the query, which may contain a keyring
  const path = (request.url ?? '').split('?', 1)[0]?.slice(0, 200)
  let route = 'page'
  let failure: { code?: string; error?: string } = {}
  return {
    /** The request ID, which the answer to a refused request contains. */
    id,
    /** Sets the name of the route. */
    name: (name: string) => {
      route = name
    },
    /** Sets why it is refused. @param error what was thrown: a fault of ours, if it is not the refusal itself */
    fail(refusal: Refusal, error: unknown) {
      failure = { code: refusal.code, ...(refusal !== error && { error: String(error) }) }
    },
    /** The answer was sent, or the client has disconnected. */
    end() {
      const status = response.headersSent ? response.statusCode : CLIENT_CLOSED
      const seconds = (performance.now() - began) / 1_000
      answered({ route, method, status, seconds })
      const alarms = status >= 500 && failure.code !== 'busy'
      const level = failure.error ? 'error' : alarms ? 'warn' : route === '/healthz' ? 'debug' : 'info'
      const fields = { id, method, path, status, ms: Math.round(seconds * 1_000), ...failure }
      log[level](fields, response.writableFinished ? 'answered' : 'client disconnected')
    },
  }
}

import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Metrics } from './metrics.ts'
import { Refusal } from '#gateway/refusal.ts'

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse }

/** Answers `GET /metrics`: to anyone, or to callers with the token (`Authorization: Bearer TOKEN`). Throws a Refusal. */
export function createMetricsRoute(metrics: Metrics, token: string | null) {
  return async ({ request, response }: Exchange): Promise<void> => {
    if (token !== null && !isBearer(request.headers.authorization, token)) {
      response.setHeader('WWW-Authenticate', 'Bearer realm="metrics"')
      throw new Refusal(
        401,
        'forbidden',
        'The metrics require the token of --metrics-token: Authorization: Bearer TOKEN.',
      )
    }
    const { type, text } = await metrics.read()
    response.writeHead(200, { 'Content-Type': type }).end(text)
  }
}

/** Takes the same time for every token, so that the time reveals nothing. */
function isBearer(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? ''
  return timingSafeEqual(digestOf(given), digestOf(token))
}

const digestOf = (text: string) => createHash('sha256').update(text).digest()

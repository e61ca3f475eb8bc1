import { createAnswerCache } from '#gateway/http/encoded-answers.ts'
import { sendEncoded, sendJson } from '#gateway/http/send-json.ts'
import type { createInbounds } from '#gateway/requests/http-inbound.ts'
import type { HttpExchange } from '#gateway/requests/http-server.ts'
import type { createDispatch } from './dispatch.ts'
import type { Match } from './routes.ts'

/** Answers requests of the HTTP server with a route: as JSON, compressed once. Throws a Refusal. */
export function createRouteAnswers(
  answer: ReturnType<typeof createDispatch>,
  inboundOf: ReturnType<typeof createInbounds>,
) {
  const encode = createAnswerCache()
  return async (
    match: Match,
    { request, response }: Pick<HttpExchange, 'request' | 'response'>,
  ): Promise<void> => {
    const inbound = inboundOf(request, response)
    try {
      const { status, body, cookie, storedBy } = await answer(match, inbound)
      if (cookie !== undefined) response.setHeader('Set-Cookie', cookie)
      if (storedBy === undefined) sendJson(response, status, body)
      else await sendEncoded(request, response, encode(`${storedBy} ${request.url}`, body))
    } finally {
      inbound.release()
    }
  }
}

import { isKeptPath, offersNothing } from '#gateway/http/kept-paths.ts'
import type { StaticFiles } from '#gateway/http/static-files.ts'
import { busy } from './caller-limits.ts'
import type { HttpExchange } from './http-server.ts'

type Found = { readonly route: { readonly path: string; readonly always?: boolean | undefined } }

type Needs<M extends Found> = {
  /** The route of a request; null: none. */
  readonly match: (method: string, url: string) => M | null
  readonly answerRoute: (match: M, exchange: HttpExchange) => Promise<void>
  /** null: no metrics are served. */
  readonly answerMetrics: ((exchange: HttpExchange) => Promise<void> | void) | null
  /** The built page; null: it is not served. */
  readonly files: StaticFiles | null
}

/** Answers a request with a route, the metrics, or a file of the page. Throws a Refusal. */
export const createAnswers = <M extends Found>({ match, answerRoute, answerMetrics, files }: Needs<M>) =>
  async function answer(exchange: HttpExchange): Promise<void> {
    const { request, name } = exchange
    const { method = 'GET', url = '/' } = request
    const found = match(method, url)
    if (exchange.overload && !found?.route.always) throw busy(exchange.overload)
    if (found) {
      name(found.route.path)
      return answerRoute(found, exchange)
    }
    if (answerMetrics && method === 'GET' && url === '/metrics') {
      name(url)
      return answerMetrics(exchange)
    }
    return answerFile(exchange, files)
  }

function answerFile({ request, response }: HttpExchange, files: StaticFiles | null): void {
  const { method = 'GET', url = '/' } = request
  if (isKeptPath(url)) throw offersNothing()
  const reading = method === 'GET' || method === 'HEAD'
  if (reading && files?.answer(request, response)) return
  const text = files ? 'There is nothing at this address.\n' : 'This gateway does not serve the page.\n'
  if (!request.complete) response.setHeader('Connection', 'close')
  response.writeHead(reading ? 404 : 405, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
}

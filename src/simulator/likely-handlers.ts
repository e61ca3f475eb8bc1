import type { RequestHandler } from 'msw'

/**
 * The handlers that a request may match, in their order. msw parses the cookies of a request once for each handler that
 * it tries, which takes longer than most answers.
 */
export function likelyHandlers(request: Request, handlers: readonly RequestHandler[]): RequestHandler[] {
  const { origin, pathname } = new URL(request.url)
  return handlers.filter(({ info }) => {
    const path: unknown = Reflect.get(info, 'path')
    return !(path instanceof RegExp) || path.test(origin + pathname)
  })
}

import { http, type HttpHandler } from 'msw'
import { page, pythonJson } from '#simulator/http/answers.ts'
import type { Endpoint } from '#simulator/http/endpoint.ts'
import { descriptionOf, resourcesOf } from './describe.ts'

/** `describe/`: public, and served as exactly `application/json`, which the `maas` command requires. */
export const describePage = (endpoints: readonly Endpoint[], hash: () => Promise<string>): HttpHandler =>
  http.all(/\/MAAS\/api\/2\.0\/describe\/$/, async ({ request }) => {
    const resources = resourcesOf(endpoints, originOf(request))
    return page(200, pythonJson(descriptionOf(resources, await hash())), 'application/json')
  })

/** With the host that the client used, if it can be part of an address. */
function originOf({ url, headers }: Request): string {
  const { protocol, origin } = new URL(url)
  const host = headers.get('Host') ?? ''
  return /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(host) ? `${protocol}//${host}` : origin
}

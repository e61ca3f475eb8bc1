import { http, type HttpHandler } from 'msw'
import { compactJson, notAllowed, page, pythonJson, raisedText } from './answers.ts'
import { readPostForm } from './form.ts'
import type { Region } from '#simulator/rules/region.ts'

/* The answers of MAAS that do not depend on a signature. */

const CAPABILITIES = [
  'networks-management',
  'static-ipaddresses',
  'ipv6-deployment-ubuntu',
  'devices-management',
  'storage-deployment-ubuntu',
  'network-deployment-ubuntu',
  'bridging-interface-ubuntu',
  'bridging-automatic-ubuntu',
  'authenticate-api',
]

/**
 * MAAS's web framework adds a slash if the address is known only with it. Taken from MAAS's settings and
 * addresses.
 */
const NEEDS_SLASH = /\/MAAS\/(?:api\/(?:2\.0|1\.0|version)|accounts\/authenticate)$/

export const pages = (region: Region): HttpHandler[] => [
  http.all(NEEDS_SLASH, ({ request }) => withSlash(new URL(request.url))),
  http.all(/\/MAAS\/api\/2\.0\/version\/$/, ({ request }) => version(region, request)),
  // recorded from 3.5.13
  http.all(/\/MAAS\/api\/version\//, () => page(200, '2.0', 'text/plain')),
  http.all(/\/MAAS\/api\/1\.0\//, () =>
    page(410, 'The 1.0 API is no longer available. Please use API version 2.0.', 'text/plain'),
  ),
  http.all(/\/MAAS\/accounts\/authenticate\/$/, ({ request }) =>
    request.method === 'POST'
      ? authenticate(region, request)
      : page(405, '', 'text/html; charset=utf-8', { Allow: 'POST' }),
  ),
]

const withSlash = ({ pathname, search }: URL) =>
  page(301, '', 'text/html; charset=utf-8', { Location: `${pathname}/${search}` })

function version(region: Region, request: Request): Response {
  if (request.method !== 'GET') return notAllowed('GET')
  const op = new URL(request.url).searchParams.getAll('op').at(-1)
  if (op) return raisedText(400, `Unrecognised signature: method=GET op=${op}`)
  const answer = compactJson({ capabilities: CAPABILITIES, version: region.version, subversion: '' })
  answer.headers.set('Vary', 'Authorization')
  return answer
}

async function authenticate(region: Region, request: Request): Promise<Response> {
  const form = await readPostForm(request)
  const field = (name: string) => form.text(name) ?? ''
  const key = region.authenticate(field('username'), field('password'), field('consumer'))
  if (key === null) return page(403, '', 'text/html; charset=utf-8')
  const shown = {
    consumer_key: key.consumer,
    name: key.name,
    token_key: key.token,
    token_secret: key.secret,
  }
  return page(200, pythonJson(shown), 'application/json', { Vary: 'Cookie' })
}

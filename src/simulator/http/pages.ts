import { http, type HttpHandler } from 'msw'
import { csrfPage, page, pythonJson, refusalAnswer } from './answers.ts'
import { failsCsrfCheck } from './accounts/cookies.ts'
import { signIn } from './accounts/sign-in.ts'
import { readPostForm } from './form.ts'
import type { Region } from '#simulator/rules/region.ts'
import { MaasRefusal } from '#simulator/state/refusal.ts'

/* The answers of MAAS that do not depend on a signature. */

/** MAAS's web framework adds a slash where only that makes an address known. Read from MAAS's settings and addresses. */
const NEEDS_SLASH =
  /\/MAAS\/(?:api\/(?:2\.0|1\.0|version)|accounts\/(?:authenticate|login|logout)|account\/csrf)$/

export const pages = (region: Region): HttpHandler[] => [
  http.all(NEEDS_SLASH, ({ request }) => withSlash(new URL(request.url))),
  // recorded from 3.5.13
  http.all(/\/MAAS\/api\/version\//, () => page(200, '2.0', 'text/plain')),
  http.all(/\/MAAS\/api\/1\.0\//, () =>
    page(410, 'The 1.0 API is no longer available. Please use API version 2.0.', 'text/plain'),
  ),
  ...signIn(region),
  http.all(/\/MAAS\/accounts\/authenticate\/$/, ({ request }) =>
    request.method === 'POST'
      ? authenticate(region, request)
      : page(405, '', 'text/html; charset=utf-8', { Allow: 'POST' }),
  ),
]

const withSlash = ({ pathname, search }: URL) =>
  page(301, '', 'text/html; charset=utf-8', { Location: `${pathname}/${search}` })

async function authenticate(region: Region, request: Request): Promise<Response> {
  if (await failsCsrfCheck(request)) return csrfPage()
  const form = await readPostForm(request)
  const field = (name: string) => form.text(name) ?? ''
  const key = keyOrRefusal(() => region.authenticate(field('username'), field('password'), field('consumer')))
  if (key instanceof Response) return key
  if (key === null) return page(403, '', 'text/html; charset=utf-8')
  const shown = {
    consumer_key: key.consumer,
    name: key.name,
    token_key: key.token,
    token_secret: key.secret,
  }
  return page(200, pythonJson(shown), 'application/json', { Vary: 'Cookie' })
}

/** A name that no key can have is refused. */
function keyOrRefusal<Key>(read: () => Key): Key | Response {
  try {
    return read()
  } catch (error) {
    if (error instanceof MaasRefusal) return refusalAnswer(error)
    throw error
  }
}

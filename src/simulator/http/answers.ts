import { capabilitiesOf } from '#selections/maas-version.ts'
import { nginxPage } from './nginx.ts'
import type { MaasRefusal } from '#simulator/state/refusal.ts'

/* How MAAS words its answers over HTTP: content types, headers and the spacing of its JSON. */

/** Clients compare its value with the description they have; `api` fills it in. */
export const API_HASH = 'X-MAAS-API-Hash'

const HANDLED = {
  Vary: 'Authorization, Cookie',
  [API_HASH]: '',
  'X-Frame-Options': 'DENY',
}
/** Answers that MAAS raises as an exception have no API hash. */
const RAISED = { Vary: 'Cookie', 'X-Frame-Options': 'DENY' }

const answer = (status: number, body: string | null, type: string, headers: Record<string, string>) =>
  new Response(body, { status, headers: { 'Content-Type': type, ...headers } })

const JSON_TYPE = 'application/json; charset=utf-8'
const TEXT_TYPE = 'text/plain; charset=utf-8'

/**
 * Indented by four spaces. A round progress reads 50.0, as Python writes it. A Map is an object whose keys keep their
 * order, even those that look like whole numbers.
 */
export const prettyJson = (value: unknown) =>
  indented(value).replaceAll(/^( *"progress": \d+)(,?)$/gm, '$1.0$2')

function indented(value: unknown): string {
  if (!(value instanceof Map)) return JSON.stringify(value, null, 4)
  const pairs = [...value].map(([key, item]) => `${JSON.stringify(key)}: ${indented(item)}`)
  return pairs.length === 0 ? '{}' : `${['{', pairs.join(',\n')].join('\n').replaceAll('\n', '\n    ')}\n}`
}

export const json = (value: unknown, status = 200) => jsonText(prettyJson(value), status)
export const jsonText = (text: string, status = 200) => answer(status, text, JSON_TYPE, HANDLED)
/** Bare values (settings, is_importing), and JSON that MAAS writes on one line. */
export const compactJson = (value: unknown, type = JSON_TYPE) => answer(200, pythonJson(value), type, HANDLED)
export const text = (body: string, status = 200) => answer(status, body, TEXT_TYPE, HANDLED)
/** Short texts (OK, Accepted) and 404s have no charset. */
export const plain = (body: string, status = 200) => answer(status, body, 'text/plain', HANDLED)
export const gone = () => answer(204, null, 'text/plain', HANDLED)
export const notAllowed = (allow: string) =>
  answer(405, '', 'text/html; charset=utf-8', { ...HANDLED, Allow: allow })

/** Outside the API MAAS sends neither an API hash nor the longer Vary. */
export const page = (
  status: number,
  body: string | null,
  type: string,
  headers: Record<string, string> = {},
) => answer(status, body, type, { 'X-Frame-Options': 'DENY', ...headers })

export const unknownEndpoint = (path: string) => page(404, `Unknown API endpoint: ${path}.`, TEXT_TYPE)

export const raisedText = (status: number, body: string) => answer(status, body, TEXT_TYPE, RAISED)
const raisedJson = (fields: object, type = JSON_TYPE) => answer(400, pythonJson(fields), type, RAISED)
export const unauthorized = (message: string) =>
  answer(401, `Authorization Error: ${message}`, 'text/html; charset=utf-8', {
    ...RAISED,
    'WWW-Authenticate': 'OAuth realm="OAuth"',
  })

/** The web framework's page for a request that another site may have caused. */
export const csrfPage = () =>
  answer(
    403,
    '\n<!DOCTYPE html>\n<html lang="en">\n<head>\n  <title>403 Forbidden</title>\n</head>\n' +
      '<body>\n  <h1>Forbidden</h1>\n  <p>CSRF verification failed. Request aborted.</p>\n</body>\n</html>\n',
    'text/html',
    { 'X-Frame-Options': 'DENY' },
  )

/** Recorded from 3.8. Repeating the request does not help, because the priority is still taken. */
const conflictPage = () =>
  page(
    409,
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" ' +
      '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n' +
      '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">\n' +
      '  <head>\n    <title>Error: Conflict Error</title>\n  </head>\n' +
      '  <body>\n    <h2 class="p-heading--four">\n' +
      '      Conflict error. Try your request again, as it will most likely succeed.\n' +
      '    </h2>\n  </body>\n</html>\n',
    'text/html; charset=utf-8',
    { 'Retry-After': '5' },
  )

/** MAAS's answer for the refusal of a rule. */
export function refusalAnswer({ reason }: MaasRefusal): Response {
  if (reason.kind === 'invalid') return raisedJson(reason.fields)
  if (reason.kind === 'duplicate') return raisedJson(reason.fields, 'application/json')
  // MAAS does not raise these two as exceptions
  if (reason.kind === 'conflict') return conflictPage()
  if (reason.kind === 'died') return nginxPage(502)
  if (reason.kind === 'missing') return plain(reason.message, 404)
  if (reason.kind === 'unreadable') return plain(reason.message, 400)
  return raisedText(STATUSES[reason.kind], reason.message)
}

const STATUSES = { refused: 400, crash: 500 }

/** JSON on one line with the spaces of Python's json.dumps, and everything beyond ASCII escaped. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, item]) => `${pythonJson(key)}: ${pythonJson(item)}`)
    return `{${pairs.join(', ')}}`
  }
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** "2026-11-23T00:37:41.196Z"; MAAS up to 3.5 leaves out the Z. */
export function timestamp(ms: number, version: string): string {
  const text = new Date(ms).toISOString()
  return capabilitiesOf(version).zonesTimes ? text : text.slice(0, -1)
}

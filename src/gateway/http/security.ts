import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { Refusal } from '#gateway/refusal.ts'

/** The placeholder for the nonce in index.html (vite.config.ts, html.cspNonce). */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__'

export const createNonce = () => randomBytes(16).toString('base64')

/** For everything except the page: nothing in it may run or load anything. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

/** Headers of every answer; the page replaces the policy with its own. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': DATA_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
}

/** For the page: everything from our origin, inline scripts and styles only with the nonce of this response. */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ')
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

/**
 * Only known host names are answered, so that another site cannot point its own name at us (DNS rebinding). Addresses
 * are safe. `allowed` may contain `*.domain`. Any port is accepted: an SSH tunnel may use a different one.
 */
export function isKnownHost(
  header: string | undefined,
  listening: string,
  allowed: readonly string[],
): boolean {
  const name = /^(?:\[([0-9a-f:]+)\]|([\w.-]+))(?::\d{1,5})?$/i.exec(header ?? '')
  const host = (name?.[1] ?? name?.[2] ?? '').toLowerCase()
  if (isLoopback(host) || host === listening.toLowerCase() || allowed.some((one) => matches(host, one)))
    return true
  return !isLoopback(listening) && (isIP(host) !== 0 || host === hostname().toLowerCase())
}

const matches = (host: string, allowed: string) =>
  allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed

/** Throws unless a request comes from our own page: other pages cannot set the header or the origin. */
export function checkOrigin({ headers, socket }: IncomingMessage): void {
  const site = headers['sec-fetch-site']
  if (headers['x-maas-images'] !== '1') throw foreign('the header X-MAAS-Images is missing')
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw foreign('it comes from another site')
  const { origin, host = '' } = headers
  // without our own TLS, a proxy may provide it
  const schemes = 'encrypted' in socket ? ['https'] : ['https', 'http']
  if (origin !== undefined && !schemes.some((scheme) => origin === `${scheme}://${host.toLowerCase()}`)) {
    throw foreign('it comes from another origin')
  }
}

/** Throws unless a write of bytes comes from our own page and states its length, of at most `most` bytes. */
export function checkBytes(request: IncomingMessage, most: number): number {
  checkOrigin(request)
  const { 'content-type': type = '', 'content-length': length } = request.headers
  // a form of another site cannot send this type without a CORS preflight
  if (!/^application\/octet-stream\s*(;|$)/i.test(type))
    throw new Refusal(415, 'bad-request', 'A chunk must have the content type application/octet-stream.')
  if (length === undefined) throw new Refusal(411, 'bad-request', 'A chunk must have a Content-Length.')
  const bytes = Number(length)
  if (bytes > most)
    throw new Refusal(413, 'bad-request', `The chunk is larger than ${most / 1_024 / 1_024} MB.`)
  if (bytes === 0) throw new Refusal(400, 'bad-request', 'The chunk is empty.')
  return bytes
}

/** Throws unless a write comes from our own page and is JSON. */
export function checkWrite(request: IncomingMessage): void {
  checkOrigin(request)
  const { headers, method } = request
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  const json = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')
  if (!json && (hasBody || method !== 'DELETE')) {
    throw new Refusal(415, 'bad-request', 'A write must have the content type application/json.')
  }
}

function foreign(reason: string): Refusal {
  return new Refusal(403, 'forbidden', `This request was refused: ${reason}.`)
}

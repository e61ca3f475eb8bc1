import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { hostname } from 'node:os'

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

import { bytesToHex, randomBytes } from '@noble/hashes/utils.js'

/** A MAAS API key, `consumer:token:secret` in its three parts. */
export type ApiKey = { readonly consumer: string; readonly token: string; readonly secret: string }

/** Three parts of letters and digits as MAAS makes them; null when the text is not an API key. */
export function parseApiKey(text: string): ApiKey | null {
  const [consumer, token, secret, ...rest] = text.trim().split(':')
  if (!consumer || !token || !secret || rest.length > 0) return null
  if (![consumer, token, secret].every((part) => /^[\w.~-]{1,200}$/.test(part))) return null
  return { consumer, token, secret }
}

/**
 * The Authorization header of one call (OAuth 1.0, PLAINTEXT).
 * MAAS refuses a nonce it has seen and a timestamp older than 300 s, so every call makes its own.
 */
export function oauthHeader(key: ApiKey, now: number = Date.now()): string {
  const parts = {
    oauth_version: '1.0',
    oauth_signature_method: 'PLAINTEXT',
    oauth_consumer_key: key.consumer,
    oauth_token: key.token,
    oauth_signature: `&${key.secret}`,
    oauth_nonce: bytesToHex(randomBytes(16)),
    oauth_timestamp: String(Math.floor(now / 1000)),
  }
  const pairs = Object.entries(parts).map(([name, value]) => `${name}="${encodeURIComponent(value)}"`)
  return `OAuth ${pairs.join(', ')}`
}

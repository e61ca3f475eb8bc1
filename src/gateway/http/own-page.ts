import { Refusal } from '#gateway/refusal.ts'
import type { Sent } from './inbound.ts'

/** Throws unless a request comes from our own page: other pages cannot set the header or the origin. */
export function checkOrigin({ headers, encrypted }: Sent): void {
  const site = headers['sec-fetch-site']
  if (headers['x-maas-images'] !== '1') throw foreign('the header X-MAAS-Images is missing')
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw foreign('it comes from another site')
  const { origin, host = '' } = headers
  // without our own TLS, a proxy may provide it
  const schemes = encrypted ? ['https'] : ['https', 'http']
  if (origin !== undefined && !schemes.some((scheme) => origin === `${scheme}://${host.toLowerCase()}`)) {
    throw foreign('it comes from another origin')
  }
}

/** Throws unless a write of bytes comes from our own page and states its length, of at most `most` bytes. */
export function checkBytes(sent: Sent, most: number): number {
  checkOrigin(sent)
  const { 'content-type': type = '', 'content-length': length } = sent.headers
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
export function checkWrite(sent: Sent): void {
  checkOrigin(sent)
  const { headers, method } = sent
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  const json = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')
  if (!json && (hasBody || method !== 'DELETE')) {
    throw new Refusal(415, 'bad-request', 'A write must have the content type application/json.')
  }
}

function foreign(reason: string): Refusal {
  return new Refusal(403, 'forbidden', `This request was refused: ${reason}.`)
}

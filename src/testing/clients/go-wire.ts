import { request } from 'node:http'
import { text } from 'node:stream/consumers'

/* What gomaasclient sends, as recorded from version 0.20 with gomaasapi 2.2 when they ran against the embedded region. */

export type GoRequest = {
  /** Method and path below `/MAAS/api/2.0/`. A POST always has `?op=`, which is empty for a plain one. */
  sends: string
  /** In alphabetical order, as Go writes it. */
  form?: [name: string, value: string][]
}

export type GoAnswer = { status: number; type: string; body: string }

type Region = { maasUrl: string; apiKey: string; clock: { wall(): number } }

let sent = 0

/** Sends a request as the Go client does: a connection of its own, a form, and a chunked body even if it is empty. */
export async function sendAsGo(region: Region, { sends, form = [] }: GoRequest): Promise<GoAnswer> {
  const [method = '', path = ''] = sends.split(' ')
  const writes = method === 'POST' || method === 'PUT'
  const body = new URLSearchParams(form).toString()
  const outgoing = request(`${region.maasUrl}/api/2.0/${path}`, {
    method,
    agent: false,
    headers: {
      'User-Agent': 'Go-http-client/1.1',
      Authorization: goSignature(region.apiKey, region.clock.wall()),
      'Accept-Encoding': 'gzip',
      Connection: 'close',
      ...(writes && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      ...(writes && (body === '' ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': body.length })),
    },
  })
  outgoing.end(writes ? body : undefined)
  return new Promise((resolve, reject) => {
    outgoing.once('error', reject)
    outgoing.once('response', (incoming) => {
      const { statusCode: status = 0, headers } = incoming
      text(incoming).then(
        (read) => resolve({ status, type: headers['content-type'] ?? '', body: read }),
        reject,
      )
    })
  })
}

/** The parts have no fixed order: here it changes with each request. */
function goSignature(apiKey: string, now: number): string {
  const [consumer = '', token = '', secret = ''] = apiKey.split(':')
  sent += 1
  const parts = [
    ['realm', 'MAAS API'],
    ['oauth_consumer_key', consumer],
    ['oauth_token', token],
    ['oauth_signature_method', 'PLAINTEXT'],
    ['oauth_signature', `&${secret}`],
    ['oauth_timestamp', String(Math.floor(now / 1000))],
    ['oauth_nonce', sent.toString(16).padStart(32, '0')],
    ['oauth_version', '1.0'],
  ].map(([name, value = '']) => `${name}="${encodeURIComponent(value).replaceAll('%20', '+')}"`)
  const from = sent % parts.length
  return `OAuth ${[...parts.slice(from), ...parts.slice(0, from)].join(', ')}`
}

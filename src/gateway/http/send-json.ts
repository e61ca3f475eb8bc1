import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EncodedAnswer } from './encoded-answers.ts'
import { sendBytes } from './send-bytes.ts'

const GZIP = '-gz'

/** Answers a GET with ETag, 304 and gzip. Only the browser may store it, and it revalidates each time. */
export async function sendEncoded(
  request: IncomingMessage,
  response: ServerResponse,
  encoded: EncodedAnswer,
): Promise<void> {
  const compressed = acceptsGzip(request) ? encoded.gzipped() : null
  response.setHeader('Cache-Control', 'private, no-cache')
  response.setHeader('Vary', 'Accept-Encoding')
  response.setHeader('ETag', `"${encoded.tag}${compressed ? GZIP : ''}"`)
  if (matches(request.headers['if-none-match'], encoded.tag)) {
    response.writeHead(304).end()
    return
  }
  const body = (await compressed) ?? encoded.plain
  if (compressed) response.setHeader('Content-Encoding', 'gzip')
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length })
  sendBytes(response, body)
}

/** Answers any other request with JSON (undefined: no content) that is never stored. */
export function sendJson(response: ServerResponse, status: number, body?: unknown): void {
  response.setHeader('Cache-Control', 'no-store')
  if (body === undefined) {
    response.writeHead(status).end()
    return
  }
  const bytes = Buffer.from(JSON.stringify(body))
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length })
    .end(bytes)
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  return accepts(headers['accept-encoding'], 'gzip')
}

/** Whether an Accept-Encoding names the coding and does not refuse it with q=0. */
export function accepts(header: string | string[] | undefined, coding: string): boolean {
  return String(header ?? '')
    .split(',')
    .some((part) => {
      const [name, ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
      return name === coding && !parameters.some((piece) => /^q=0(\.0*)?$/.test(piece))
    })
}

function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((part) => {
    const one = part.trim().replace(/^W\//, '')
    return one === '*' || one === `"${tag}"` || one === `"${tag}${GZIP}"`
  })
}

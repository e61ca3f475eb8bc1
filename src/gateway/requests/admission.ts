import type { IncomingMessage } from 'node:http'
import { Refusal } from '#gateway/refusal.ts'

/** Browsers send about 30, proxies add a few. From 2,000 on, Node silently drops the rest. */
const MAX_HEADERS = 100

/**
 * Why a request is refused before it is handled: a proxy in front may interpret it differently, or its host name is
 * not ours. Null: it is accepted. After a refusal nothing more is read from that connection.
 */
export function objectionTo(
  { rawHeaders, headers, httpVersion, method }: IncomingMessage,
  isOurs: (host: string | undefined) => boolean,
): Refusal | null {
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return no(505, 'The gateway supports HTTP/1.1 and HTTP/1.0 only.')
  if (rawHeaders.length > 2 * MAX_HEADERS)
    return no(431, `A request has at most ${MAX_HEADERS} header lines.`)
  const hosts = rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host')
  if (hosts.length > 1) return no(400, 'A request must have one Host header.')
  if (!isOurs(headers.host)) {
    return new Refusal(
      421,
      'forbidden',
      'The gateway does not answer to this host name. To allow it, use --allow-host.',
    )
  }
  const { 'transfer-encoding': coding, 'content-length': length = '0', expect = '100-continue' } = headers
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return no(400, 'A body must be chunked or have a length. Other transfer codings are not supported.')
  const hasBody = coding !== undefined || Number(length) > 0
  if (hasBody && (method === 'GET' || method === 'HEAD'))
    return no(400, 'A GET or HEAD request cannot have a body.')
  if (expect.toLowerCase() !== '100-continue')
    return no(417, 'The gateway does not support this Expect header.')
  return null
}

const no = (status: number, message: string) => new Refusal(status, 'bad-request', message)

import type { IncomingMessage } from 'node:http'
import { Refusal } from '#gateway/refusal.ts'

/** Browsers send about thirty, proxies add a few. Of 2000 on Node leaves out what comes next, and says nothing. */
const MOST_HEADERS = 100

/**
 * What is wrong with a request before it is looked at: a proxy in front may understand it in another way than we do, or
 * it is asked of a name that is not ours. Null: nothing. Who is refused here is not listened to on that connection any
 * more.
 */
export function objectionTo(
  { rawHeaders, headers, httpVersion, method }: IncomingMessage,
  isOurs: (host: string | undefined) => boolean,
): Refusal | null {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return no(505, 'The gateway speaks HTTP/1.1.')
  if (rawHeaders.length > 2 * MOST_HEADERS)
    return no(431, `A request has at most ${MOST_HEADERS} header lines.`)
  const hosts = rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host')
  if (hosts.length > 1) return no(400, 'A request is for one host.')
  if (!isOurs(headers.host)) {
    return new Refusal(421, 'forbidden', 'This name is not one the gateway answers to: see --allow-host.')
  }
  const { 'transfer-encoding': coding, 'content-length': length = '0', expect = '100-continue' } = headers
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return no(400, 'A body comes in chunks or with its length, in no other coding.')
  const hasBody = coding !== undefined || Number(length) > 0
  if (hasBody && (method === 'GET' || method === 'HEAD')) return no(400, 'A request that reads has no body.')
  if (expect.toLowerCase() !== '100-continue') return no(417, 'The gateway meets no such expectation.')
  return null
}

const no = (status: number, message: string) => new Refusal(status, 'bad-request', message)

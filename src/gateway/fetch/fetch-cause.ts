import { whatBucketSays } from '#streams/catalogue/other-content.ts'
import type { FetchLimits } from './fetch-limits.ts'
import { Refusal } from '#gateway/refusal.ts'

/** The server reports that there is no such file. */
class FileMissing extends Refusal {
  constructor(message: string) {
    super(502, 'source-unreachable', message)
    this.name = 'FileMissing'
  }
}

/**
 * A refusal that explains the status of an answer and what to do.
 * @param bucketCode the code in the error, if a storage bucket answered
 */
export function statusRefusal(url: string, status: number, bucketCode: string | null = null): Refusal {
  const why = bucketCode === null ? ofStatus(status) : ` from a storage bucket. ${whatBucketSays(bucketCode)}`
  const message = `${url} answered ${status}${why}`
  return status === 404 || status === 410
    ? new FileMissing(message)
    : new Refusal(502, 'source-unreachable', message)
}

function ofStatus(status: number): string {
  if (status === 404 || status === 410) {
    return ' (there is no such file). Check the address: a boot source is a folder that contains streams/v1/index.sjson.'
  }
  if (status === 401 || status === 403) {
    return ' (access denied). MAAS cannot sign in to a boot source: allow reading the mirror without sign-in.'
  }
  if (status === 407) return ' (a proxy requires sign-in). Allow the gateway’s machine to use it without one.'
  if (status === 429) return ' (too many requests). Try again in a few minutes.'
  if (status === 511) {
    return ' (a captive portal: the network of the gateway’s machine requires a login first). Log in to that network, or reach the mirror another way.'
  }
  if (status >= 500) return ' (a server error). Try again later, or contact its administrator.'
  if (status >= 300 && status <= 399 && status !== 304)
    return ' (a redirect without a destination). Contact its administrator.'
  return ', not the file. Check the address.'
}

/**
 * Turns a missing product file into an incomplete mirror; other errors stay as they are.
 * @param index the address of the index, for the message
 */
export function missingProductFile(error: unknown, index: string, url: string): unknown {
  if (!(error instanceof FileMissing)) return error
  return new FileMissing(
    `The index ${index} was found and names ${url}, but the server has no such file: the mirror is incomplete. Finish the synchronization of the mirror, or copy this file to it.`,
  )
}

/**
 * A refusal that explains why a file could not be read, from the errors of Node and undici. Never repeats content from
 * the server.
 * @param url for the message
 */
export function causeOf(url: string, error: unknown, limits: FetchLimits): Refusal {
  if (error instanceof Refusal) return error
  const codes = codesOf(error)
  const late = TIMES.find(([code]) => codes.includes(code))
  if (late) return new Refusal(504, 'source-unreachable', `Cannot read ${url}: ${late[1](limits)}`)
  const known = CAUSES.find(([pattern]) => codes.some((code) => pattern.test(code)))
  return new Refusal(
    502,
    known?.[2] ?? 'source-unreachable',
    `Cannot read ${url}: ${known?.[1] ?? 'the connection failed. Check the address and the network.'}`,
  )
}

const seconds = (ms: number) => `${ms / 1000} s`

const TIMES: readonly (readonly [code: string, words: (limits: FetchLimits) => string])[] = [
  [
    'UND_ERR_HEADERS_TIMEOUT',
    ({ idleMs }) =>
      `the server accepted the connection and did not answer for ${seconds(idleMs)}. Try again later.`,
  ],
  [
    'UND_ERR_BODY_TIMEOUT',
    ({ idleMs }) => `the server stopped sending for ${seconds(idleMs)}. Try again later.`,
  ],
  ['TimeoutError', () => 'it did not answer in time, or sends too slowly. Try again later.'],
  [
    'UND_ERR_CONNECT_TIMEOUT',
    ({ connectMs }) =>
      `no connection within ${seconds(connectMs)}. Check the address, and firewalls between the gateway’s machine and it.`,
  ],
  [
    'ETIMEDOUT',
    () => 'no connection in time. Check the address, and firewalls between the gateway’s machine and it.',
  ],
]

type Cause = readonly [code: RegExp, words: string, problem?: 'source-unreadable']
const CAUSES: readonly Cause[] = [
  [
    /^ENOTFOUND$/,
    'the host name was not found. Check its spelling, and the DNS settings of the gateway’s machine.',
  ],
  [/^EAI_/, 'the host name could not be resolved. Check the DNS settings of the gateway’s machine.'],
  [/^ECONNREFUSED$/, 'the connection was refused. Check the port, and that the server is running.'],
  [/^E(HOST|NET)UNREACH$/, 'there is no route to the server. Check the network of the gateway’s machine.'],
  [/^CERT_HAS_EXPIRED$/, 'its certificate has expired. Its administrator must renew it.'],
  [
    /^CERT_NOT_YET_VALID$/,
    'its certificate is not valid yet. Check the clocks of the server and of the gateway’s machine.',
  ],
  [
    /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
    'its certificate is self-signed. Trust it on the gateway’s machine (NODE_EXTRA_CA_CERTS) and in MAAS, or use http: the files are signed themselves.',
  ],
  [
    /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT\w*)|CERT_UNTRUSTED)$/,
    'its certificate comes from an authority that the gateway does not trust. Trust it on the gateway’s machine (NODE_EXTRA_CA_CERTS) and in MAAS.',
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/,
    'its certificate is for another host name. Use the name that the certificate has.',
  ],
  [/^CERT_/, 'its certificate is not trusted by the gateway.'],
  [
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$|^EPROTO$/,
    'the server does not speak TLS at this port. Try the address with http.',
  ],
  [/^ERR_(SSL|TLS)_/, 'no secure connection could be made. Check the TLS settings of the server.'],
  [
    /^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/,
    'the answer has too many headers. Check the address.',
    'source-unreadable',
  ],
  [
    /^ENDED_EARLY$|^Z_BUF_ERROR$/,
    'the file ended early: fewer bytes arrived than the server announced. Try again. If the error persists, the file is truncated on the mirror.',
    'source-unreadable',
  ],
  [/^Z_/, 'the file is damaged or compressed in an unsupported way.', 'source-unreadable'],
  [
    /^HPE_|^HTTPParserError$|^UND_ERR_RES_CONTENT_LENGTH_MISMATCH$/,
    'the server does not speak valid HTTP. Check the port; a server with TLS needs https.',
  ],
  [
    /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    'the server closed the connection early. Try again later; a server with TLS needs https.',
  ],
]

/** Codes and names of an error, its causes and its attempts, most specific first. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 3) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const attempts =
    error instanceof AggregateError ? error.errors.flatMap((one) => codesOf(one, depth + 1)) : []
  return [...own, error.name, ...attempts, ...codesOf(error.cause, depth + 1)]
}

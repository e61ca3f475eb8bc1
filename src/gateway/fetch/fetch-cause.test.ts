import { expect, test } from 'vitest'
import { causeOf, statusRefusal } from './fetch-cause.ts'
import { Refusal } from '#gateway/refusal.ts'

const LIMITS = { connectMs: 5_000, idleMs: 10_000, bytes: 1, headerBytes: 1 }
const URL = 'https://mirror.example.com/streams/v1/index.sjson'
const withCode = (code: string) => Object.assign(new Error(`raw ${code}`), { code })

test.each([
  ['ENOTFOUND', 502, 'the host name was not found. Check its spelling'],
  ['EAI_AGAIN', 502, 'the host name could not be resolved. Check the DNS'],
  ['ECONNREFUSED', 502, 'the connection was refused. Check the port'],
  ['EHOSTUNREACH', 502, 'there is no route to the server'],
  ['ENETUNREACH', 502, 'there is no route to the server'],
  ['ECONNRESET', 502, 'closed the connection early. Try again later'],
  ['UND_ERR_CONNECT_TIMEOUT', 504, 'no connection within 5 s. Check the address, and firewalls'],
  ['ETIMEDOUT', 504, 'no connection in time'],
  ['UND_ERR_HEADERS_TIMEOUT', 504, 'did not answer for 10 s'],
  ['UND_ERR_BODY_TIMEOUT', 504, 'stopped sending for 10 s'],
  ['CERT_HAS_EXPIRED', 502, 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 502, 'its certificate is not valid yet. Check the clocks'],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    502,
    'its certificate is self-signed. Trust it on the gateway’s machine (NODE_EXTRA_CA_CERTS)',
  ],
  ['SELF_SIGNED_CERT_IN_CHAIN', 502, 'comes from an authority that the gateway does not trust'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 502, 'comes from an authority that the gateway does not trust'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 502, 'comes from an authority that the gateway does not trust'],
  ['CERT_REVOKED', 502, 'its certificate is not trusted by the gateway'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 502, 'its certificate is for another host name'],
  [
    'ERR_SSL_WRONG_VERSION_NUMBER',
    502,
    'the server does not speak TLS at this port. Try the address with http',
  ],
  ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 502, 'no secure connection could be made'],
  ['SOMETHING_NEW', 502, 'the connection failed. Check the address and the network'],
])('%s becomes a sentence that says what to do', (code, status, message) => {
  const refusal = causeOf(URL, withCode(code), LIMITS)
  expect(refusal).toMatchObject({ status, code: 'source-unreachable' })
  expect(refusal.message).toContain(`Cannot read ${URL}: `)
  expect(refusal.message).toContain(message)
  expect(refusal.message).not.toContain('raw')
})

test('the cause is found in the failed attempts at several addresses of a name, also in nested errors', () => {
  const attempts = new AggregateError([withCode('ENETUNREACH'), withCode('ECONNREFUSED')], '')
  expect(causeOf(URL, attempts, LIMITS).message).toContain('the connection was refused')
  const deep = new Error('outer', { cause: withCode('CERT_HAS_EXPIRED') })
  expect(causeOf(URL, deep, LIMITS).message).toContain('has expired')
})

test('a refusal is not changed, and a thrown value that is not an error gets a message', () => {
  const refusal = new Refusal(502, 'source-unreadable', 'So it is.')
  expect(causeOf(URL, refusal, LIMITS)).toBe(refusal)
  expect(causeOf(URL, 'odd', LIMITS).message).toContain('the connection failed')
})

test('every status becomes one or two complete sentences', () => {
  for (const status of [201, 204, 300, 302, 304, 400, 401, 403, 404, 407, 410, 418, 429, 500, 503]) {
    expect(statusRefusal(URL, status).message).toMatch(new RegExp(`^\\S+ answered ${status}[ ,].*\\.$`))
  }
})

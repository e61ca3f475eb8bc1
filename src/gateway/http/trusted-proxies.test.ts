import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { createProxies } from './trusted-proxies.ts'

const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage

test.each<[string, string, string | undefined, string]>([
  ['without the header', '127.0.0.1', undefined, '127.0.0.1'],
  ['a trusted proxy reports its client', '127.0.0.1', '192.0.2.7', '192.0.2.7'],
  ['the same over IPv6', '::ffff:127.0.0.1', '::ffff:192.0.2.7', '192.0.2.7'],
  [
    'a value that the client made up comes first, and does not count',
    '127.0.0.1',
    '198.51.100.1, 192.0.2.7',
    '192.0.2.7',
  ],
  ['two proxies', '127.0.0.1', '192.0.2.7, 10.1.2.3', '192.0.2.7'],
  ['an untrusted client', '192.0.2.66', '127.0.0.1', '192.0.2.66'],
  ['nonsense', '127.0.0.1', 'evil', '127.0.0.1'],
  ['a range of IPv6', 'fd00::1', '2001:db8::7', '2001:db8::7'],
])('the address of the client: %s', (_, remote, forwarded, client) => {
  const proxies = createProxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])
  expect(
    proxies.clientAddress(from(remote, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded })),
  ).toBe(client)
})

test('variants with underscores and other proxy headers are never read', () => {
  const proxies = createProxies(['127.0.0.1'])
  const headers = { x_forwarded_for: '192.0.2.7', forwarded: 'for=192.0.2.7', 'x-real-ip': '192.0.2.7' }
  expect(proxies.clientAddress(from('127.0.0.1', headers))).toBe('127.0.0.1')
})

test.each<[string, Record<string, string>, boolean]>([
  ['127.0.0.1', { 'x-forwarded-proto': 'http' }, true],
  ['127.0.0.1', { 'x-forwarded-proto': 'https' }, false],
  ['127.0.0.1', { 'x-forwarded-proto': 'https, http' }, true],
  ['127.0.0.1', {}, false],
  ['10.0.0.2', { 'x-forwarded-proto': 'https' }, true],
  ['192.0.2.66', { 'x-forwarded-proto': 'https' }, true],
])('%s with %o comes over plain HTTP: %s', (remote, headers, plain) => {
  expect(createProxies(['127.0.0.1']).isPlain(from(remote, headers))).toBe(plain)
  expect(createProxies([]).isPlain(from(remote, headers))).toBe(false)
})

test('clients that use TLS, or run on the machine of the gateway, do not count as plain HTTP', () => {
  const request = from('192.0.2.66', {})
  Object.assign(request.socket, { encrypted: true })
  expect(createProxies(['10.0.0.1']).isPlain(request)).toBe(false)
  expect(createProxies(['10.0.0.1']).isPlain(from('127.0.0.1', {}))).toBe(false)
})

import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { checkWrite } from './own-page.ts'
import { isKnownHost, pagePolicy } from './security.ts'

const ours = {
  host: '127.0.0.1:8080',
  origin: 'http://127.0.0.1:8080',
  'sec-fetch-site': 'same-origin',
  'x-maas-images': '1',
  'content-type': 'application/json',
  'content-length': '2',
}

const write = (headers: Record<string, string | undefined>, method = 'POST') => {
  const kept = Object.fromEntries(
    Object.entries({ ...ours, ...headers }).filter(([, value]) => value !== undefined),
  )
  return () => checkWrite({ headers: kept, method, encrypted: false })
}

test.each([
  ['as the page sends it', {}, 'POST'],
  ['with a charset', { 'content-type': 'application/json; charset=utf-8' }, 'PUT'],
  [
    'sent by a command-line client, without browser headers',
    { origin: undefined, 'sec-fetch-site': undefined },
    'POST',
  ],
  ['a deletion without body and type', { 'content-type': undefined, 'content-length': undefined }, 'DELETE'],
])('a write is accepted %s', (_, headers, method) => {
  expect(write(headers, method)).not.toThrow()
})

test.each([
  ['the header is missing', { 'x-maas-images': undefined }, 'POST', 403],
  ['the header has another value', { 'x-maas-images': 'true' }, 'POST', 403],
  ['a form is sent', { 'content-type': 'application/x-www-form-urlencoded' }, 'POST', 415],
  ['plain text is sent', { 'content-type': 'text/plain' }, 'DELETE', 415],
  ['the type is missing', { 'content-type': undefined }, 'POST', 415],
  ['it comes from another site', { 'sec-fetch-site': 'cross-site' }, 'POST', 403],
  ['it comes from a sibling site', { 'sec-fetch-site': 'same-site' }, 'POST', 403],
  ['the origin is another host', { origin: 'http://evil.example' }, 'POST', 403],
  ['the origin is another port', { origin: 'http://127.0.0.1:9' }, 'POST', 403],
  ['the origin is null', { origin: 'null' }, 'POST', 403],
])('a write is refused when %s', (_, headers, method, status) => {
  expect(write(headers, method)).toThrow(expect.objectContaining({ status }))
})

test.each([
  ['127.0.0.1:8080', '127.0.0.1', true],
  ['127.0.0.1', '127.0.0.1', true],
  ['localhost:9000', '127.0.0.1', true],
  ['[::1]:8080', '127.0.0.1', true],
  ['LOCALHOST', '127.0.0.1', true],
  ['images.example.com', '127.0.0.1', true],
  ['evil.example', '127.0.0.1', false],
  ['127.0.0.1.evil.example', '127.0.0.1', false],
  ['localhost:8080@evil.example', '127.0.0.1', false],
  ['', '127.0.0.1', false],
  [undefined, 'localhost', false],
  ['evil.example', '0.0.0.0', false],
  ['images.example.com', '0.0.0.0', true],
  ['a.lab.example.com:8080', '0.0.0.0', true],
  ['lab.example.com', '0.0.0.0', false],
  ['evillab.example.com', '0.0.0.0', false],
  ['192.0.2.7:8080', '0.0.0.0', true],
  ['[2001:db8::7]:8080', '::', true],
  ['192.0.2.7', '127.0.0.1', false],
  [hostname(), '0.0.0.0', true],
])('Host %j at %s: %s', (header, listening, known) => {
  expect(isKnownHost(header, listening, ['images.example.com', '*.lab.example.com'])).toBe(known)
})

test('the page runs only scripts and styles that are ours or have the nonce of the response', () => {
  const policy = pagePolicy('abc')
  expect(policy).toContain("script-src 'self' 'nonce-abc'")
  expect(policy).toContain("style-src 'self' 'nonce-abc'")
  expect(policy).not.toContain('unsafe')
})

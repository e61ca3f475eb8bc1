import { expect, test } from 'vitest'
import { oauthHeader, parseApiKey } from './oauth.ts'

const key = { consumer: 'consumer', token: 'token', secret: 'se~cret' }

test('a call is signed with the secret after an encoded ampersand, as MAAS reads PLAINTEXT', () => {
  const header = oauthHeader(key, 1_795_394_251_999)
  expect(header).toMatch(/^OAuth oauth_version="1\.0", oauth_signature_method="PLAINTEXT", /)
  expect(header).toContain('oauth_consumer_key="consumer"')
  expect(header).toContain('oauth_token="token"')
  expect(header).toContain('oauth_signature="%26se~cret"')
  expect(header).toContain('oauth_timestamp="1795394251"')
})

test('no nonce is used twice', () => {
  const nonces = Array.from({ length: 50 }, () => /oauth_nonce="([^"]+)"/.exec(oauthHeader(key))?.[1])
  expect(new Set(nonces).size).toBe(50)
})

test.each([
  ['a:b:c', { consumer: 'a', token: 'b', secret: 'c' }],
  [' a:b:c\n', { consumer: 'a', token: 'b', secret: 'c' }],
  ['a:b', null],
  ['a:b:c:d', null],
  ['a::c', null],
  ['a:b c:d', null],
  ['a:b:c"\r\nX: y', null],
])('%j is an API key only when it has three plain parts', (text, parsed) => {
  expect(parseApiKey(text)).toEqual(parsed)
})

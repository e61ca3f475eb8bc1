import { expect, test } from 'vitest'
import { createSessionCookie } from './session-cookie.ts'

const plain = createSessionCookie({ secure: false })

test.each([
  ['maas-images=abc', 'abc'],
  ['a=b; maas-images=abc; c=d', 'abc'],
  ['a=b;maas-images=abc', 'abc'],
  ['xmaas-images=abc', null],
  ['__Host-maas-images=abc', null],
  ['maas-images-2=abc', null],
  ['sessionid=maas-images=abc', null],
  ['', null],
  [undefined, null],
  ['maas-images=', ''],
  ['maas-images=a b', ''],
  ['maas-images="abc"', ''],
  ['maas-images=abc; maas-images=def', ''],
  [`maas-images=${'x'.repeat(8_193)}`, ''],
])('of the cookies %j the session is %j', (header, value) => {
  expect(plain.read(header)).toBe(value)
})

test('a page below a path keeps its cookie there; with TLS the host is guarded, which means all of it', () => {
  expect(createSessionCookie({ secure: false, path: '/images/' }).set('x', 60)).toBe(
    'maas-images=x; HttpOnly; SameSite=Strict; Path=/images/; Max-Age=60',
  )
  expect(createSessionCookie({ secure: true, path: '/images/' }).clear).toBe(
    '__Host-maas-images=; HttpOnly; SameSite=Strict; Path=/; Secure; Max-Age=0',
  )
})

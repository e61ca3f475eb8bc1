import { expect, test } from 'vitest'
import { createSessionCookie } from './session-cookie.ts'

const region = 'http://maas.example.com:5240/MAAS'
const plain = createSessionCookie({ region, secure: false })
const NAME = plain.name

test.each([
  [`${NAME}=abc`, 'abc'],
  [`a=b; ${NAME}=abc; c=d`, 'abc'],
  [`a=b;${NAME}=abc`, 'abc'],
  [`x${NAME}=abc`, null],
  [`__Host-${NAME}=abc`, null],
  [`${NAME}-2=abc`, null],
  [`sessionid=${NAME}=abc`, null],
  ['', null],
  [undefined, null],
  [`${NAME}=`, ''],
  [`${NAME}=a b`, ''],
  [`${NAME}="abc"`, ''],
  [`${NAME}=abc; ${NAME}=def`, ''],
  [`${NAME}=${'x'.repeat(8_193)}`, ''],
])('in the cookies %j the session is %j', (header, value) => {
  expect(plain.read(header)).toBe(value)
})

test('the cookie of a page below a path is limited to that path; with TLS it is for the whole host', () => {
  expect(createSessionCookie({ region, secure: false, path: '/images/' }).set('x', 60)).toBe(
    `${NAME}=x; HttpOnly; SameSite=Strict; Path=/images/; Max-Age=60`,
  )
  expect(createSessionCookie({ region, secure: true, path: '/images/' }).clear).toBe(
    `__Host-${NAME}=; HttpOnly; SameSite=Strict; Path=/; Secure; Max-Age=0`,
  )
})

test('gateways for different MAAS on one host have separate sessions', () => {
  const other = createSessionCookie({ region: 'http://other.example.com:5240/MAAS', secure: false })
  expect(NAME).toMatch(/^maas-images-[0-9a-f]{8}$/)
  expect(other.name).not.toBe(NAME)
  expect(other.read(plain.set('abc', 60))).toBeNull()
})

import { expect, test } from 'vitest'
import { EMPTY_SIGN_IN, readSignIn, type SignInForm } from './sign-in-form.ts'

test.each<[string, Partial<SignInForm>, ReturnType<typeof readSignIn>]>([
  [
    'nothing',
    {},
    { errors: { username: 'Give your MAAS user name.', password: 'Give your MAAS password.' } },
  ],
  ['no password', { username: 'ann' }, { errors: { password: 'Give your MAAS password.' } }],
  [
    'a password is taken as it is, a name without the blanks around it',
    { username: ' ann ', password: ' p ' },
    { credentials: { kind: 'password', username: 'ann', password: ' p ' } },
  ],
  ['no key', { kind: 'api-key' }, { errors: { key: 'Paste an API key of your MAAS user.' } }],
  [
    'half a key',
    { kind: 'api-key', key: 'a:b' },
    { errors: { key: 'An API key has three parts with colons between: consumer:token:secret.' } },
  ],
  [
    'a key, with the line end that came along',
    { kind: 'api-key', key: 'a:b:c\n', username: 'ann' },
    { credentials: { kind: 'api-key', key: 'a:b:c' } },
  ],
])('a sign-in is read: %s', (_, form, read) => {
  expect(readSignIn({ ...EMPTY_SIGN_IN, ...form })).toEqual(read)
})

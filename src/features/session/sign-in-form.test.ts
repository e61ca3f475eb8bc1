import { expect, test } from 'vitest'
import { EMPTY_SIGN_IN, readSignIn, type SignInForm } from './sign-in-form.ts'

test.each<[string, Partial<SignInForm>, ReturnType<typeof readSignIn>]>([
  [
    'an empty form',
    {},
    { errors: { username: 'Enter your MAAS user name.', password: 'Enter your MAAS password.' } },
  ],
  ['no password', { username: 'ann' }, { errors: { password: 'Enter your MAAS password.' } }],
  [
    'a password is kept as it is, a user name is trimmed',
    { username: ' ann ', password: ' p ' },
    { credentials: { kind: 'password', username: 'ann', password: ' p ' } },
  ],
  ['no key', { kind: 'api-key' }, { errors: { key: 'Paste an API key of your MAAS user.' } }],
  [
    'an incomplete key',
    { kind: 'api-key', key: 'a:b' },
    { errors: { key: 'An API key has three parts separated by colons: consumer:token:secret.' } },
  ],
  [
    'a key that was pasted with its line end',
    { kind: 'api-key', key: 'a:b:c\n', username: 'ann' },
    { credentials: { kind: 'api-key', key: 'a:b:c' } },
  ],
])('the form is read: %s', (_, form, read) => {
  expect(readSignIn({ ...EMPTY_SIGN_IN, ...form })).toEqual(read)
})

import { expect, test } from 'vitest'
import { readOptions } from './options.ts'
import { startNotices } from './start-notices.ts'

const MAAS = ['--maas', 'http://maas.example.com:5240/MAAS']
const FAR = ['--host', '192.0.2.7']
const BEHIND = ['--trusted-proxy', '127.0.0.1', '--allow-host', 'maas.example.com']
const KEY = { MAAS_API_KEY: 'a:b:c' }
const SECRET = 'x'.repeat(32)

const access = (args: string[], env: Record<string, string>) => {
  const understood = readOptions(args, env)
  return understood.kind === 'start' ? understood.options.access : understood
}

test.each([
  ['the embedded region asks nobody to sign in', [], KEY, { kind: 'embedded' }],
  ['it does when told to', ['--sign-in'], {}, { kind: 'sign-in', secret: { kind: 'generated' } }],
  ['a real MAAS without a key means sign-in', MAAS, {}, { kind: 'sign-in', secret: { kind: 'generated' } }],
  ['an empty key is none', MAAS, { MAAS_API_KEY: '' }, { kind: 'sign-in', secret: { kind: 'generated' } }],
  [
    'sign-in may be served to others',
    [...MAAS, ...FAR],
    {},
    { kind: 'sign-in', secret: { kind: 'generated' } },
  ],
  ['a key is used as it is on this machine', MAAS, KEY, { kind: 'fixed', apiKey: 'a:b:c', shared: null }],
  [
    'also by another name of this machine',
    [...MAAS, '--allow-host', 'localhost'],
    KEY,
    { kind: 'fixed', apiKey: 'a:b:c', shared: null },
  ],
  [
    'beyond this machine when that is said',
    [...MAAS, ...FAR, '--shared-key'],
    KEY,
    { kind: 'fixed', apiKey: 'a:b:c', shared: '192.0.2.7' },
  ],
  [
    'behind a proxy when that is said',
    [...MAAS, ...BEHIND, '--shared-key'],
    KEY,
    { kind: 'fixed', apiKey: 'a:b:c', shared: 'maas.example.com' },
  ],
  [
    'the secret may be given',
    MAAS,
    { MAAS_IMAGES_SECRET: SECRET },
    { kind: 'sign-in', secret: { kind: 'given', secret: SECRET } },
  ],
  [
    'or lie in a file',
    MAAS,
    { MAAS_IMAGES_SECRET_FILE: '/run/secret' },
    { kind: 'sign-in', secret: { kind: 'file', path: '/run/secret' } },
  ],
])('%s', (_, args, env, expected) => {
  expect(access(args, env)).toEqual(expected)
})

test.each([
  [[...MAAS, ...FAR], KEY, 'everybody who reaches 192.0.2.7 could do in MAAS what its owner may'],
  [[...MAAS, '--host', '0.0.0.0'], KEY, 'add --shared-key'],
  [[...MAAS, ...BEHIND], KEY, 'everybody who reaches maas.example.com could do'],
  [[...MAAS, '--trusted-proxy', '10.0.0.0/8'], KEY, 'everybody who reaches the proxy at 10.0.0.0/8 could do'],
  [MAAS, { MAAS_API_KEY: 'nonsense' }, 'consumer:token:secret'],
  [[...MAAS, '--sign-in'], KEY, 'no one signs in'],
  [[...MAAS, '--shared-key'], {}, 'needs --maas and that key'],
  [['--shared-key'], KEY, 'needs --maas and that key'],
  [MAAS, { MAAS_IMAGES_SECRET: SECRET.slice(1) }, 'at least 32 letters'],
  [MAAS, { MAAS_IMAGES_SECRET: SECRET, MAAS_IMAGES_SECRET_FILE: '/x' }, 'not both'],
])('%j with %j is refused: %s', (args, env, message) => {
  expect(access(args, env)).toEqual({ kind: 'wrong', message: expect.stringContaining(message) })
})

test('no message repeats a key or a secret', () => {
  const env = { MAAS_API_KEY: 'my:secret', MAAS_IMAGES_SECRET: 'my:secret' }
  expect(JSON.stringify([access(MAAS, env), access(MAAS, { ...env, MAAS_API_KEY: '' })])).not.toContain(
    'my:secret',
  )
})

const SIGN_IN = { kind: 'sign-in', secret: { kind: 'given', secret: SECRET } } as const
const GENERATED = { kind: 'sign-in', secret: { kind: 'generated' } } as const

test.each([
  ['sign-in on this machine', SIGN_IN, '127.0.0.1', false, []],
  ['sign-in over TLS', SIGN_IN, '0.0.0.0', true, []],
  ['sign-in beyond this machine without TLS', SIGN_IN, '0.0.0.0', false, ['travel in the clear']],
  ['a secret of this process', GENERATED, '::1', false, ['signed out when this process ends']],
  ['the embedded region', { kind: 'embedded' }, '0.0.0.0', false, []],
  ['a key of one’s own', { kind: 'fixed', apiKey: 'a:b:c', shared: null }, 'localhost', false, []],
  [
    'a key for everybody',
    { kind: 'fixed', apiKey: 'a:b:c', shared: '0.0.0.0' },
    '0.0.0.0',
    true,
    ['everybody who reaches 0.0.0.0'],
  ],
] as const)('%s is started with the warnings it needs', (_, access, host, secure, expected) => {
  const notices = startNotices({ access, host, embedded: false, secure })
  expect(notices).toEqual(expected.map((words) => expect.stringContaining(words)))
})

test('who lets people sign in to the embedded region is told their names', () => {
  const notices = startNotices({ access: SIGN_IN, host: '127.0.0.1', embedded: true, secure: false })
  expect(notices).toEqual([expect.stringContaining('Sign in as admin')])
})

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
  ['the embedded region needs no sign-in', [], KEY, { kind: 'embedded' }],
  [
    '--sign-in requires sign-in to the embedded region',
    ['--sign-in'],
    {},
    { kind: 'sign-in', secret: { kind: 'generated' } },
  ],
  [
    'a real MAAS without a key requires sign-in',
    MAAS,
    {},
    { kind: 'sign-in', secret: { kind: 'generated' } },
  ],
  [
    'an empty key counts as unset',
    MAAS,
    { MAAS_API_KEY: '' },
    { kind: 'sign-in', secret: { kind: 'generated' } },
  ],
  [
    'sign-in may be served to other machines',
    [...MAAS, ...FAR],
    {},
    { kind: 'sign-in', secret: { kind: 'generated' } },
  ],
  ['a key needs no sign-in on this machine', MAAS, KEY, { kind: 'fixed', apiKey: 'a:b:c', shared: null }],
  [
    'a key needs no sign-in under another name of this machine',
    [...MAAS, '--allow-host', 'localhost'],
    KEY,
    { kind: 'fixed', apiKey: 'a:b:c', shared: null },
  ],
  [
    'a key is shared with other machines with --shared-key',
    [...MAAS, ...FAR, '--shared-key'],
    KEY,
    { kind: 'fixed', apiKey: 'a:b:c', shared: '192.0.2.7' },
  ],
  [
    'a key is shared behind a proxy with --shared-key',
    [...MAAS, ...BEHIND, '--shared-key'],
    KEY,
    { kind: 'fixed', apiKey: 'a:b:c', shared: 'maas.example.com' },
  ],
  [
    'the secret comes from MAAS_IMAGES_SECRET',
    MAAS,
    { MAAS_IMAGES_SECRET: SECRET },
    { kind: 'sign-in', secret: { kind: 'given', secret: SECRET } },
  ],
  [
    'the secret comes from a file',
    MAAS,
    { MAAS_IMAGES_SECRET_FILE: '/run/secret' },
    { kind: 'sign-in', secret: { kind: 'file', path: '/run/secret' } },
  ],
])('%s', (_, args, env, expected) => {
  expect(access(args, env)).toEqual(expected)
})

test.each([
  [
    [...MAAS, ...FAR],
    KEY,
    'anyone who can reach 192.0.2.7 could do in MAAS whatever the owner of the key can',
  ],
  [[...MAAS, '--host', '0.0.0.0'], KEY, 'add --shared-key'],
  [[...MAAS, ...BEHIND], KEY, 'anyone who can reach maas.example.com could do'],
  [[...MAAS, '--trusted-proxy', '10.0.0.0/8'], KEY, 'anyone who can reach the proxy at 10.0.0.0/8 could do'],
  [MAAS, { MAAS_API_KEY: 'nonsense' }, 'consumer:token:secret'],
  [[...MAAS, '--sign-in'], KEY, 'there is no sign-in'],
  [[...MAAS, '--shared-key'], {}, 'needs --maas and MAAS_API_KEY'],
  [['--shared-key'], KEY, 'needs --maas and MAAS_API_KEY'],
  [MAAS, { MAAS_IMAGES_SECRET: SECRET.slice(1) }, 'at least 32 characters'],
  [MAAS, { MAAS_IMAGES_SECRET: SECRET, MAAS_IMAGES_SECRET_FILE: '/x' }, 'not both'],
])('%j with %j is refused: %s', (args, env, message) => {
  expect(access(args, env)).toEqual({ kind: 'wrong', message: expect.stringContaining(message) })
})

test('messages never repeat a key or a secret', () => {
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
  ['sign-in for other machines without TLS', SIGN_IN, '0.0.0.0', false, ['travel unencrypted']],
  ['a generated secret', GENERATED, '::1', false, ['Sessions end when this process stops']],
  ['the embedded region', { kind: 'embedded' }, '0.0.0.0', false, []],
  ['a key for this machine alone', { kind: 'fixed', apiKey: 'a:b:c', shared: null }, 'localhost', false, []],
  [
    'a shared key',
    { kind: 'fixed', apiKey: 'a:b:c', shared: '0.0.0.0' },
    '0.0.0.0',
    true,
    ['anyone who can reach 0.0.0.0'],
  ],
] as const)('the start notices for %s contain the right warnings', (_, access, host, secure, expected) => {
  const notices = startNotices({ access, host, embedded: false, secure })
  expect(notices).toEqual(expected.map((words) => expect.stringContaining(words)))
})

test('the start notices name the users of the embedded region when sign-in is required', () => {
  const notices = startNotices({ access: SIGN_IN, host: '127.0.0.1', embedded: true, secure: false })
  expect(notices).toEqual([expect.stringContaining('Sign in as admin')])
})

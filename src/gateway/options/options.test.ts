import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const KEY = { MAAS_API_KEY: 'a:b:c' }
const MAAS = 'http://maas.example.com:5240/MAAS'

test('without arguments the embedded region is served on 127.0.0.1:8080', () => {
  expect(readOptions([], {})).toEqual({
    kind: 'start',
    options: {
      host: '127.0.0.1',
      port: 8080,
      dev: false,
      maas: null,
      access: { kind: 'embedded' },
      scenario: null,
      speed: 1,
      streams: {
        allow: [],
        deny: [],
        keyringFolders: ['/usr/share/keyrings', '/snap/maas/current/usr/share/keyrings'],
        limitBytes: 32 * 1024 * 1024,
      },
      place: {
        basePath: '/',
        tls: null,
        ca: null,
        trustedProxies: [],
        allowHosts: [],
        logLevel: 'warn',
        metrics: false,
        metricsToken: null,
      },
    },
  })
})

test('arguments win over the environment', () => {
  const env = { PORT: '9000', HOST: '0.0.0.0' }
  expect(readOptions([], env)).toMatchObject({ options: { port: 9000, host: '0.0.0.0' } })
  expect(readOptions(['--port', '0', '--host', '::1'], env)).toMatchObject({
    options: { port: 0, host: '::1' },
  })
})

test('a MAAS comes from the argument or the environment', () => {
  const maas = { url: MAAS }
  expect(readOptions(['--maas', MAAS], {})).toMatchObject({ options: { maas } })
  expect(readOptions([], { MAAS_URL: MAAS })).toMatchObject({ options: { maas } })
})

test('how streams are read comes from the arguments or the environment', () => {
  const args = ['--stream-allow', '127.0.0.1:8080, *.lan', '--stream-deny', '*', '--stream-limit', '8']
  const env = { STREAM_ALLOW: 'mirror.lan', STREAM_DENY: ' , ', KEYRING_FOLDERS: '/etc/keys/,/srv/./keys' }
  const keyringFolders = ['/etc/keys', '/srv/keys']
  expect(readOptions(args, env)).toMatchObject({
    options: {
      streams: { allow: ['127.0.0.1:8080', '*.lan'], deny: ['*'], keyringFolders, limitBytes: 8_388_608 },
    },
  })
  expect(readOptions(['--maas', MAAS], { ...KEY, ...env })).toMatchObject({
    options: { streams: { allow: ['mirror.lan'], deny: [], keyringFolders, limitBytes: 33_554_432 } },
  })
})

test('--help is understood beside anything else', () => {
  expect(readOptions(['--help', '--port', 'x'], {})).toEqual({ kind: 'help' })
})

test.each([
  [['--port', 'x'], {}, 'The port must be'],
  [['--port', '70000'], {}, 'The port must be'],
  [[], { PORT: 'tcp://x' }, 'The port must be'],
  [['--speed=-1'], {}, 'The speed must be'],
  [['--speed', '-1'], {}, "Option '--speed' argument is ambiguous. See"],
  [['--sped', '1'], {}, "Unknown option '--sped'"],
  [['extra'], {}, "Unexpected argument 'extra'"],
  [['--stream-allow', 'http://mirror.lan/'], {}, '--stream-allow: "http://mirror.lan/" is no host'],
  [[], { STREAM_DENY: '10.0.0.0/8,10.0.0.0/99' }, '--stream-deny: "10.0.0.0/99" is no host'],
  [['--stream-limit', '0'], {}, '--stream-limit must be 1 to 256 (MB), not "0"'],
  [['--stream-limit', '257'], {}, '--stream-limit must be'],
  [[], { STREAM_LIMIT: '1e3' }, '--stream-limit must be'],
  [['--keyring-folders', 'keys'], {}, '--keyring-folders: "keys" is no folder'],
  [['--keyring-folders', '/keys,/..'], {}, '--keyring-folders: "/.." is no folder'],
  [['--maas', 'maas.example.com'], KEY, 'The address of MAAS must look like'],
  [['--maas', 'file:///etc/passwd'], KEY, 'The address of MAAS must look like'],
  [['--maas', MAAS, '--scenario', 'fresh'], KEY, 'embedded region'],
  [['--maas', MAAS, '--host', '0.0.0.0'], KEY, 'there is no sign-in'],
])('%j with %j is refused: %s', (args, env, message) => {
  expect(readOptions(args, env)).toEqual({ kind: 'wrong', message: expect.stringContaining(message) })
})

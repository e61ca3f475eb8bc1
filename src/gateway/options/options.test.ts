import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const KEY = { MAAS_API_KEY: 'a:b:c' }
const MAAS = 'http://maas.example.com:5240/MAAS'

test('without arguments the embedded region is served at 127.0.0.1:8080', () => {
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
      regionPort: 0,
      regionKey: null,
      control: null,
      streams: {
        allow: [],
        deny: [],
        keyringFolders: ['/usr/share/keyrings', '/snap/maas/current/usr/share/keyrings'],
        limitBytes: 32 * 1024 * 1024,
      },
      network: {
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

test('the address of MAAS can come from the argument or the environment', () => {
  const maas = { url: MAAS }
  expect(readOptions(['--maas', MAAS], {})).toMatchObject({ options: { maas } })
  expect(readOptions([], { MAAS_URL: MAAS })).toMatchObject({ options: { maas } })
})

test('limits for boot sources can come from the arguments or the environment', () => {
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

test('--help wins over every other argument', () => {
  expect(readOptions(['--help', '--port', 'x'], {})).toEqual({ kind: 'help' })
  expect(readOptions(['-h'], { PORT: 'x' })).toEqual({ kind: 'help' })
})

test.each([
  [['--port', 'x'], {}, '--port must be 0 to 65535, not "x".'],
  [['--port', '70000'], {}, '--port must be 0 to 65535, not "70000".'],
  [[], { PORT: 'tcp://x' }, 'PORT must be 0 to 65535, not "tcp://x".'],
  [['--speed=-1'], {}, '--speed must be 0 to 100000, not "-1".'],
  [['--speed', '-1'], {}, '--speed needs a value. If the value is -1, write --speed=-1.'],
  [['--speed'], {}, '--speed needs a value: --speed N. See --help.'],
  [['--dev=yes'], {}, '--dev takes no value. See --help.'],
  [['--sped', '1'], {}, 'Unknown option --sped. Did you mean --speed? See --help.'],
  [['--stream-limits=1'], {}, 'Unknown option --stream-limits. Did you mean --stream-limit? See --help.'],
  [['--verbose'], {}, 'Unknown option --verbose. See --help.'],
  [['-x'], {}, 'Unknown option -x. See --help.'],
  [['extra'], {}, 'Unexpected argument "extra". See --help.'],
  [
    ['--stream-allow', 'http://mirror.lan/'],
    {},
    '--stream-allow takes a host, host:port, *.domain, address, or range such as 10.0.0.0/8, not "http://mirror.lan/".',
  ],
  [[], { STREAM_DENY: '10.0.0.0/8,10.0.0.0/99' }, 'STREAM_DENY takes a host, host:port, *.domain, address'],
  [['--stream-limit', '0'], {}, '--stream-limit must be 1 to 256 (MB), not "0"'],
  [['--stream-limit', '257'], {}, '--stream-limit must be'],
  [[], { STREAM_LIMIT: '1e3' }, 'STREAM_LIMIT must be'],
  [
    ['--keyring-folders', 'keys'],
    {},
    '--keyring-folders takes folders that begin with a slash, such as /usr/share/keyrings, not "keys".',
  ],
  [['--keyring-folders', '/keys,/..'], {}, '--keyring-folders takes folders'],
  [
    ['--maas', 'maas.example.com'],
    KEY,
    '--maas must look like http://maas.example.com:5240/MAAS, not "maas.example.com".',
  ],
  [[], { MAAS_URL: 'file:///etc/passwd' }, 'MAAS_URL must look like'],
  [['--maas', MAAS, '--scenario', 'fresh'], KEY, 'are for the embedded region'],
  [['--maas', MAAS, '--speed', '1'], KEY, 'are for the embedded region'],
  [['--maas', MAAS, '--region-port', '5240'], KEY, 'are for the embedded region'],
  [['--maas', MAAS, '--region-key', 'a:b:c'], KEY, 'are for the embedded region'],
  [['--region-key', 'a:b'], {}, '--region-key must have the form consumer:token:secret'],
  [['--maas', MAAS, '--host', '0.0.0.0'], KEY, 'there is no sign-in'],
  [['--dev', '--base-path', '/images/'], {}, '--dev serves plain HTTP at /'],
  [['--port', '5240', '--region-port', '5240'], {}, '--port and --region-port are both 5240'],
  [
    ['--control', '--region-port', '5240', '--control-port', '5240'],
    {},
    '--region-port and --control-port are both 5240. Choose another --control-port.',
  ],
  [['--maas', MAAS, '--control'], KEY, '--control changes the embedded region, never a real MAAS'],
  [['--control-port', '5241'], {}, 'add --control'],
  [['--control', '--control-token', 'short'], {}, '--control-token must hold at least 32 characters'],
])('%j with %j is refused: %s', (args, env, message) => {
  expect(readOptions(args, env)).toEqual({ kind: 'wrong', message: expect.stringContaining(message) })
})

test('an empty value is the default', () => {
  expect(readOptions(['--port=', '--maas=', '--host='], { HOST: '', STREAM_LIMIT: '' })).toEqual(
    readOptions([], {}),
  )
})

test('the last of several values counts', () => {
  expect(readOptions(['--port', '1', '--port', '2'], {})).toMatchObject({ options: { port: 2 } })
})

import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

function networkOf(args: readonly string[], env: Record<string, string> = {}) {
  const understood = readOptions(args, env)
  return understood.kind === 'start' ? understood.options.network : understood
}

test.each([
  ['/', '/'],
  ['images', '/images/'],
  ['/images', '/images/'],
  ['/images/', '/images/'],
  ['/maas/r/images-2/', '/maas/r/images-2/'],
  // two slashes would lead a browser to another host
  ['//evil.example.com', '/evil.example.com/'],
])('the base path %s becomes %s', (given, basePath) => {
  expect(networkOf(['--base-path', given])).toMatchObject({ basePath })
})

test('every option can come from the environment, and arguments win', () => {
  const env = {
    BASE_PATH: '/a/',
    TLS_CERT: 'c.pem',
    TLS_KEY: 'k.pem',
    MAAS_CA: 'ca.pem',
    TRUSTED_PROXY: '127.0.0.1, 10.0.0.0/8',
    ALLOW_HOST: 'Maas.example.com',
    LOG_LEVEL: 'debug',
    METRICS: '1',
  }
  const read = {
    basePath: '/a/',
    tls: { cert: 'c.pem', key: 'k.pem' },
    ca: 'ca.pem',
    trustedProxies: ['127.0.0.1', '10.0.0.0/8'],
    allowHosts: ['maas.example.com'],
    logLevel: 'debug',
    metrics: true,
    metricsToken: null,
  }
  expect(networkOf([], env)).toEqual(read)
  expect(networkOf(['--base-path', 'b', '--log-level', 'error'], env)).toEqual({
    ...read,
    basePath: '/b/',
    logLevel: 'error',
  })
})

test.each([
  [['--base-path', '/a?b'], '--base-path must look like /images/, not "/a?b".'],
  [['--base-path', '/../x'], '--base-path must look like /images/, not "/../x".'],
  [
    ['--tls-cert', 'c.pem'],
    'TLS needs both files: --tls-cert with the certificate chain and --tls-key with its key.',
  ],
  [
    ['--trusted-proxy', 'nginx'],
    '--trusted-proxy takes addresses or ranges such as 127.0.0.1 or 10.0.0.0/8, not "nginx".',
  ],
  [
    ['--trusted-proxy', '127.0.0.1,10.0.0.0/40'],
    '--trusted-proxy takes addresses or ranges such as 127.0.0.1 or 10.0.0.0/8, not "10.0.0.0/40".',
  ],
  [
    ['--allow-host', 'http://a'],
    '--allow-host takes names such as maas.example.com or *.example.com, not "http://a".',
  ],
  [['--log-level', 'loud'], '--log-level must be one of silent, error, warn, info, debug, not "loud".'],
])('%j is refused: %s', (args, message) => {
  expect(networkOf(args)).toEqual({ kind: 'wrong', message })
})

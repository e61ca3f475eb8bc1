import { expect, test } from 'vitest'
import { readNetworkOptions } from './network-options.ts'

test.each([
  ['/', '/'],
  ['images', '/images/'],
  ['/images', '/images/'],
  ['/images/', '/images/'],
  ['/maas/r/images-2/', '/maas/r/images-2/'],
  // two slashes would lead a browser to another host
  ['//evil.example.com', '/evil.example.com/'],
])('the base path %s is %s', (given, basePath) => {
  expect(readNetworkOptions({ 'base-path': given }, {})).toMatchObject({ basePath })
})

test('all of it comes from the environment, too, and arguments win', () => {
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
  expect(readNetworkOptions({}, env)).toEqual(read)
  expect(readNetworkOptions({ 'base-path': 'b', 'log-level': 'error' }, env)).toEqual({
    ...read,
    basePath: '/b/',
    logLevel: 'error',
  })
})

test.each([
  [{ 'base-path': '/a?b' }, '--base-path must look like /images/, not "/a?b".'],
  [{ 'base-path': '/../x' }, '--base-path must look like /images/, not "/../x".'],
  [
    { 'tls-cert': 'c.pem' },
    'TLS needs both files: --tls-cert with the certificate chain and --tls-key with its key.',
  ],
  [
    { 'trusted-proxy': 'nginx' },
    '--trusted-proxy: "nginx" is no address or range such as 127.0.0.1 or 10.0.0.0/8.',
  ],
  [
    { 'trusted-proxy': '10.0.0.0/40' },
    '--trusted-proxy: "10.0.0.0/40" is no address or range such as 127.0.0.1 or 10.0.0.0/8.',
  ],
  [
    { 'allow-host': 'http://a' },
    '--allow-host takes names such as maas.example.com or *.example.com, not "http://a".',
  ],
  [{ 'log-level': 'loud' }, '--log-level must be one of silent, error, warn, info, debug, not "loud".'],
])('%o is refused in words', (values, message) => {
  expect(readNetworkOptions(values, {})).toEqual({ wrong: message })
})

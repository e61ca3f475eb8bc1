import { expect, test } from 'vitest'
import { nearestOf } from './nearest.ts'

const NAMES = ['port', 'host', 'tls-cert', 'tls-key', 'trusted-proxy']

test.each([
  ['prot', null],
  ['ports', 'port'],
  ['hots', null],
  ['tls-certs', 'tls-cert'],
  ['tlskey', 'tls-key'],
  ['trusted-proxies', 'trusted-proxy'],
  ['', null],
  ['completely-different', null],
])('the nearest of the names to "%s" is %s', (given, nearest) => {
  expect(nearestOf(given, NAMES)).toBe(nearest)
})

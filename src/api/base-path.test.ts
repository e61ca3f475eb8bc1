import { expect, test } from 'vitest'
import { atGateway, storageName, readBasePath } from './base-path.ts'

test.each([
  ['/', '/'],
  ['/images/', '/images/'],
  ['/maas/r/images-2/', '/maas/r/images-2/'],
  ['./', '/'],
  ['', '/'],
  [null, '/'],
  ['//evil.example.com/', '/'],
  ['https://evil.example.com/', '/'],
  ['/images', '/'],
])('a page with the base path %o uses the path %s', (content, path) => {
  expect(readBasePath(content)).toBe(path)
})

test('without a base path, the gateway is at the root', () => {
  expect(atGateway('/gateway/images')).toBe('/gateway/images')
})

test('pages of two gateways on one host use separate storage names', () => {
  const names = ['/', '/images/', '/images-b/'].map((path) => storageName('draft', path))
  expect(new Set(names).size).toBe(3)
  expect(storageName('draft')).toBe('draft')
})

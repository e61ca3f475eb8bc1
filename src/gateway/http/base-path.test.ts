import { expect, test } from 'vitest'
import { matchBasePath } from './base-path.ts'

test.each([
  ['/images', '/', { kind: 'inside', url: '/images' }],
  ['/ui/images?q=1', '/ui/', { kind: 'inside', url: '/images?q=1' }],
  ['/ui/', '/ui/', { kind: 'inside', url: '/' }],
  ['/ui', '/ui/', { kind: 'redirect', to: '/ui/' }],
  ['/', '/ui/', { kind: 'redirect', to: '/ui/' }],
  ['/?next=//evil.example.com', '/ui/', { kind: 'redirect', to: '/ui/' }],
  ['/uix/images', '/ui/', { kind: 'outside' }],
  ['/gateway/images', '/ui/', { kind: 'outside' }],
  ['//ui/images', '/ui/', { kind: 'outside' }],
  ['/ui//evil.example.com', '/ui/', { kind: 'inside', url: '//evil.example.com' }],
  ['/%75i/images', '/ui/', { kind: 'outside' }],
  ['/healthz', '/ui/', { kind: 'inside', url: '/healthz' }],
  ['/metrics', '/ui/', { kind: 'inside', url: '/metrics' }],
])('%s at %s', (url, basePath, within) => {
  expect(matchBasePath(url, basePath)).toEqual(within)
})

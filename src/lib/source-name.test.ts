import { expect, test } from 'vitest'
import { sourceName } from './source-name.ts'

test.each([
  ['http://images.maas.io/ephemeral-v3/stable/', 'maas.io'],
  ['https://images.maas.io/ephemeral-v3/stable', 'maas.io'],
  ['http://images.maas.io/ephemeral-v3/candidate/', 'maas.io candidate'],
  ['http://images.maas.io/ephemeral-v3/daily/', 'http://images.maas.io/ephemeral-v3/daily/'],
  [
    'http://images.maas.io.example.com/ephemeral-v3/stable/',
    'http://images.maas.io.example.com/ephemeral-v3/stable/',
  ],
])('%s is called %s', (url, name) => {
  expect(sourceName(url)).toBe(name)
})

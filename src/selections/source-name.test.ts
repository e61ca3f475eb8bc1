import { expect, test } from 'vitest'
import { sourceLabel, sourceName } from './source-name.ts'

test.each([
  ['http://images.maas.io/ephemeral-v3/stable/', 'maas.io'],
  ['https://images.maas.io/ephemeral-v3/stable', 'maas.io'],
  ['http://images.maas.io/ephemeral-v3/candidate/', 'maas.io candidate'],
  ['http://images.maas.io/ephemeral-v3/daily/', 'http://images.maas.io/ephemeral-v3/daily/'],
  [
    'http://images.maas.io.example.com/ephemeral-v3/stable/',
    'http://images.maas.io.example.com/ephemeral-v3/stable/',
  ],
  ['http://me:secret@mirror.example.com/a@b/', 'http://mirror.example.com/a@b/'],
])('%s is called %s', (url, name) => {
  expect(sourceName(url)).toBe(name)
})

test.each([
  [{ url: 'http://images.maas.io/ephemeral-v3/stable/' }, 'maas.io'],
  [{ url: 'http://mirror.example.com/ubuntu/' }, 'mirror.example.com/ubuntu'],
  [{ url: 'http://mirror.example.com/ubuntu', name: 'Local mirror' }, 'Local mirror'],
  [
    { url: 'http://mirror.example.com/ubuntu', name: 'http://mirror.example.com/ubuntu' },
    'mirror.example.com/ubuntu',
  ],
])('among others %o is called %s', (source, label) => {
  expect(sourceLabel(source)).toBe(label)
})

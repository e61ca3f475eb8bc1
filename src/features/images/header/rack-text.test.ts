import { expect, test } from 'vitest'
import { rackText } from '#features/images/header/rack-text.ts'

const rack = (name: string, status = 'synced') => ({ name, status })

test.each([
  [undefined, null],
  [[], null],
  [[rack('a')], 'The rack controller holds all images'],
  [[rack('a'), rack('b')], 'All 2 rack controllers hold all images'],
  [[rack('a'), rack('b', 'out-of-sync')], 'Rack controllers without all images: b (out of sync)'],
  [[rack('a', 'unknown')], 'Rack controllers without all images: a (does not answer)'],
  [[rack('a', 'waiting')], 'Rack controllers without all images: a (waiting)'],
  [
    ['a', 'b', 'c', 'd', 'e'].map((name) => rack(name, 'syncing')),
    'Rack controllers without all images: a (copying), b (copying), c (copying) and 2 more',
  ],
])('%o: %s', (racks, text) => {
  expect(rackText(racks)).toBe(text)
})

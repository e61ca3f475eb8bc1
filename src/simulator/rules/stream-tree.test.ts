import { expect, test } from 'vitest'
import { indexEntry, indexOf, pathOf, productsFile } from '#testing/streams/sound-stream.ts'
import { offersOf } from './stream-tree.ts'

const nested = (more: object) => ({
  ...indexOf([]),
  index: { inner: indexEntry(pathOf('inner'), { format: 'index:1.0' }), ...more },
})

test('the first of two faults ends the reading of MAAS: that of the first index', () => {
  const files: Record<string, unknown> = {
    [pathOf('inner')]: indexOf(['a']),
    [pathOf('a')]: { ...productsFile('a', {}), format: 'first' },
    [pathOf('b')]: { ...productsFile('b', {}), format: 'second' },
  }
  const understood = offersOf(
    () => nested({ b: indexEntry(pathOf('b')) }),
    (path) => files[path],
  )
  expect(understood('to-3.7', false, false).failure).toBe(
    `TypeError: Unknown format 'first' in '${pathOf('a')}'`,
  )
})

test('an index that names itself ends the reading of MAAS up to 3.7', () => {
  const index = nested({})
  const understood = offersOf(
    () => index,
    () => index,
  )
  const failure = expect.stringContaining('more than 4 levels deep') as string
  expect(understood('to-3.7', false, false)).toEqual({ products: [], failure })
})

import { expect, test } from 'vitest'
import type { StreamReader } from '#selections/maas-version.ts'
import { indexEntry, indexOf, pathOf, productsFile } from '#testing/streams/sound-stream.ts'
import { walkIndexes } from './nested-indexes.ts'

/**
 * The names of the entries of each index, by the name of the index. The first index is `index`; all other names
 * are product files.
 */
type Indexes = Readonly<Record<string, readonly string[]>>

/** The requests, level by level, and the order of the files that were found, by content ID. */
function walked(indexes: Indexes, reader: StreamReader = 'to-3.7', absent: readonly string[] = []) {
  const fileOf = (name: string) =>
    Object.hasOwn(indexes, name)
      ? { ...indexOf([]), index: Object.fromEntries((indexes[name] ?? []).map(entryOf)) }
      : productsFile(name, {})
  // an index has each content ID once: a suffix after a dot makes another ID for the same file
  const entryOf = (id: string) => {
    const [name = id] = id.split('.')
    const format = Object.hasOwn(indexes, name) ? 'index:1.0' : 'products:1.0'
    return [id, indexEntry(pathOf(name), { format })]
  }
  const walk = walkIndexes(fileOf('index'), reader)
  const levels: string[] = []
  let step = walk.next([])
  while (!step.done) {
    const ids = step.value.map(({ entry }) => entry.contentId)
    levels.push(ids.join(' '))
    step = walk.next(
      step.value.map((place) => {
        const [name = ''] = place.entry.contentId.split('.')
        return absent.includes(name)
          ? null
          : { ...place, json: fileOf(name), signedAnyway: false, lacksSignature: false }
      }),
    )
  }
  return { levels, order: step.value.map(({ entry }) => entry.contentId).join(' ') }
}

test.each<[string, Indexes, levels: string[], order: string]>([
  ['one index', { index: ['a', 'b'] }, ['a b'], 'a b'],
  ['an index without entries', { index: [] }, [''], ''],
  ['an index before a file', { index: ['inner', 'b'], inner: ['a'] }, ['inner b', 'a'], 'inner a b'],
  ['an index after a file', { index: ['b', 'inner'], inner: ['a'] }, ['b inner', 'a'], 'b inner a'],
  [
    'indexes of three levels',
    { index: ['one', 'z', 'two'], one: ['deep', 'c'], deep: ['a', 'b'], two: ['d'] },
    ['one z two', 'deep c d', 'a b'],
    'one deep a b c z two d',
  ],
  [
    'a file named twice',
    { index: ['inner', 'a', 'a.2'], inner: ['a'] },
    ['inner a a.2', 'a'],
    'inner a a a.2',
  ],
  ['an index named twice', { index: ['i', 'b', 'i.2'], i: ['a'] }, ['i b i.2', 'a a'], 'i a b i.2 a'],
])('%s: requested level by level, in the order of MAAS', (_, indexes, levels, order) => {
  expect(walked(indexes)).toEqual({ levels, order })
})

test('MAAS 3.8 reads only the files of the first index', () => {
  expect(walked({ index: ['inner', 'b'], inner: ['a'] }, 'from-3.8').order).toBe('inner b')
})

test('a missing file does not change the order of the others', () => {
  expect(walked({ index: ['x', 'inner', 'b'], inner: ['x', 'a'] }, 'to-3.7', ['x']).order).toBe('inner a b')
})

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `f${at}`)

test.each<[string, Indexes, message: string]>([
  ['an index that names itself', { index: ['index'] }, 'more than 4 levels deep'],
  ['an index that names itself twice', { index: ['index', 'index.2'] }, 'It lists 126 product files'],
  ['two indexes that name each other', { index: ['other'], other: ['index'] }, 'more than 4 levels deep'],
  ['too many files', { index: numbered(65) }, 'It lists 65 product files; at most 64 are supported.'],
  [
    'too many files on two levels',
    { index: ['inner', ...numbered(40)], inner: numbered(40) },
    'It lists 81 product files; at most 64 are supported.',
  ],
])('%s: reading ends', (_, indexes, message) => {
  expect(() => walked(indexes)).toThrow(message)
})

test('as many levels and files as are supported', () => {
  const chain = { index: ['i1'], i1: ['i2'], i2: ['i3'], i3: ['i4'], i4: ['a'] }
  expect(walked(chain).order).toBe('i1 i2 i3 i4 a')
  expect(walked({ index: numbered(64) }).order).toBe(numbered(64).join(' '))
})

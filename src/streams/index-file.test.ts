import { expect, test } from 'vitest'
import { readIndex } from './index-file.ts'
import { StreamError } from './products.ts'

const entry = (path: string, datatype = 'image-ids') => ({
  datatype,
  format: 'products:1.0',
  path,
  products: [],
})

test('an index names its product files and when it was updated', () => {
  const json = {
    format: 'index:1.0',
    index: { a: entry('streams/v1/a.sjson') },
    updated: 'Thu, 24 Jul 2025 08:01:49 +0000',
  }
  expect(readIndex(json)).toEqual({
    updated: '2025-07-24T08:01:49.000Z',
    entries: [{ contentId: 'a', path: 'streams/v1/a.sjson', datatype: 'image-ids' }],
    ignored: [],
  })
})

test.each([undefined, '', 'yesterday'])('an update time of %j is not known', (updated) => {
  expect(readIndex({ index: {}, updated }).updated).toBeNull()
})

test.each([
  ['a path out of the source', entry('../x.sjson'), 'leads out'],
  ['an absolute path', entry('/x.sjson'), 'leads out'],
  ['another host', entry('http://x/y.sjson'), 'leads out'],
  ['data that MAAS does not read', entry('x.sjson', 'content-download'), 'content-download'],
  ['an entry without a path', {}, 'no path'],
])('%s is ignored, with the reason', (_, value, reason) => {
  expect(readIndex({ index: { a: value } })).toMatchObject({
    entries: [],
    ignored: [{ what: 'a', reason: expect.stringContaining(reason) }],
  })
})

test.each([null, [], {}, '<html>'])('%j is no index', (json) => {
  expect(() => readIndex(json)).toThrow(StreamError)
})

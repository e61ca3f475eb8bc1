import { expect, test } from 'vitest'
import { readIndex } from './index-file.ts'
import { StreamError } from '#streams/stream-error.ts'

const entry = (path: string, datatype = 'image-ids') => ({
  datatype,
  format: 'products:1.0',
  path,
  products: [],
})

test('an index names its product files and its update time', () => {
  const json = {
    format: 'index:1.0',
    index: { a: entry('streams/v1/a.sjson') },
    updated: 'Thu, 24 Jul 2025 08:01:49 +0000',
  }
  expect(readIndex(json)).toEqual({
    updated: '2025-07-24T08:01:49.000Z',
    entries: [{ contentId: 'a', path: 'streams/v1/a.sjson', datatype: 'image-ids', format: 'products:1.0' }],
    ignored: [],
  })
})

test.each([undefined, null, 7, '', 'yesterday'])('an update time of %j is not known', (updated) => {
  expect(readIndex({ index: {}, updated }).updated).toBeNull()
})

test.each([
  ['a path that points outside the source', entry('../x.sjson'), 'points outside'],
  ['another host', entry('http://x/y.sjson'), 'points outside'],
  ['an entry without a path', {}, 'no path'],
  ['an entry with an empty path', entry(''), 'no path'],
  ['an entry that is not an object', 7, 'no path'],
  ['a path with an escaped ..', entry('%2e%2e/x.sjson'), 'points outside'],
])('%s is ignored, with the reason', (_, value, reason) => {
  expect(readIndex({ index: { a: value } })).toMatchObject({
    entries: [],
    ignored: [{ what: 'a', reason: expect.stringContaining(reason) }],
  })
})

test('an entry may lack datatype and format and name any data, because the readers judge it', () => {
  const { entries } = readIndex({ index: { a: { path: 'a.sjson' }, b: entry('b', 'content-download') } })
  expect(entries.map(({ datatype, format }) => [datatype, format])).toEqual([
    [null, null],
    ['content-download', 'products:1.0'],
  ])
})

test('an absolute path is appended to the root of the source like any other', () => {
  expect(readIndex({ index: { a: entry('/streams/v1/a.json') } }).entries[0]?.path).toBe('/streams/v1/a.json')
})

test('__proto__ and constructor are names like any other', () => {
  const json: unknown = JSON.parse('{"index":{"__proto__":{"path":"a"},"constructor":{"path":"b"}}}')
  expect(readIndex(json).entries.map(({ contentId, path }) => [contentId, path])).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ])
})

test.each([null, [], {}, { index: [] }, { index: null }, '<html>'])('%j is not an index', (json) => {
  expect(() => readIndex(json)).toThrow(StreamError)
})

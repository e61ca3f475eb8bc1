import { expect, test } from 'vitest'
import { readIndex } from '#streams/simplestreams/index-file.ts'
import { parseStreamJson } from './stream-json.ts'
import { entriesInOrder } from './key-order.ts'
import { isPlainObject } from './plain-object.ts'
import { readProducts } from '#streams/simplestreams/products.ts'

/** Keys of the object `products` in this text. */
const keysIn = (text: string) => {
  const json = parseStreamJson(text)
  const products = isPlainObject(json) ? json['products'] : null
  return isPlainObject(products) ? entriesInOrder(products).map(([key]) => key) : null
}

test.each<[string, string, string[]]>([
  ['numbers', '{"products": {"20": 1, "1": 2, "3": 3}}', ['20', '1', '3']],
  ['numbers among names', '{"products": {"b": 1, "20": 2, "a": 3, "1": 4}}', ['b', '20', 'a', '1']],
  ['names alone', '{"products": {"b": 1, "a": 2}}', ['b', 'a']],
  ['keys and strings inside', '{"products": {"b": {"9": "x: {"}, "1": ["8", {"7": 1}]}}', ['b', '1']],
  ['keys of other objects', '{"8": {"7": 1}, "products": {"b": 1, "1": 1}, "9": {"2": 1}}', ['b', '1']],
  ['escapes', String.raw`{"products": {"\"a\"": 1, "\u0031": 2, "\\": 3}}`, ['"a"', '1', '\\']],
  ['space before the colon', '{"products" : {"b"\n: 1, "1"\t: 2}}', ['b', '1']],
  ['a repeated key stands in its first place', '{"products": {"b": 1, "1": 2, "b": 3}}', ['b', '1']],
  ['the last one of two objects', '{"products": {"c": 1, "2": 2}, "products": {"b": 1, "1": 2}}', ['b', '1']],
  ['a single number', '{"products": {"1": 1}}', ['1']],
])('keys keep the order of the text: %s', (_, text, expected) => {
  expect(keysIn(text)).toEqual(expected)
})

test('the values stay with their keys', () => {
  const json = parseStreamJson('{"products": {"b": 1, "1": 2, "b": 3}}')
  const products = isPlainObject(json) && isPlainObject(json['products']) ? json['products'] : {}
  expect(entriesInOrder(products)).toEqual([
    ['b', 3],
    ['1', 2],
  ])
})

test('the files of an index and the products of a file keep the order of the text', () => {
  const entries = '"20": {"path": "b"}, "1": {"path": "a"}'
  expect(readIndex(parseStreamJson(`{"index": {${entries}}}`)).entries.map(({ path }) => path)).toEqual([
    'b',
    'a',
  ])
  const item = '{"ftype": "squashfs", "path": "x", "sha256": "aa", "size": 1}'
  const product = `{"arch": "amd64", "release": "noble", "versions": {"1": {"items": {"a": ${item}}}}}`
  const { products } = readProducts(parseStreamJson(`{"products": {"20": ${product}, "1": ${product}}}`))
  expect(products.map(({ name }) => name)).toEqual(['20', '1'])
})

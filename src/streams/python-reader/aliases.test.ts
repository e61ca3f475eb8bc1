import { expect, test } from 'vitest'
import { parseStreamJson } from '#streams/json/stream-json.ts'
import { entriesInOrder } from '#streams/json/key-order.ts'
import { isPlainObject } from '#streams/json/plain-object.ts'
import { StreamError } from '#streams/stream-error.ts'
import { AliasError, withAliases } from './aliases.ts'

test('a file without aliases is left as it is', () => {
  const file = { products: {} }
  expect(withAliases(file)).toBe(file)
})

test('an alias adds its keys at every level and replaces existing ones', () => {
  const file = {
    _aliases: { rel: { noble: { release: 'noble', label: 'stable' } } },
    products: { a: { rel: 'noble', label: 'candidate', versions: [{ rel: 'noble' }] }, b: { rel: '' } },
  }
  expect(withAliases(file)).toMatchObject({
    products: {
      a: {
        rel: 'noble',
        release: 'noble',
        label: 'stable',
        versions: [{ release: 'noble', label: 'stable' }],
      },
      b: { rel: '' },
    },
  })
})

test.each([
  ['a missing alias', { rel: { jammy: {} } }, /KeyError: 'noble'/],
  ['aliases of a key that are not an object', { rel: 'x' }, /TypeError/],
  ['an alias that is not an object', { rel: { noble: 5 } }, /TypeError/],
  ['an alias that contains itself', { rel: { noble: { inner: { rel: 'noble' } } } }, /RecursionError/],
])('%s fails with the words of Python', (_, _aliases, words) => {
  expect(() => withAliases({ _aliases, products: { a: { rel: 'noble' } } })).toThrow(AliasError)
  expect(() => withAliases({ _aliases, products: { a: { rel: 'noble' } } })).toThrow(words)
})

test.each<[string, unknown, object, object]>([
  ['no keys', { label: {} }, { label: 'stable' }, { label: 'stable' }],
  ['an empty list', { label: [] }, { label: 'stable' }, { label: 'stable' }],
  ['null', { label: null }, { label: 'stable' }, { label: 'stable' }],
  ['an empty list for a name', { label: { stable: [] } }, { label: 'stable' }, { label: 'stable' }],
  ['an empty text for a name', { label: { stable: '' } }, { label: 'stable' }, { label: 'stable' }],
  ['pairs', { label: { stable: [['label', 'cand']] } }, { label: 'stable' }, { label: 'cand' }],
  ['a text of two', { label: { stable: ['ab'] } }, { label: 'stable' }, { label: 'stable', a: 'b' }],
  [
    'an alias that changes the name of another',
    { a: { x: { b: 'z' } }, b: { y: { c: 'one' }, z: { c: 'two' } } },
    { a: 'x', b: 'y' },
    { a: 'x', b: 'z', c: 'two' },
  ],
])('%s is read as python-simplestreams reads it', (_, _aliases, product, expected) => {
  expect(withAliases({ _aliases, products: { a: product } })['products']).toEqual({ a: expected })
})

test.each<[unknown, string]>([
  [{ label: ['x'] }, 'TypeError: list indices must be integers or slices, not str'],
  [{ label: 'x' }, "TypeError: string indices must be integers, not 'str'"],
  [{ label: 5 }, "TypeError: 'int' object is not subscriptable"],
  [{ label: { stable: 0 } }, "TypeError: 'int' object is not iterable"],
  [{ label: { stable: null } }, "TypeError: 'NoneType' object is not iterable"],
  [
    { label: { stable: 'abc' } },
    'ValueError: dictionary update sequence element #0 has length 1; 2 is required',
  ],
  [
    { label: { stable: ['abc'] } },
    'ValueError: dictionary update sequence element #0 has length 3; 2 is required',
  ],
  [
    { label: { stable: [5] } },
    'TypeError: cannot convert dictionary update sequence element #0 to a sequence',
  ],
])('%j fails as in python-simplestreams', (_aliases, words) => {
  expect(() => withAliases({ _aliases, products: { a: { label: 'stable' } } })).toThrow(words)
})

test('the name of a missing alias is printed as Python does', () => {
  const file = { _aliases: { label: { stable: {} } }, products: { a: { label: "it's" } } }
  expect(() => withAliases(file)).toThrow(`KeyError: "it's"`)
})

test('a file is not changed, and its aliases are resolved once', () => {
  const file = { _aliases: { a: { x: { b: 1 } } }, products: { p: { a: 'x' } } }
  expect(withAliases(file)).toBe(withAliases(file))
  expect(file.products).toEqual({ p: { a: 'x' } })
})

test.each<[string, products: string, expected: string[]]>([
  ['names and numbers', '{"b": {}, "10": {}, "9": {}}', ['b', '10', '9']],
  ['with one that an alias adds', '{"b": {}, "10": {}, "a": "x"}', ['b', '10', 'a', '9']],
  ['names alone, with a number that an alias adds', '{"b": {}, "a": "x"}', ['b', 'a', '9']],
])('products keep the order of the text: %s', (_, products, expected) => {
  const file = parseStreamJson(`{"_aliases": {"a": {"x": {"9": {}}}}, "products": ${products}}`)
  const tree = isPlainObject(file) ? withAliases(file)['products'] : null
  expect(isPlainObject(tree) && entriesInOrder(tree).map(([key]) => key)).toEqual(expected)
})

test('the first failing alias of the text is reported', () => {
  const file = parseStreamJson(
    '{"_aliases": {"a": {"x": {}}}, "products": {"zed": {"a": "first"}, "7": {"a": "second"}}}',
  )
  expect(() => isPlainObject(file) && withAliases(file)).toThrow("KeyError: 'first'")
})

test('aliases that multiply without limit are refused', () => {
  const keys = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`k${at}`, 'x']))
  const products = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`p${at}`, { a: 'x' }]))
  expect(() => withAliases({ _aliases: { a: { x: keys } }, products })).toThrow(StreamError)
})

test('__proto__ and constructor are keys like any other', () => {
  const file: unknown = JSON.parse(
    '{"_aliases":{"constructor":{"__proto__":{"label":"x"}}},"products":{"a":{"constructor":"__proto__","toString":"y"}}}',
  )
  expect(withAliases(file as object as Record<string, unknown>)['products']).toMatchObject({
    a: { label: 'x' },
  })
})

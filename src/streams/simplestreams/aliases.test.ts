import { expect, test } from 'vitest'
import { AliasError, withAliases } from './aliases.ts'

test('a file without aliases is left as it is', () => {
  const file = { products: {} }
  expect(withAliases(file)).toBe(file)
})

test('an alias adds its keys at every level, and wins over what stands there', () => {
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
  ['an alias that is not there', { rel: { jammy: {} } }, /KeyError: 'noble'/],
  ['aliases of a key that are no object', { rel: 'x' }, /TypeError/],
  ['an alias that is no object', { rel: { noble: 'x' } }, /TypeError/],
  ['an alias that holds itself', { rel: { noble: { inner: { rel: 'noble' } } } }, /RecursionError/],
])('%s fails in the words of Python', (_, _aliases, words) => {
  expect(() => withAliases({ _aliases, products: { a: { rel: 'noble' } } })).toThrow(AliasError)
  expect(() => withAliases({ _aliases, products: { a: { rel: 'noble' } } })).toThrow(words)
})

test('__proto__ and constructor are keys like any other', () => {
  const file: unknown = JSON.parse(
    '{"_aliases":{"constructor":{"__proto__":{"label":"x"}}},"products":{"a":{"constructor":"__proto__","toString":"y"}}}',
  )
  expect(withAliases(file as object as Record<string, unknown>)['products']).toMatchObject({
    a: { label: 'x' },
  })
})

import { expect, test } from 'vitest'
import { createExpiringCache } from './expiring-cache.ts'

function caching(options: { max?: number; sinceLastUse?: boolean } = {}) {
  let time = 0
  const cache = createExpiringCache<{ name: string }>({ max: 10, ttlMs: 1_000, now: () => time, ...options })
  const names = () => [...cache.values()].map(({ name }) => name).toSorted()
  const add = (name: string) => void cache.set(name, { name })
  return { cache, names, add, pass: (ms: number) => void (time += ms) }
}

test('an entry is gone when it is as old as the time to live', () => {
  const { cache, add, pass } = caching()
  add('a')
  pass(999)
  expect(cache.get('a')).toEqual({ name: 'a' })
  pass(1)
  expect(cache.get('a')).toBeUndefined()
})

test('using an entry keeps it alive when the age counts from the last use', () => {
  const { cache, add, pass } = caching({ sinceLastUse: true })
  add('a')
  pass(999)
  cache.get('a')
  pass(999)
  expect(cache.get('a')).toEqual({ name: 'a' })
  pass(1_000)
  expect(cache.get('a')).toBeUndefined()
})

test('the least recently used entry is dropped when there are too many', () => {
  const { cache, names, add } = caching({ max: 2 })
  add('a')
  add('b')
  cache.get('a')
  add('c')
  expect(names()).toEqual(['a', 'c'])
})

test('expired entries are not listed', () => {
  const { names, add, pass } = caching()
  add('a')
  pass(500)
  add('b')
  pass(500)
  expect(names()).toEqual(['b'])
})

import { expect, test } from 'vitest'
import { ALL_OF } from '#testing/image-fixtures.ts'
import { covers, effective, sameList, sameWanted, tidy } from './wanted.ts'

test('lists are compared as sets, and * swallows what stands beside it', () => {
  expect(sameList(['amd64', 'arm64'], ['arm64', 'amd64', 'amd64'])).toBe(true)
  expect(sameList(['*', 'amd64'], ['*'])).toBe(true)
  expect(sameList(['*'], ['amd64'])).toBe(false)
  expect(tidy(['amd64', '*'])).toEqual(['*'])
})

test('* covers everything; a list covers its parts, but never *', () => {
  expect(covers(['*'], ['amd64'])).toBe(true)
  expect(covers(['*'], ['*'])).toBe(true)
  expect(covers(['amd64', 'arm64'], ['amd64'])).toBe(true)
  expect(covers(['amd64', 'arm64'], ['*'])).toBe(false)
})

test('a selection with an empty list is no selection: MAAS imports nothing for it', () => {
  for (const part of [{ arches: [] }, { subarches: [] }, { labels: [] }]) {
    expect(effective({ ...ALL_OF('amd64'), ...part })).toBeNull()
    expect(sameWanted({ ...ALL_OF('amd64'), ...part }, null)).toBe(true)
  }
})

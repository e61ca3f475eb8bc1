import { expect, test } from 'vitest'
import { ALL_OF } from '#testing/image-fixtures.ts'
import {
  covers,
  effective,
  plainSelection,
  sameList,
  sameSelection,
  sameStoredSelection,
  sameWanted,
  tidy,
  withEmptyAsAll,
} from './wanted.ts'

test('lists are compared as sets, and * includes the other names of its list', () => {
  expect(sameList(['amd64', 'arm64'], ['arm64', 'amd64', 'amd64'])).toBe(true)
  expect(sameList(['*', 'amd64'], ['*'])).toBe(true)
  expect(sameList(['*'], ['amd64'])).toBe(false)
  expect(tidy(['amd64', '*'])).toEqual(['*'])
})

test('* covers everything; a list covers its parts, but not *', () => {
  expect(covers(['*'], ['amd64'])).toBe(true)
  expect(covers(['*'], ['*'])).toBe(true)
  expect(covers(['amd64', 'arm64'], ['amd64'])).toBe(true)
  expect(covers(['amd64', 'arm64'], ['*'])).toBe(false)
})

test('a selection with an empty list counts as none, because MAAS imports nothing for it', () => {
  for (const part of [{ arches: [] }, { subarches: [] }, { labels: [] }]) {
    expect(effective({ ...ALL_OF('amd64'), ...part })).toBeNull()
    expect(sameWanted({ ...ALL_OF('amd64'), ...part }, null)).toBe(true)
  }
})

const NOBLE = { os: 'ubuntu', release: 'noble', arches: ['amd64', 'arm64'], subarches: ['*'], labels: ['*'] }
const NOTHING = { ...NOBLE, labels: [] }

test.each<[rule: string, other: Partial<typeof NOBLE>, to37: boolean, from38: boolean]>([
  ['the order of a list does not matter', { arches: ['arm64', 'amd64'] }, true, true],
  ['a repeated name counts once', { arches: ['amd64', 'arm64', 'arm64'] }, true, true],
  ['* replaces the other names of its list', { subarches: ['ga-24.04', '*'] }, true, true],
  ['* differs from a list of all current architectures', { arches: ['*'] }, false, false],
  ['one architecture fewer', { arches: ['amd64'] }, false, false],
  ['one architecture more', { arches: ['amd64', 'arm64', 's390x'] }, false, false],
  ['another kernel', { subarches: ['ga-24.04'] }, false, false],
  ['another label', { labels: ['candidate'] }, false, false],
  ['another release', { release: 'jammy' }, false, false],
  ['another operating system', { os: 'centos' }, false, false],
  ['an empty list of kernels selects none up to 3.7, and all from 3.8 on', { subarches: [] }, false, true],
  ['an empty list of labels selects none up to 3.7, and all from 3.8 on', { labels: [] }, false, true],
  ['an empty list of architectures selects none in every version', { arches: [] }, false, false],
])('the same selection: %s', (_, other, to37, from38) => {
  const one = { ...NOBLE, ...other }
  for (const same of [sameStoredSelection, sameSelection]) {
    expect([same(NOBLE, one), same(one, NOBLE)]).toEqual([to37, to37])
    const [all, allToo] = [withEmptyAsAll(NOBLE), withEmptyAsAll(one)]
    expect([same(all, allToo), same(allToo, all)]).toEqual([from38, from38])
  }
})

test('selections that select nothing mean the same, but can have different lists', () => {
  const other = { ...NOTHING, arches: ['s390x'] }
  expect(sameSelection(NOTHING, other)).toBe(true)
  expect(sameStoredSelection(NOTHING, other)).toBe(false)
})

test('a plain selection has no ids', () => {
  expect(plainSelection({ ...NOBLE, id: 4, boot_source_id: 1 })).toEqual(NOBLE)
})

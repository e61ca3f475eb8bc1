import { describe, expect, test } from 'vitest'
import { bootSourceAt } from '#testing/source-fixtures.ts'
import { prefillRank, readRank, type RankForm } from './rank-form.ts'

const URL = 'http://mirror.example.com/ubuntu'
const local = bootSourceAt(7, URL, { name: 'Local mirror', priority: 10 })
const form: RankForm = { name: 'Local mirror', priority: '10', enabled: true, skips: false }

describe('The rank form is prefilled', () => {
  test('from the source', () => {
    const extras = { name: 'Local mirror', priority: 3, enabled: false, skip_keyring_verification: true }
    expect(prefillRank(extras, URL, [local])).toEqual({
      name: 'Local mirror',
      priority: '3',
      enabled: false,
      skips: true,
    })
  })
  test('without a name if the name is only the address', () => {
    const extras = { name: URL, priority: 3, enabled: true, skip_keyring_verification: false }
    expect(prefillRank(extras, URL, [local]).name).toBe('')
  })
  test('for a new source with the highest priority of all', () => {
    expect(prefillRank(undefined, '', [local]).priority).toBe('11')
    expect(prefillRank(undefined, '', []).priority).toBe('1')
  })
})

test.each<[string, Partial<RankForm>, ReturnType<typeof readRank>]>([
  [
    'whole',
    {},
    { extras: { name: 'Local mirror', priority: 10, enabled: true, skip_keyring_verification: false } },
  ],
  [
    'without a name, the address is used',
    { name: ' ' },
    { extras: { name: URL, priority: 10, enabled: true, skip_keyring_verification: false } },
  ],
  [
    'a name too long',
    { name: 'x'.repeat(256) },
    { errors: { name: 'A name can have at most 255 characters. This one has 256.' } },
  ],
  [
    'a negative priority',
    { priority: '-1' },
    {
      errors: {
        priority: 'Enter a whole number, 0 or higher. The source with the highest number goes first.',
      },
    },
  ],
  [
    'the priority of another source, which MAAS 3.8 refuses with a page that suggests another try',
    { priority: '1' },
    { errors: { priority: '“Upstream” already has this priority. Enter another number.' } },
  ],
  [
    'no priority',
    { priority: '' },
    {
      errors: {
        priority: 'Enter a whole number, 0 or higher. The source with the highest number goes first.',
      },
    },
  ],
  [
    'the name of another source',
    { name: 'Upstream' },
    { errors: { name: 'Another source of this region already has this name. Enter another name.' } },
  ],
])('the rank form is read: %s', (_, change, read) => {
  const upstream = bootSourceAt(1, 'http://images.maas.io/ephemeral-v3/stable', {
    name: 'Upstream',
    priority: 1,
  })
  expect(readRank({ ...form, ...change }, URL, [upstream])).toEqual(read)
})

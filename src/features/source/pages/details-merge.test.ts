import { expect, test } from 'vitest'
import { changedDetails, mergedDetails } from './details-merge.ts'
import { aSource } from '#testing/image-fixtures.ts'

const before = {
  ...aSource(),
  name: 'Stable',
  priority: 1,
  enabled: true,
  skip_keyring_verification: false,
}
const form = { name: 'Stable', priority: '1', enabled: true, skips: false }

test('changed fields are kept, and all others follow MAAS', () => {
  const now = { ...before, name: 'Theirs', priority: 77, enabled: false }
  expect(mergedDetails({ ...form, name: 'Mine' }, before, now)).toEqual({
    name: 'Mine',
    priority: '77',
    enabled: false,
    skips: false,
  })
})

test('an unchanged source leaves the form as it is', () => {
  const typed = { ...form, priority: '12', skips: true }
  expect(mergedDetails(typed, before, before)).toEqual(typed)
  expect(changedDetails(before, before)).toEqual([])
})

test('each change has a sentence', () => {
  const now = {
    ...before,
    url: 'http://other.example.com/',
    keyring_filename: '/other.gpg',
    name: 'Theirs',
    priority: 77,
    enabled: false,
    skip_keyring_verification: true,
  }
  expect(changedDetails(before, now)).toEqual([
    `The URL is now http://other.example.com/ (was ${before.url}).`,
    'The keyring was replaced.',
    'The name is now “Theirs” (was “Stable”).',
    'The priority is now 77 (was 1).',
    'The source is now disabled.',
    'MAAS now skips keyring verification.',
  ])
})

import { expect, test } from 'vitest'
import { anImage } from '#testing/image-fixtures.ts'
import { pollInterval, regionPollInterval } from './poll.ts'

const resting = [anImage()]
const arriving = [anImage(), anImage([], { incoming: { bytes: 10, done: 3 } })]

test.each([
  ['while something is unread, soon', { importing: false, images: resting, unread: 3 }, 1_500],
  ['unread goes before importing', { importing: true, images: arriving, unread: 1 }, 1_500],
  ['while an import runs, often', { importing: true, images: resting, unread: 0 }, 3_000],
  [
    'while something is incomplete without an import, now and then',
    { importing: false, images: arriving, unread: 0 },
    10_000,
  ],
  ['while nothing moves, seldom', { importing: false, images: resting, unread: 0 }, 60_000],
  ['without any image, seldom', { importing: false, images: [], unread: 0 }, 60_000],
])('%s', (_, input, ms) => {
  expect(pollInterval(input)).toBe(ms)
})

test('sources and settings are read more often while an import runs', () => {
  expect(regionPollInterval(true)).toBe(10_000)
  expect(regionPollInterval(false)).toBe(30_000)
})

import { expect, test } from 'vitest'
import { countsText, imageText, timeLeftText } from './progress-text.ts'
import type { InQueue } from './queue.ts'

const one = (state: InQueue['state'], done = 0): InQueue => ({
  key: 'k',
  name: 'Ubuntu 24.04 LTS amd64',
  state,
  done,
  bytes: 600_000_000,
  since: state === 'stalled' ? 60_000 : null,
})

test.each<[InQueue['state'][], string]>([
  [[], 'No image is downloading at the moment'],
  [['queued'], '1 image queued'],
  [['update', 'queued'], '2 images queued'],
  [['older', 'downloading'], 'Downloading 1 image, 1 queued'],
  [['downloading'], 'Downloading 1 image'],
  [['downloading', 'stalled', 'queued'], 'Downloading 2 images, 1 queued'],
])('the images %j read as “%s”', (states, text) => {
  expect(countsText(states.map((state) => one(state)))).toBe(text)
})

test.each<[InQueue, number | null, number | null, string]>([
  [one('queued'), null, null, '600.0 MB, queued'],
  [one('update'), null, null, 'update, queued'],
  [one('older'), null, null, 'older version, queued'],
  [one('downloading', 120_000_000), null, null, '120.0 MB of 600.0 MB'],
  [
    one('downloading', 120_000_000),
    5_000_000,
    96_000,
    '120.0 MB of 600.0 MB, 5.0 MB/s, about 2 minutes left',
  ],
  [one('stalled', 120_000_000), 0, null, '120.0 MB of 600.0 MB, no data for 3 minutes'],
])('%j at %s bytes per second', (image, rate, left, text) => {
  expect(imageText(image, rate, left, 240_000)).toBe(text)
})

test.each([
  [20_000, 'less than a minute left'],
  [60_000, 'about 1 minute left'],
  [100_000, 'about 2 minutes left'],
  [119 * 60_000, 'about 119 minutes left'],
  [150 * 60_000, 'about 3 hours left'],
  [72 * 3_600_000, 'about 3 days left'],
  [null, ''],
])('%s ms read as “%s”', (ms, text) => {
  expect(timeLeftText(ms)).toBe(text)
})

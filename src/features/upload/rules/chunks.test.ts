import { expect, test } from 'vitest'
import { CHUNK_BYTES } from '#contract/uploads.ts'
import { chunkEnd, rateOf, resumeOffset, timeLeft, withSample, type Sample } from './chunks.ts'

const MiB = 1_024 * 1_024

test.each([
  ['the first one', 0, 100 * MiB, null, 4 * MiB],
  ['the rest of the file', 99 * MiB, 100 * MiB, null, 100 * MiB],
  ['on a fast line', 0, 100 * MiB, 50 * MiB, 4 * MiB],
  ['on a slow line, 20 s long', 0, 100 * MiB, 100_000, 2_000_000],
  ['on a very slow line', 0, 100 * MiB, 10, 256 * 1_024],
])('a chunk, %s', (_what, from, size, rate, end) => {
  expect(chunkEnd(from, size, rate)).toBe(end)
})

test('a 6 GB file has 1,465 chunks, all but the last of 4 MiB', () => {
  const size = 6_144_000_000
  const ends = []
  for (let at = 0; at < size;) ends.push((at = chunkEnd(at, size, null)))
  expect([ends.length, ends[0], ends.at(-1)]).toEqual([1_465, CHUNK_BYTES, size])
})

const SIZE = 6_144_000_001
test.each([
  ['nothing came', 0, 0, 4 * MiB, 0],
  ['the answer was lost', 4 * MiB, 0, 4 * MiB, 4 * MiB],
  ['the chunk was lost', 800 * MiB, 800 * MiB, 804 * MiB, 800 * MiB],
  ['someone else sent a chunk', 808 * MiB, 800 * MiB, 804 * MiB, null],
  ['MAAS has lost the file', 0, 800 * MiB, 804 * MiB, null],
])('%s', (_what, there, confirmed, sent, offset) => {
  for (const regions of [1, 2, 3]) {
    const progress = (100 * there) / (SIZE * regions)
    expect(resumeOffset({ progress, size: SIZE, complete: false }, { confirmed, sent })).toBe(offset)
  }
})

test('a complete file has nothing left to send', () => {
  expect(resumeOffset({ progress: 100, size: 10, complete: true }, { confirmed: 5, sent: 8 })).toBe(10)
})

test('the rate is that of the last 20 seconds', () => {
  let samples: readonly Sample[] = []
  expect(rateOf(samples)).toBeNull()
  for (let second = 0; second <= 60; second += 1)
    samples = withSample(samples, {
      at: second * 1_000,
      bytes: second <= 30 ? second : 30 + (second - 30) * 5,
    })
  expect(rateOf(samples)).toBe(5)
  expect(samples).toHaveLength(21)
  expect(timeLeft(50, 5)).toBe(10_000)
  expect(timeLeft(50, null)).toBeNull()
})

test('after a long gap the rate counts from the last sample before it', () => {
  const samples = withSample(withSample([], { at: 0, bytes: 0 }), { at: 40_000, bytes: 400 })
  expect(rateOf(samples)).toBe(10)
})

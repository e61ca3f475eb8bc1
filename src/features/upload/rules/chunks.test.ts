import { expect, test } from 'vitest'
import { CHUNK_BYTES } from '#contract/uploads.ts'
import { chunkEnd, lookingMs, rateOf, resumeOffset, withSample, type Sample } from './chunks.ts'

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

test('a chunk is not larger than a web server on the way accepts', () => {
  expect(chunkEnd(0, 100 * MiB, 50 * MiB, MiB)).toBe(MiB)
})

const SIZE = 6_144_000_001
test.each([
  ['nothing came', 0, 0, 4 * MiB, 0],
  ['the first answer was lost', 4 * MiB, 0, 4 * MiB, 4 * MiB],
  ['the second chunk was lost', 4 * MiB, 4 * MiB, 8 * MiB, 4 * MiB],
  ['the second answer was lost', 8 * MiB, 4 * MiB, 8 * MiB, 8 * MiB],
  ['a chunk beyond 4 GiB was lost', 5_800 * MiB, 5_800 * MiB, 5_804 * MiB, 5_800 * MiB],
  ['an answer beyond 4 GiB was lost', 5_804 * MiB, 5_800 * MiB, 5_804 * MiB, 5_804 * MiB],
  ['someone else sent a chunk', 808 * MiB, 800 * MiB, 804 * MiB, null],
  ['MAAS has lost the file', 0, 800 * MiB, 804 * MiB, null],
])('%s', (_what, there, confirmed, sent, offset) => {
  for (const regions of [1, 2, 3]) {
    const state = { progress: (100 * there) / (SIZE * regions), size: SIZE, complete: false }
    const known = resumeOffset(state, { confirmed, sent, regions })
    expect(known).toEqual(offset === null ? null : { offset, regions })
  }
})

test('the first chunk shows the number of regions, and what two numbers would explain starts over', () => {
  for (const regions of [1, 2, 3]) {
    const at = (there: number) => ({
      progress: (100 * there) / (SIZE * regions),
      size: SIZE,
      complete: false,
    })
    const first = { sent: 4 * MiB, regions: null }
    expect(resumeOffset(at(0), { ...first, confirmed: 0 })).toEqual({ offset: 0, regions: null })
    expect(resumeOffset(at(4 * MiB), { ...first, confirmed: 0 })).toEqual({ offset: 4 * MiB, regions })
    expect(resumeOffset(at(4 * MiB), { ...first, confirmed: 4 * MiB })).toEqual({ offset: 4 * MiB, regions })
  }
  const half = { progress: (100 * 4 * MiB) / SIZE, size: SIZE, complete: false }
  expect(resumeOffset(half, { confirmed: 4 * MiB, sent: 8 * MiB, regions: null })).toBeNull()
})

test('a complete file has nothing left to send', () => {
  const state = { progress: 100, size: 10, complete: true }
  expect(resumeOffset(state, { confirmed: 5, sent: 8, regions: 1 })).toEqual({ offset: 10, regions: 1 })
})

test('the last chunk is looked for longer, because MAAS reads the whole file first', () => {
  expect([lookingMs(4 * MiB, 6e9), lookingMs(6e9, 6e9)]).toEqual([2_000, 122_000])
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
})

test('after a long gap the rate counts from the last sample before it', () => {
  const samples = withSample(withSample([], { at: 0, bytes: 0 }), { at: 40_000, bytes: 400 })
  expect(rateOf(samples)).toBe(10)
})

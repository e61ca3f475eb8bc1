import { expect, test } from 'vitest'
import { anImage } from '#testing/image-fixtures.ts'
import { lastArrival, noteProgress, type Progress } from './arriving-bytes.ts'

type Incoming = readonly [done: number, bytes: number] | null

/** When bytes were last seen to arrive, for these readings of an image at 100, 200, 300 ms. */
function lastOf(...readings: readonly Incoming[]): number {
  let progress: ReadonlyMap<string, Progress> = new Map()
  for (const [index, reading] of readings.entries()) {
    const incoming = reading && { done: reading[0], bytes: reading[1] }
    progress = noteProgress(progress, [anImage([], { incoming })], (index + 1) * 100)
  }
  return lastArrival(progress)
}

test.each<[what: string, readings: readonly Incoming[], at: number]>([
  ['were read once', [[3, 10]], -Infinity],
  [
    'stay the same',
    [
      [3, 10],
      [3, 10],
    ],
    -Infinity,
  ],
  [
    'grow',
    [
      [3, 10],
      [4, 10],
    ],
    200,
  ],
  [
    'start over',
    [
      [3, 10],
      [1, 10],
    ],
    200,
  ],
  // MAAS places what it has read: a file that it has already is added to the version
  [
    'are those of other files than before',
    [
      [3, 10],
      [7, 14],
    ],
    -Infinity,
  ],
  [
    'grow after other files were added',
    [
      [3, 10],
      [7, 14],
      [8, 14],
    ],
    300,
  ],
  [
    'grew before other files were added',
    [
      [3, 10],
      [4, 10],
      [7, 14],
    ],
    200,
  ],
  [
    'stay the same when an empty file is added',
    [
      [3, 10],
      [3, 14],
      [3, 14],
    ],
    -Infinity,
  ],
  ['are of an image that has just appeared', [null, [3, 10]], -Infinity],
])('bytes that %s: %j, last arrival at %i', (_, readings, at) => {
  expect(lastOf(...readings)).toBe(at)
})

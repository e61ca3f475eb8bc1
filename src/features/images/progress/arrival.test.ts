import { describe, expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import { arrivedAt, arrivedOf, NOTHING_SEEN, noteArrival, rateOf, ratesOf, type Arrival } from './arrival.ts'

const image = (release: string, more: Partial<Image>): Image => ({
  kind: 'synced',
  os: 'ubuntu',
  release,
  arch: 'amd64',
  title: null,
  known: true,
  heldBytes: 0,
  incoming: null,
  lastDeployed: null,
  kernels: [{ id: 1, name: 'ga-24.04', held: null, incoming: null }],
  ...more,
})
const part = (release: string, done: number, bytes = 1_000) =>
  image(release, {
    incoming: { bytes, done },
    kernels: [{ id: 1, name: 'ga-24.04', held: '20260101', incoming: { version: '20260401', progress: 1 } }],
  })
const old = (release: string) =>
  image(release, { kernels: [{ id: 1, name: 'ga-24.04', held: '20260101', incoming: null }] })
const complete = (release: string) =>
  image(release, { kernels: [{ id: 1, name: 'ga-24.04', held: '20260401', incoming: null }] })
/** Another kernel of a version that the image has. */
const more = (release: string, done: number) => {
  const arriving = part(release, done).kernels.map((kernel) => ({ ...kernel, name: 'hwe-24.04', held: null }))
  return image(release, {
    incoming: { bytes: 1_000, done },
    kernels: [...complete(release).kernels, ...arriving],
  })
}

/** Reads that follow each other, three seconds apart. */
const reads = (...lists: Image[][]): Arrival =>
  lists.reduce((seen, images, index) => noteArrival(seen, images, index * 3_000), NOTHING_SEEN)

describe('bytes that arrive', () => {
  test.each<[string, Image[][], { arrived: number; before: number }]>([
    ['nothing was read', [], { arrived: 0, before: 0 }],
    ['what was there at first did not arrive', [[part('noble', 400)]], { arrived: 0, before: 400 }],
    ['an image grows', [[part('noble', 400)], [part('noble', 700)]], { arrived: 300, before: 400 }],
    [
      'an image begins while the page is open',
      [[part('noble', 400)], [part('noble', 400), part('jammy', 50)]],
      { arrived: 50, before: 400 },
    ],
    ['an image is complete', [[part('noble', 400)], [complete('noble')]], { arrived: 600, before: 400 }],
    ['an image is dropped', [[part('noble', 400)], []], { arrived: 0, before: 400 }],
    ['an update is dropped', [[part('noble', 400)], [old('noble')]], { arrived: 0, before: 400 }],
    [
      'one kernel of an image is complete',
      [[part('noble', 400, 1_000)], [part('noble', 20, 600)]],
      { arrived: 20, before: 400 },
    ],
    [
      'the kernels that an image has already are there before another one begins',
      [[complete('noble')], [more('noble', 700)], [more('noble', 750)]],
      { arrived: 50, before: 700 },
    ],
    [
      'an image that is read late was there before',
      [[image('noble', { known: false })], [part('noble', 400)], [part('noble', 500)]],
      { arrived: 100, before: 400 },
    ],
    [
      'an image that starts over does not reduce the arrived bytes',
      [[part('noble', 400)], [part('noble', 0)], [part('noble', 100)]],
      { arrived: 100, before: 400 },
    ],
    [
      'an image that cannot be read for a moment keeps its figures',
      [[part('noble', 400)], [image('noble', { known: false })], [part('noble', 450)]],
      { arrived: 50, before: 400 },
    ],
  ])('%s', (_, lists, { arrived, before }) => {
    const seen = reads(...lists)
    expect({ arrived: arrivedOf(seen), before: seen.before }).toEqual({ arrived, before })
  })

  test('the same answer counts once', () => {
    const first = reads([part('noble', 400)])
    expect(noteArrival(first, [part('noble', 400)], 0).samples).toHaveLength(1)
  })

  test('samples older than five minutes are forgotten, but their bytes are not', () => {
    const early = reads([part('noble', 0)], [part('noble', 100)])
    const late = noteArrival(early, [part('noble', 200)], 400_000)
    expect(late.samples).toEqual([{ at: 400_000, bytes: 200 }])
  })

  test('bytes at a moment are those of the last read before it', () => {
    const seen = reads([part('noble', 0)], [part('noble', 100)], [part('noble', 300)])
    expect([0, 2_999, 3_000, 9_000].map((at) => arrivedAt(seen, at))).toEqual([0, 0, 100, 300])
  })
})

describe('rate', () => {
  test.each([
    ['no read', [], null],
    ['one read', [[0, 0]], null],
    ['less time than MAAS needs for a report', [[0, 0], [3_000, 60_000], [14_000, 120_000]], null], // oxfmt-ignore
    ['two reads', [[0, 0], [15_000, 30_000]], 2_000], // oxfmt-ignore
    ['only the last half minute counts', [[0, 0], [100_000, 900_000], [130_000, 930_000]], 1_000], // oxfmt-ignore
    ['nothing arrives', [[0, 0], [10_000, 500], [50_000, 500], [60_000, 500]], 0], // oxfmt-ignore
  ] as [string, [number, number][], number | null][])('the rate after %s', (_, samples, rate) => {
    expect(rateOf(samples.map(([at, bytes]) => ({ at, bytes })))).toBe(rate)
  })

  test('the rates end with the one that is shown, and are those of half a minute', () => {
    const samples = [
      { at: 0, bytes: 0 },
      { at: 10_000, bytes: 5_000 },
      { at: 20_000, bytes: 5_000 },
      { at: 40_000, bytes: 35_000 },
    ]
    expect(ratesOf(samples)).toEqual([
      { at: 20_000, bytes: 250 },
      { at: 40_000, bytes: 1_000 },
    ])
    expect(rateOf(samples)).toBe(1_000)
  })

  test('the time left of a steady download does not jump, however the reads fall between reports', () => {
    // 1 MB per second, reported every 10 s, read every 3 s
    for (const first of [0, 2_500, 5_000, 7_500, 9_900]) {
      const samples = Array.from({ length: 40 }, (_, read) => read * 3_000).map((at) => ({
        at,
        bytes: Math.floor((at + first) / 10_000) * 10_000_000,
      }))
      const rates = ratesOf(samples).map(({ bytes }) => bytes / 1_000_000)
      expect(Math.min(...rates)).toBeGreaterThan(0.5)
      expect(Math.max(...rates)).toBeLessThan(1.5)
    }
  })

  test('the last byte is remembered longer than the samples', () => {
    const early = reads([part('noble', 0)], [part('noble', 100)])
    const late = [400_000, 800_000].reduce((seen, at) => noteArrival(seen, [part('noble', 100)], at), early)
    expect(late.lastAt).toBe(3_000)
  })
})

import { expect, test } from 'vitest'
import { afterStop34 } from './stopped-34.ts'
import type { HeldResource } from '#selections/source-offer.ts'

type Bytes = Record<string, number>

/** @param versions downloaded bytes of each file of 100, by version and sum; 2.0 and 1.0 keep the order given */
const noble = (versions: Record<string, Bytes>, kernel = 'ga', synced = true): HeldResource => ({
  synced,
  name: 'ubuntu/noble',
  architecture: `amd64/${kernel}`,
  sets: Object.entries(versions).map(([version, files]) => ({
    version,
    label: 'stable',
    complete: Object.values(files).every((here) => here === 100),
    files: Object.entries(files).map(([sum, here]) => [sum, 100, here, sum] as const),
  })),
})

const textOf = (one: HeldResource | null) =>
  one?.sets
    .map(
      ({ version, complete, files }) =>
        `${version}${complete ? '' : '?'}: ${files.map(([sum]) => sum).join(' ')}`,
    )
    .join(', ') ?? 'deleted'

test.each<[string, HeldResource[], string[]]>([
  ['a partial version goes with its complete files', [noble({ 2: { root: 100, kernel: 10 } })], ['deleted']],
  [
    'an older complete version is kept',
    [noble({ 1: { old: 100 }, 2: { root: 100, kernel: 10 } })],
    ['1: old'],
  ],
  [
    'a version without the files that have not begun counts as complete and replaces the older one',
    [noble({ 1: { old: 100 }, 2: { root: 100, kernel: 0 } })],
    ['2: root'],
  ],
  [
    'so does an older version that was created later',
    [noble({ '2.0': { old: 100 }, '1.0': { root: 100, kernel: 0 } })],
    ['1.0: root'],
  ],
  ['a version of which nothing has begun is deleted', [noble({ 2: { root: 0, kernel: 0 } })], ['deleted']],
  [
    'a version that became complete replaces the older one',
    [noble({ 1: { old: 100 }, 2: { root: 100 } }), noble({ 2: { kernel: 10 } }, 'hwe')],
    ['2: root', 'deleted'],
  ],
  [
    'a file that two kernels wait for is removed from the first of them',
    [noble({ 2: { kernel: 100, root: 0 } }), noble({ 2: { other: 100, root: 0 } }, 'hwe')],
    ['2: kernel', 'deleted'],
  ],
  [
    'uploaded images stay',
    [noble({ 1: { own: 0 } }, 'own', false), noble({ 2: { kernel: 10 } })],
    ['amd64/own stays', 'deleted'],
  ],
])('a stop of MAAS 3.4: %s', (_, held, expected) => {
  const { left, isAbout } = afterStop34(held)
  const texts = held.map((one) => {
    const now = left.get(one)
    return now === undefined ? `${one.architecture} stays` : textOf(now)
  })
  expect({ texts, isAbout }).toEqual({ texts: expected, isAbout: true })
})

test('a stop of MAAS 3.4 leaves a region in which nothing is partial', () => {
  const { left, isAbout } = afterStop34([noble({ 1: { old: 100 }, 2: { root: 100 } })])
  expect([left.size, isAbout]).toEqual([0, false])
})

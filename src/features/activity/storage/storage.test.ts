import { expect, test } from 'vitest'
import type { FilesAnswer, ImagesAnswer } from '#contract/gateway.ts'
import { anImage } from '#testing/image-fixtures.ts'
import { BAR_WIDTH, partsOf, storageOf } from './storage.ts'

const NOW = Date.UTC(2026, 10, 23, 9)

type Resource = FilesAnswer['resources'][number]
type File = readonly [sum: string, bytes: number, here?: number]
const resource = (name: string, version: string, files: readonly File[], synced = true): Resource => ({
  synced,
  name,
  architecture: 'amd64/ga-24.04',
  sets: [
    {
      version,
      label: 'stable',
      complete: true,
      files: files.map(([sum, bytes, here = bytes]) => [sum, bytes, here]),
    },
  ],
})

const LOADER = anImage([], { kind: 'bootloader', os: 'grub-efi-signed', release: 'uefi' })
const images: ImagesAnswer['images'] = [LOADER]

/** `os: age bytes` of what is not 0. */
const shown = (...resources: Resource[]) =>
  storageOf({ resources }, { images }, NOW).map(
    ({ os, bytes, total }) =>
      `${os} ${total}: ${Object.entries(bytes)
        .filter(([, count]) => count > 0)
        .map(([age, count]) => `${age} ${count}`)
        .join(', ')}`,
  )

test.each([
  ['20261123', 'month'],
  ['20261024', 'month'],
  ['20261023', 'quarter'],
  ['20260825', 'quarter'],
  ['20260824', 'year'],
  ['20251123', 'year'],
  ['20251122', 'older'],
  ['20261124', 'month'],
  ['20260801.1', 'year'],
  ['20240622_01', 'older'],
  ['latest', 'unknown'],
  ['2026112301', 'unknown'],
])('a version %s counts as %s', (version, age) => {
  expect(shown(resource('ubuntu/noble', version, [['a', 5]]))).toEqual([`Ubuntu 5: ${age} 5`])
})

test('systems, bootloaders and custom images are told apart, the largest first', () => {
  expect(
    shown(
      resource('centos/8', '20261101', [['c', 20]]),
      resource('grub-efi-signed/uefi', '20261101', [['g', 1]]),
      resource('ubuntu/noble', '20261101', [['u', 100]]),
      resource('build-agent', '20261101', [['b', 50]], false),
    ),
  ).toEqual([
    'Ubuntu 100: month 100',
    'Custom images 50: month 50',
    'CentOS 20: month 20',
    'Bootloaders 1: month 1',
  ])
})

test('a file that several images share counts once, for the youngest', () => {
  const old = resource('ubuntu/noble', '20250101', [
    ['root', 100],
    ['kernel', 10],
  ])
  const young = resource('ubuntu/noble', '20261101', [['root', 100]])
  const both = ['Ubuntu 110: month 100, older 10']
  expect(shown(old, young)).toEqual(both)
  expect(shown(young, old)).toEqual(both)
})

test('of a partial download the bytes count that have arrived, and nothing is shown for none', () => {
  expect(shown(resource('ubuntu/noble', '20261101', [['root', 100, 40]]))).toEqual(['Ubuntu 40: month 40'])
  expect(shown(resource('ubuntu/noble', '20261101', [['root', 100, 0]]))).toEqual([])
})

test('the longest bar is filled, its parts touch, and a tiny part can be seen', () => {
  const [row] = storageOf(
    {
      resources: [
        resource('ubuntu/noble', '20261101', [['a', 1_000_000]]),
        resource('ubuntu/focal', '20250101', [['b', 1]]),
      ],
    },
    { images },
    NOW,
  )
  if (!row) throw new Error('Ubuntu holds two files.')
  const [young, old] = partsOf(row, row.total)
  expect(young).toMatchObject({ age: 'month', x: 0 })
  expect(old).toMatchObject({ age: 'older', x: young?.width })
  expect(old?.width).toBeGreaterThanOrEqual(2)
  expect((old?.x ?? 0) + (old?.width ?? 0)).toBeCloseTo(BAR_WIDTH)
})

import { expect, test } from 'vitest'
import { importFrom38 } from './import-38.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

/** A source that lists the kernel ga twice, each time with another kernel file and the same root file system. */
const listedTwice = (second: string): SourceOffer => ({
  id: 1,
  priority: 1,
  enabled: true,
  selections: [{ os: 'ubuntu', release: 'noble', arches: ['*'], subarches: ['*'], labels: ['*'] }],
  offer: {
    releases: [
      {
        os: 'ubuntu',
        release: 'noble',
        arches: [
          {
            arch: 'amd64',
            label: 'stable',
            version: '2',
            kernels: [
              { name: 'ga', subarch: 'ga', flavour: 'generic' },
              { name: 'ga', subarch: 'ga', flavour: 'generic', version: second },
            ],
            files: [
              [300, [0, 1], 'root', 'squashfs'],
              [100, [0], 'first', 'boot-kernel'],
              [10, [1], 'second', 'boot-kernel'],
            ],
          },
        ],
      },
    ],
    bootloaders: [],
    notifications: [],
  },
})
const held = (version: string, kernel: string, bytes: number, here = bytes): HeldResource => ({
  synced: true,
  name: 'ubuntu/noble',
  architecture: 'amd64/ga',
  sets: [
    {
      version,
      label: 'stable',
      complete: here === bytes,
      files: [
        ['root', 300, 300, 'squashfs'],
        [kernel, bytes, here, 'boot-kernel'],
      ],
    },
  ],
})

test.each<[string, string, HeldResource[], string, Record<string, number>]>([
  ['one version: both kernel files', '2', [], '2', { root: 300, first: 100, second: 10 }],
  [
    'one version, the region has the later file: the first one',
    '2',
    [held('2', 'second', 10)],
    '2',
    { first: 100 },
  ],
  [
    'one version, the region has the first file: the later one',
    '2',
    [held('2', 'first', 100)],
    '2',
    { second: 10 },
  ],
  [
    'the region has half of the later file: the rest of it',
    '2',
    [held('2', 'second', 10, 4)],
    '2',
    { first: 100, second: 6 },
  ],
  ['two versions: all files', '1', [], '1', { root: 300, first: 100, second: 10 }],
  ['two versions, the region has one: the other one', '1', [held('1', 'second', 10)], '2', { first: 100 }],
])('a kernel that one source lists twice, %s', (_, second, before, version, missing) => {
  const outcome = importFrom38([listedTwice(second)], before)
  expect(outcome.brought.get('ubuntu/noble amd64/ga')?.version).toBe(version)
  expect(Object.fromEntries(outcome.missing)).toEqual(missing)
})

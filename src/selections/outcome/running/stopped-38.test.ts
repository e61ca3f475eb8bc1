import { expect, test } from 'vitest'
import { afterStop } from './stopped-38.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

const source: SourceOffer = {
  id: 1,
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
            kernels: [{ name: 'ga', subarch: 'ga', flavour: 'generic' }],
            files: [],
          },
        ],
      },
    ],
    bootloaders: [{ os: 'grub-efi', type: 'uefi', arch: 'arm64', label: 'stable', version: '2' }],
    notifications: [],
  },
  selections: [{ os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }],
}

/** Downloaded bytes of each file of 100, by version; a list is in the order of creation. */
type Bytes = Record<string, number[]> | [version: string, files: number[]][]

const held = (name: string, architecture: string, here: Bytes): HeldResource => ({
  synced: true,
  name,
  architecture,
  sets: (Array.isArray(here) ? here : Object.entries(here)).map(([version, files]) => ({
    version,
    label: 'stable',
    complete: files.length > 0 && files.every((bytes) => bytes === 100),
    files: files.map((bytes, index) => [`${version} ${index}`, 100, bytes, String(index)] as const),
  })),
})
const noble = (here: Bytes) => held('ubuntu/noble', 'amd64/ga', here)
const grub = (here: Bytes) => held('grub-efi/uefi', 'arm64/generic', here)

/** The versions that are left, each with its number of files; unchanged boot resources are left out. */
const left = (resources: HeldResource[]) => {
  const { left: found, isAbout } = afterStop([source], resources)
  const texts = [...found.values()].map(
    (one) => one?.sets.map(({ version, files }) => `${version}:${files.length}`).join(' ') ?? 'deleted',
  )
  return { texts, isAbout }
}

test.each<[string, HeldResource[], string[], boolean]>([
  ['a partial image is deleted', [noble({ 2: [10, 0] })], ['deleted'], false],
  ['an older complete version is kept', [noble({ 1: [100, 100], 2: [10, 0] })], ['1:2'], false],
  [
    'a newer complete version that was created before the partial one is kept',
    [
      noble([
        ['3', [100, 100]],
        ['2', [10, 0]],
      ]),
    ],
    ['3:2'],
    false,
  ],
  [
    'an older version that became complete goes while the sync waits for a bootloader',
    [
      noble([
        ['3', [100]],
        ['2', [100]],
      ]),
      grub({ 2: [10] }),
    ],
    ['3:1', '2:0'],
    true,
  ],
  ['a partial file that waited is deleted, too', [noble({ 1: [100, 100], 2: [0, 0] })], ['1:2'], false],
  ['complete files of a partial version go', [noble({ 1: [100], 2: [100, 10] })], ['1:1'], true],
  [
    'a version that became complete goes while the sync waits for a bootloader',
    [noble({ 1: [100], 2: [100] }), grub({ 2: [10] })],
    ['1:1', '2:0'],
    true,
  ],
  [
    'the only complete version was probably there before',
    [noble({ 2: [100] }), grub({ 2: [10] })],
    ['2:1', '2:0'],
    true,
  ],
  [
    'a bootloader that no sync downloads is kept',
    [noble({ 1: [100], 2: [10] }), grub({ 1: [0] })],
    ['1:1'],
    false,
  ],
  [
    'a complete bootloader was probably there before',
    [noble({ 2: [10] }), grub({ 2: [100] })],
    ['deleted', '2:1'],
    true,
  ],
  ['nothing happens if all is complete', [noble({ 2: [100] }), grub({ 2: [100] })], [], false],
])('after a stop of MAAS 3.8: %s', (_, resources, texts, isAbout) => {
  expect(left(resources)).toEqual({ texts, isAbout })
})

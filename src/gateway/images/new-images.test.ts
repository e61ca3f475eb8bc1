import { expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import type { Selection } from '#contract/maas.ts'
import { createNewImages } from './new-images.ts'

const image = (release: string, arch = 'amd64', kind: Image['kind'] = 'synced') => ({
  kind,
  os: 'ubuntu',
  release,
  arch,
})
const selection = (release: string, arches: string[]): Selection => ({
  id: 1,
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
  boot_source_id: 1,
})

type Read = [images: ReturnType<typeof image>[], selections: Selection[], appeared: boolean]

test.each<[string, Read[]]>([
  ['the images of the first read are not new', [[[image('noble')], [], false]]],
  [
    'an image that no selection names is new once',
    [
      [[], [], false],
      [[image('noble')], [], true],
      [[image('noble')], [], false],
    ],
  ],
  [
    'an image of a selected release is not new',
    [
      [[], [selection('noble', ['amd64'])], false],
      [[image('noble')], [selection('noble', ['amd64'])], false],
    ],
  ],
  [
    'all architectures can be selected',
    [
      [[], [selection('noble', ['*'])], false],
      [[image('noble', 'arm64')], [selection('noble', ['*'])], false],
    ],
  ],
  [
    'another architecture of a selected release is new',
    [
      [[], [selection('noble', ['amd64'])], false],
      [[image('noble', 'arm64')], [selection('noble', ['amd64'])], true],
    ],
  ],
  [
    'bootloaders and custom images need no selection',
    [
      [[], [], false],
      [[image('noble', 'amd64', 'bootloader'), image('mine', 'amd64', 'uploaded')], [], false],
    ],
  ],
  [
    'an image that was removed and comes back is new again',
    [
      [[image('noble')], [], false],
      [[], [], false],
      [[image('noble')], [], true],
    ],
  ],
])('%s', (_, reads) => {
  const newImages = createNewImages()
  expect(reads.map(([images, selections]) => newImages.appeared(images, selections))).toEqual(
    reads.map(([, , appeared]) => appeared),
  )
})

import { expect, test } from 'vitest'
import { loadersAfter } from './loaders-38.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

const select = (release: string) => ({
  os: 'ubuntu',
  release,
  arches: ['amd64'],
  subarches: ['*'],
  labels: ['*'],
})
const source = (...releases: string[]): SourceOffer => ({
  id: 1,
  offer: {
    releases: [],
    bootloaders: [
      { os: 'grub-efi', type: 'uefi', arch: 'arm64', version: '2', files: [[100, 'grub', 'grub.tar.xz']] },
    ],
    notifications: [],
  },
  selections: releases.map(select),
})

/** @param here downloaded bytes of 100, by version */
const held = (name: string, architecture: string, here: Record<string, number>): HeldResource => ({
  synced: true,
  name,
  architecture,
  sets: Object.entries(here).map(([version, bytes]) => ({
    version,
    label: 'stable',
    complete: bytes === 100,
    files: [[name, 100, bytes]],
  })),
})
const grub = (here: Record<string, number>) => held('grub-efi/uefi', 'arm64/generic', here)
const noble = (bytes: number) => held('ubuntu/noble', 'amd64/ga-24.04', { '2': bytes })

test.each<[string, { to: string[]; again?: string; held: HeldResource[] }, string[], boolean]>([
  [
    'a sync that goes on completes them',
    { to: ['noble', 'jammy'], held: [grub({ '2': 10 }), noble(10)] },
    ['2 100'],
    false,
  ],
  [
    'partial versions of earlier imports stay',
    { to: ['noble', 'jammy'], held: [grub({ '1': 10, '2': 10 }), noble(10)] },
    ['1 10', '2 100'],
    false,
  ],
  [
    'the end of one sync empties what another one downloads, too',
    { to: ['jammy'], held: [grub({ '2': 10 }), noble(10)] },
    ['2'],
    true,
  ],
  [
    'a selection that is created again ends its sync',
    { to: ['noble', 'jammy'], again: 'ubuntu/noble', held: [grub({ '2': 10 }), noble(10)] },
    ['2'],
    true,
  ],
  [
    'it is not known which complete ones a sync has downloaded',
    { to: ['jammy'], held: [grub({ '2': 100 }), noble(10)] },
    [],
    true,
  ],
  [
    'the sync of a complete image has ended',
    { to: ['jammy'], held: [grub({ '2': 100 }), noble(100)] },
    [],
    false,
  ],
  ['without bootloaders, all is known', { to: ['jammy'], held: [noble(10)] }, [], false],
])('bootloaders after an import of MAAS 3.8: %s', (_, { to, again, held: resources }, then, isAbout) => {
  const change = {
    before: [source('noble', 'jammy')],
    after: [source(...to)],
    isRecreated: (id: number, name: string) => id === 1 && name === again,
  }
  const found = loadersAfter(change, resources)
  const sets = [...found.loaders.values()].flatMap((one) => one.sets)
  const texts = sets.map(({ version, files }) => [version, ...files.map(([, , bytes]) => bytes)].join(' '))
  expect([texts, found.isAbout]).toEqual([then, isAbout])
})

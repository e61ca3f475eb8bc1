import { expect, test } from 'vitest'
import { totalBytes } from '#selections/outcome/held-files.ts'
import { changesOf } from '#selections/outcome/change-outcome.ts'
import type { HeldResource, Offer, SourceOffer } from '#selections/source-offer.ts'

const release = (name: string): Offer['releases'][number] => ({
  os: 'ubuntu',
  release: name,
  arches: [
    {
      arch: 'amd64',
      label: 'stable',
      version: '2',
      kernels: [{ name: 'ga', subarch: 'ga', flavour: 'generic' }],
      files: [[500, [0], `${name} 2`]],
    },
  ],
})
const OFFER: Offer = {
  releases: [release('jammy'), release('noble')],
  bootloaders: [{ os: 'grub', type: 'uefi', arch: 'amd64', version: '1', files: [[7, 'grub']] }],
  notifications: [],
}
const selecting = (...names: string[]): SourceOffer[] => [
  {
    id: 1,
    offer: OFFER,
    selections: names.map((name) => ({
      os: 'ubuntu',
      release: name,
      arches: ['amd64'],
      subarches: ['*'],
      labels: ['*'],
    })),
  },
]

const EVERYWHERE = { complete: true, here: 500 }
/** A file that one region controller has whole, or a part of a file. */
const WHOLE_IN_ONE = { complete: false, here: 500 }
const PART = { complete: false, here: 200 }
type Here = typeof PART

const jammyWith = ({ complete, here }: Here): HeldResource => ({
  synced: true,
  name: 'ubuntu/jammy',
  architecture: 'amd64/ga',
  sets: [{ version: '2', label: 'stable', complete, files: [['jammy 2', 500, here]] }],
})
const GRUB: HeldResource = {
  synced: true,
  name: 'grub/uefi',
  architecture: 'amd64/generic',
  sets: [{ version: '1', label: 'stable', complete: true, files: [['grub', 7, 7]] }],
}

/** What a change from these selections to those does. */
function changed(regionControllers: number | undefined, here: Here, from: string[], to: string[]) {
  const rules = { reader: 'to-3.7', fetchesReplaced: true, regionControllers } as const
  const { missing, dueMissing, gone, ...rest } = changesOf(rules, selecting(...from), [
    jammyWith(here),
    GRUB,
  ])({
    after: selecting(...to),
  })
  return {
    bytes: [totalBytes(missing), totalBytes(dueMissing), totalBytes(gone)],
    about: [rest.isAbout, rest.isDueAbout, rest.isFreedAbout],
  }
}

const [EXACT, DUE, ALL] = [
  [false, false, false],
  [false, true, false],
  [true, true, true],
]

test.each([
  ['of several, all have the file', 2, EVERYWHERE, ['jammy'], ['jammy', 'noble'], [500, 0, 0], EXACT],
  [
    'one has the file, and MAAS copies it anyway',
    2,
    WHOLE_IN_ONE,
    ['jammy'],
    ['jammy', 'noble'],
    [500, 0, 0],
    DUE,
  ],
  ['one has the file of a cleared image', 3, WHOLE_IN_ONE, ['jammy', 'noble'], ['noble'], [0, 500, 500], ALL],
  ['a part of the file is here', 2, PART, ['jammy'], ['jammy', 'noble'], [500, 500, 0], DUE],
  ['there is one region controller', 1, PART, ['jammy'], ['jammy', 'noble'], [500, 500, 0], EXACT],
  [
    'it is not known how many there are',
    undefined,
    PART,
    ['jammy', 'noble'],
    ['noble'],
    [0, 500, 200],
    EXACT,
  ],
] as const)('%s', (_, controllers, here, from, to, bytes, about) => {
  expect(changed(controllers, here, [...from], [...to])).toEqual({ bytes, about })
})

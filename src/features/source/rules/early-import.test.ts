import { expect, test } from 'vitest'
import type { Catalogue, FilesAnswer } from '#contract/gateway.ts'
import type { NewSelection } from '#contract/maas.ts'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { aCatalogue, anOffer, aRelease, aSource } from '#testing/image-fixtures.ts'
import { changeCost } from './change-cost.ts'
import { earlySelections } from './early-import.ts'
import type { SourceState } from './model.ts'

const all = (release: string, arches = ['*'], labels = ['*']): NewSelection => ({
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels,
})

const state = (id: number, ...selections: readonly NewSelection[]): SourceState => ({
  source: aSource(id, `http://source-${id}.example.com/`),
  selections: selections.map((one, index) => ({ ...one, id: index + 1, boot_source_id: id })),
})

const jammyAndNoble = aCatalogue([aRelease(), aRelease({ release: 'jammy' })])

test.each<
  [
    string,
    SourceState,
    Catalogue,
    readonly NewSelection[],
    readonly (readonly [string, string])[] | undefined,
  ]
>([
  ['it accepts all', state(1, all('noble')), jammyAndNoble, [all('jammy')], undefined],
  [
    'it refuses the first',
    state(1, all('noble')),
    aCatalogue([aRelease()]),
    [all('jammy')],
    [['noble', '*']],
  ],
  [
    'it refuses the first, so the next waits, too',
    state(1, all('noble')),
    aCatalogue([aRelease()]),
    [all('jammy'), all('noble', ['amd64'])],
    [['noble', '*']],
  ],
  [
    'it creates one and refuses to update the next',
    state(1, all('noble')),
    jammyAndNoble,
    [all('noble', ['*'], ['daily']), all('jammy')],
    [
      ['noble', '*'],
      ['jammy', '*'],
    ],
  ],
  [
    'it updates one and refuses to update the next',
    state(1, all('noble'), all('jammy')),
    jammyAndNoble,
    [all('noble', ['amd64']), all('jammy', ['*'], ['daily'])],
    [
      ['jammy', '*'],
      ['noble', 'amd64'],
    ],
  ],
  ['a selection stays as it is', state(1, all('xenial')), aCatalogue([]), [all('xenial')], undefined],
  ['a selection is deleted', state(1, all('xenial')), aCatalogue([]), [], undefined],
  [
    'it reads the source without an import',
    state(2, all('noble')),
    aCatalogue([]),
    [all('jammy')],
    undefined,
  ],
])(
  'the selections with which MAAS up to 3.7 begins to import from a new address: %s',
  (_, old, before, wanted, expected) => {
    const early = earlySelections({ old, before, after: jammyAndNoble, wanted })
    expect(early?.map(({ release, arches }) => [release, ...arches])).toEqual(expected)
  },
)

/** A kernel and a root file system. */
const offer = (version: string, name = version) =>
  anOffer({
    version,
    kernels: [{ name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' }],
    files: [
      [300, [0], `root ${name}`],
      [100, [0], `kernel ${name}`],
    ],
  })

test.each([
  [1, 'an import first brings the update of the former selection', { download: 800, isAbout: true }],
  [2, 'MAAS reads the source before it imports', { download: 400 }],
])('a source that moves, with another selection, up to 3.7: source %i, %s', (id, _, expected) => {
  const former = aCatalogue([aRelease({ arches: [offer('1')] })])
  const files: FilesAnswer = {
    complete: true,
    resources: [
      {
        synced: true,
        name: 'ubuntu/noble',
        architecture: 'amd64/ga-24.04',
        sets: [
          {
            version: '1',
            label: 'stable',
            complete: true,
            files: [
              ['root 1', 300, 300],
              ['kernel 1', 100, 100],
            ],
          },
        ],
      },
    ],
  }
  expect(
    changeCost({
      version: '3.7.2',
      sources: [state(id, all('noble'))],
      target: {
        spec: { url: 'http://new.example.com/', keyring_filename: 'k', keyring_data: '' },
        selections: [all('jammy')],
        replaces: id,
      },
      catalogue: aCatalogue([
        aRelease({ arches: [offer('2')] }),
        aRelease({ release: 'jammy', arches: [offer('1', 'jammy')] }),
      ]),
      catalogues: new Map([[id, former]]),
      inPlace: true,
      files,
    }),
  ).toEqual({ freed: 400, due: 0, ...expected })
})

type KernelOf = readonly [name: string, label: string, sum: string]

/** Kernels of one version that share a root file system. */
const sharing = (root: string, ...kernels: readonly KernelOf[]): Catalogue =>
  aCatalogue([
    aRelease({
      release: 'jammy',
      arches: [
        anOffer({
          version: '1',
          kernels: kernels.map(([name, label]) => ({ name, subarch: name, flavour: 'generic', label })),
          files: [
            [974, kernels.map((_, index) => index), root, 'squashfs'],
            ...kernels.map(([, , sum], index): [number, number[], string, string] => [
              516,
              [index],
              sum,
              'boot-kernel',
            ]),
          ],
        }),
      ],
    }),
  ])

const SECOND_KERNEL: KernelOf = ['ga-22.04', 'candidate', 'kernel 3']

/*
 * Source 1 lists a kernel with other files than source 2, under the same names. It is updated, so that an import reads it
 * after source 2, and puts its files in place of those that the region holds of source 2. A second kernel of source 2 has the
 * same root file system, and the region does not hold it yet: it is then the one that uses that file system.
 */
test.each<[string, Catalogue, KernelOf[], object]>([
  [
    'MAAS accepts the selection already: the kernel and the root file system',
    sharing('root 1', ['hwe-22.04', 'stable', 'kernel 1']),
    [],
    { freed: 51 + 97 },
  ],
  [
    'MAAS accepts the selection already, and a second kernel uses the root file system: only the kernel',
    sharing('root 1', ['hwe-22.04', 'stable', 'kernel 1']),
    [SECOND_KERNEL],
    { freed: 51 },
  ],
  [
    'an import comes first, with which the second kernel uses the root file system: only the kernel',
    emptyCatalogue(),
    [SECOND_KERNEL],
    { freed: 51, isAbout: true },
  ],
])('what a source frees that moves and lists a kernel of another one: %s', (_, former, more, expected) => {
  const there = sharing('root 2', ['hwe-22.04', 'candidate', 'kernel 2'], ...more)
  const files: FilesAnswer = {
    complete: true,
    resources: [
      {
        synced: true,
        name: 'ubuntu/jammy',
        architecture: 'amd64/hwe-22.04',
        sets: [
          {
            version: '1',
            label: 'candidate',
            complete: false,
            files: [
              ['kernel 2', 516, 51, 'boot-kernel'],
              ['root 2', 974, 97, 'squashfs'],
            ],
          },
        ],
      },
    ],
  }
  expect(
    changeCost({
      version: '3.4.10',
      sources: [state(1, all('noble')), state(2, all('jammy'))],
      target: {
        spec: { url: 'http://new.example.com/', keyring_filename: 'k', keyring_data: '' },
        selections: [all('jammy')],
        replaces: 1,
      },
      catalogue: sharing('root 1', ['hwe-22.04', 'stable', 'kernel 1']),
      catalogues: new Map([
        [1, former],
        [2, there],
      ]),
      inPlace: true,
      files,
    }),
  ).toMatchObject(expected)
})

import { expect, test } from 'vitest'
import { readTo37 } from './read-37.ts'
import type { Offer, SourceOffer } from '#selections/source-offer.ts'

type Version = {
  newest: string
  older?: string[]
  product?: string
  sum?: string
  /**
   * Version 2 of another product of the kernel, which this one replaces. The number says how many kernels come before
   * it.
   */
  overrules?: number
}

const offer = ({ newest, older = [], product = 'c noble', sum = newest, overrules }: Version): Offer => ({
  releases: [
    {
      os: 'ubuntu',
      release: 'noble',
      arches: [
        {
          arch: 'amd64',
          label: 'stable',
          version: newest,
          kernels: [{ name: 'ga', subarch: 'ga', flavour: 'generic', product, older }],
          files: [[100, [0], sum, 'kernel']],
          ...(overrules !== undefined && {
            overruled: [
              {
                kernel: 'ga',
                product: 'c noble',
                version: '2',
                after: overrules,
                files: [[100, 'twin', 'kernel']],
              },
            ],
          }),
        },
      ],
    },
  ],
  bootloaders: [],
  // so that MAAS does not import everything
  notifications: [{}],
})
const source = (id: number, is: Version, selected: boolean): SourceOffer => ({
  id,
  offer: offer(is),
  selections: selected
    ? [{ os: 'ubuntu', release: 'noble', arches: ['*'], subarches: ['*'], labels: ['*'] }]
    : [],
})

/** The versions and files that MAAS reads from each source. */
const read = (...sources: SourceOffer[]) =>
  readTo37(sources).map(({ version, files }) => `${version} ${files.map(({ sum }) => sum).join()}`)

test.each<[rule: string, sources: SourceOffer[], read: string[]]>([
  ['nothing is selected', [source(1, { newest: '2' }, false)], []],
  ['one source', [source(1, { newest: '2' }, true)], ['2 2']],
  [
    'a source without selections lists the same product and version',
    [source(1, { newest: '2' }, true), source(2, { newest: '2', sum: 'x' }, false)],
    ['2 2', '2 x'],
  ],
  [
    'the source with the selection comes last',
    [source(1, { newest: '2' }, false), source(2, { newest: '2' }, true)],
    ['2 2', '2 2'],
  ],
  [
    'another product',
    [source(1, { newest: '2' }, true), source(2, { newest: '2', product: 'd noble' }, false)],
    ['2 2'],
  ],
  ['a newer version', [source(1, { newest: '2' }, true), source(2, { newest: '3' }, false)], ['2 2']],
  [
    'a newer version, and the selected one as an older one, assumed to have the same files',
    [source(1, { newest: '2' }, true), source(2, { newest: '3', older: ['2', '1'] }, false)],
    ['2 2', '2 2'],
  ],
  [
    'a product that another product of its source replaces, although that source has selections',
    [source(1, { newest: '3', product: 'd noble', overrules: 0 }, true)],
    ['3 3'],
  ],
  [
    'a replaced product that the selection of another source matches, which comes before the other product',
    [source(1, { newest: '2' }, true), source(2, { newest: '2', product: 'c noble', overrules: 0 }, false)],
    ['2 2', '2 twin', '2 2'],
  ],
  [
    'a replaced product that comes after the other product',
    [source(1, { newest: '2' }, true), source(2, { newest: '3', product: 'd noble', overrules: 1 }, false)],
    ['2 2', '2 twin'],
  ],
  [
    'both are selected, and the first source decides the version',
    [source(1, { newest: '2' }, true), source(2, { newest: '3' }, true)],
    ['2 2'],
  ],
])('%s', (_, sources, expected) => {
  expect(read(...sources)).toEqual(expected)
})

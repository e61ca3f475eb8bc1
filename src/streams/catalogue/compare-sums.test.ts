import { expect, test } from 'vitest'
import type { StreamCatalogue } from './catalogue.ts'
import { compareCatalogues } from './compare.ts'

type Sum = string | undefined

/** A source with one image of one version, whose files have these checksums. */
const sourceWith = (...sums: readonly Sum[]): Pick<StreamCatalogue, 'releases'> => ({
  releases: [
    {
      os: 'ubuntu',
      release: 'noble',
      title: '24.04 LTS',
      codename: 'noble',
      lts: true,
      version: '24.04',
      supportEol: null,
      arches: [
        {
          arch: 'amd64',
          label: 'stable',
          version: '20260901',
          kernels: [{ name: 'ga', subarch: 'ga-24.04', flavour: 'generic' }],
          files: sums.map((sum) => (sum === undefined ? [100, [0]] : [100, [0], sum])),
        },
      ],
    },
  ],
})
const NOBLE = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }

test.each<[rule: string, before: readonly Sum[], after: readonly Sum[], kind: string]>([
  ['the same files are kept', ['a', 'b'], ['a', 'b'], 'kept'],
  ['the same files in another order are kept', ['a', 'b'], ['b', 'a'], 'kept'],
  ['a file with another checksum is a change', ['a', 'b'], ['a', 'c'], 'changed'],
  ['all files with other checksums are a change', ['a', 'b'], ['c', 'd'], 'changed'],
  ['a file whose checksum is unknown may be the same', ['a', 'b'], ['a', undefined], 'unsure'],
  ['a previously unknown checksum may match any file', ['a', undefined], ['a', 'c'], 'unsure'],
  ['one unknown checksum does not hide a change of another file', ['a', 'b'], [undefined, 'c'], 'changed'],
])('of the same version, %s', (_, before, after, kind) => {
  const { selected } = compareCatalogues(sourceWith(...before), sourceWith(...after), [NOBLE], {
    kernelsFiltered: true,
  })
  expect(selected[0]?.images[0]?.kind).toBe(kind)
})

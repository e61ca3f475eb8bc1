import { describe, expect, test } from 'vitest'
import type { Catalogue } from '#contract/gateway.ts'
import {
  ALL_OF,
  aCatalogue,
  anOffer,
  aRegion,
  aRelease,
  draftOf,
  grub,
  jammy,
  noble,
} from '#testing/image-fixtures.ts'
import { hazardsOf } from './hazards.ts'

const bare = aCatalogue([aRelease({ arches: [anOffer()] })])
const withLoaders = { ...bare, bootloaders: [grub] }
const TWO = ALL_OF('amd64', 'arm64')

/** A region with two sources, of which jammy and noble are selected from the first one. */
function hazards(
  version: string,
  draft: Parameters<typeof hazardsOf>[0]['draft'],
  catalogues: readonly (readonly [number, Catalogue])[] = [],
) {
  const { sources, saved } = aRegion(
    [
      [noble, TWO],
      [jammy, ALL_OF('amd64')],
    ],
    [1, 2],
  )
  return hazardsOf({
    version,
    sources: sources.map(({ source }) => source),
    catalogues: new Map(catalogues),
    saved,
    draft,
  })
}
const ids = (list: readonly { readonly id: number }[]) => list.map(({ id }) => id)
const narrows = draftOf([noble, TWO, ALL_OF('amd64')])
const clears = draftOf([noble, TWO, null], [jammy, ALL_OF('amd64'), null])

describe('an architecture that is cleared of a release', () => {
  test.each([
    ['3.8.0', ['noble']],
    ['3.7.3', []],
    ['unknown', []],
  ])('MAAS %s deletes and downloads again %j, whatever has been read', (version, releases) => {
    expect(hazards(version, narrows).again.map(({ release }) => release)).toEqual(releases)
  })
})

describe('a source of which nothing stays selected', () => {
  test.each<[string, string, readonly (readonly [number, Catalogue])[], number[], number[]]>([
    ['has no bootloaders: MAAS imports all of it', '3.7.3', [[1, bare]], [1], []],
    ['has bootloaders: MAAS imports nothing else', '3.7.3', [[1, withLoaders]], [], []],
    ['has not been read, so this is not known', '3.7.3', [], [], [1]],
    [
      'has never had a selection, and no bootloaders',
      '3.7.3',
      [
        [1, withLoaders],
        [2, bare],
      ],
      [2],
      [],
    ],
    ['and MAAS 3.8 imports nothing of it', '3.8.0', [[1, bare]], [], []],
    ['and MAAS 3.8 imports nothing of it, read or not', '3.8.0', [], [], []],
    ['of a MAAS whose version cannot be read', 'unknown', [[1, bare]], [1], []],
  ])('%s', (_, version, catalogues, whole, unread) => {
    const found = hazards(version, clears, catalogues)
    expect([ids(found.wholeSources), ids(found.unreadSources)]).toEqual([whole, unread])
  })

  test('a source that keeps a selection is not one of these', () => {
    expect(hazards('3.7.3', narrows)).toMatchObject({ wholeSources: [], unreadSources: [] })
  })
})

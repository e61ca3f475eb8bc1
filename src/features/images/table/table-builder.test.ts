import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  aCatalogue,
  ALL_OF,
  anImage,
  aRegion,
  aRelease,
  centos,
  centosRelease,
  draftOf,
  jammy,
  jammyRelease,
  noble,
} from '#testing/image-fixtures.ts'
import type { Draft, Table } from '#features/images/rules/model.ts'
import { tableBuilder } from './table-builder.ts'
import { buildTable } from './table.ts'
import type { TableInput } from '#features/images/rules/table-input.ts'
import { type ReleaseId, releaseKey } from '#selections/keys.ts'

const elsewhere = (id: ReleaseId): ReleaseId => ({ ...id, sourceId: 2 })
const unlisted: ReleaseId = { sourceId: 1, os: 'ubuntu', release: 'warty' }
const held: ReleaseId = { sourceId: 1, os: 'ubuntu', release: 'trusty' }

const input: TableInput = {
  ...aRegion(
    [
      [jammy, ALL_OF('amd64')],
      [noble, ALL_OF('*')],
      [elsewhere(jammy), ALL_OF('arm64')],
    ],
    [1, 2],
  ),
  catalogues: new Map([
    [1, aCatalogue([aRelease(), jammyRelease, centosRelease])],
    [2, aCatalogue([jammyRelease])],
  ]),
  images: [anImage([], { release: 'jammy' }), anImage([], { release: 'trusty' })],
  draft: new Map(),
  importing: false,
  kernelsFiltered: true,
  syncsSelections: false,
  commissioningRelease: 'jammy',
  lastByteAt: new Map(),
  now: 0,
}

const wish = fc.option(fc.uniqueArray(fc.constantFrom('amd64', 'arm64', 'sparc', '*')), { nil: null })
const drafts: fc.Arbitrary<Draft> = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom(jammy, noble, centos, held, unlisted, elsewhere(jammy), elsewhere(noble)),
      wish.map((arches) => arches && ALL_OF(...arches)),
    ),
    { selector: ([id]) => releaseKey(id) },
  )
  .map((entries) => draftOf(...entries.map(([id, wanted]) => [id, null, wanted] as const)))

const rowsOf = (table: Table) => table.groups.flatMap(({ rows }) => rows)

test('Draft after draft it gives the table that is built from nothing', () => {
  fc.assert(
    fc.property(fc.array(drafts, { maxLength: 6 }), (sequence) => {
      const build = tableBuilder()
      for (const draft of sequence) {
        expect(build({ ...input, draft })).toEqual(buildTable({ ...input, draft }))
      }
    }),
  )
})

test('new data is shown whatever the draft is', () => {
  fc.assert(
    fc.property(drafts, drafts, (before, after) => {
      const build = tableBuilder()
      build({ ...input, draft: before })
      const read = { ...input, images: [anImage([], { release: 'noble' })], draft: after }
      expect(build(read)).toEqual(buildTable(read))
    }),
  )
})

test('Rows of releases that the draft does not touch are the same objects', () => {
  const build = tableBuilder()
  const before = rowsOf(build(input))
  const after = rowsOf(build({ ...input, draft: draftOf([jammy, ALL_OF('amd64'), null]) }))
  const same = after.filter((row, index) => row === before[index]).map(({ key }) => key)
  expect(same).toEqual(before.filter(({ release }) => release !== 'jammy').map(({ key }) => key))
})

test('clearing the last selection changes the rows of other releases, too', () => {
  const images = [anImage([['ga-14.04', '20260901']], { release: 'trusty' })]
  const all = [
    [jammy, ALL_OF('amd64'), null],
    [noble, ALL_OF('*'), null],
    [elsewhere(jammy), ALL_OF('arm64'), null],
  ] as const
  const build = tableBuilder()
  for (const drafted of [all.slice(1), all, all.slice(1)]) {
    const draft = draftOf(...drafted)
    expect(build({ ...input, images, draft })).toEqual(buildTable({ ...input, images, draft }))
  }
})

import { describe, expect, test } from 'vitest'
import { aCatalogue, ALL_OF, anOffer, aRegion, aRelease, draftOf, noble } from '#testing/image-fixtures.ts'
import type { Draft } from './model.ts'
import { summarize } from '#features/images/forecast/summary.ts'
import { buildTable } from '#features/images/table/table.ts'

const second = { ...noble, sourceId: 2 }
const listing = (version: string) => aCatalogue([aRelease({ arches: [anOffer({ version })] })])
const FROM_HERE =
  'MAAS also imports it from this source: it is selected from source-1.example.com, and this source lists the same version.'
const FROM_THERE = 'MAAS also imports it from source-2.example.com, which lists the same version.'

type Given = { selected?: readonly (typeof noble)[]; draft?: Draft; version?: string; filtered?: boolean }

function tableOf(
  { selected = [noble], draft = new Map(), version = '20260901', filtered = true }: Given,
  catalogues = new Map([
    [1, listing('20260901')],
    [2, listing(version)],
  ]),
) {
  const region = aRegion(
    selected.map((id) => [id, ALL_OF('amd64')]),
    [1, 2],
  )
  const rest = {
    images: [],
    importing: false,
    syncsSelections: false,
    commissioningRelease: '',
    lastByteAt: new Map(),
    now: 0,
  }
  return {
    ...region,
    table: buildTable({ ...region, ...rest, catalogues, draft, kernelsFiltered: filtered }),
  }
}

test.each<[rule: string, given: Given, also: string[]]>([
  ['is imported from every source that lists it', {}, [FROM_THERE, FROM_HERE]],
  ['not from one that lists another version', { version: '20260801' }, ['', '']],
  ['MAAS 3.8 uses one source for each image', { filtered: false }, ['', '']],
  ['selected from both it needs no words', { selected: [noble, second] }, ['', '']],
  ['without any selection nothing is imported', { selected: [] }, ['', '']],
  [
    'a draft counts as what is saved',
    { selected: [], draft: draftOf([noble, null, ALL_OF('amd64')]) },
    [FROM_THERE, FROM_HERE],
  ],
])('an image that is selected from one of two sources: %s', (_, given, also) => {
  const { table } = tableOf(given)
  expect(table.groups.flatMap(({ rows }) => rows.map(({ cells }) => cells[0]?.also))).toEqual(also)
})

test('Review says it of an image that is added', () => {
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  const { table, saved } = tableOf({ selected: [], draft })
  const context = { commissioningRelease: '', defaultOs: '', defaultRelease: '' }
  const [added] = summarize(table, draft, saved, context).add
  expect(added?.detail).toBe(`version 20260901, all kernels, including future ones. ${FROM_THERE}`)
})

describe('an image that a mirror lists and does not hold', () => {
  const mirror = (version: string) => aCatalogue([aRelease({ arches: [anOffer({ version, absent: true })] })])
  const cellsOf = (there: ReturnType<typeof listing>, filtered = true) =>
    tableOf(
      { filtered },
      new Map([
        [1, mirror('20260901')],
        [2, there],
      ]),
    ).table.groups.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))

  test('is imported by the files of another source that lists the same version', () => {
    const [cell] = cellsOf(listing('20260901'))
    expect(cell?.state).toEqual({ kind: 'queued', importing: false })
    expect(cell?.also).toBe(
      'This source does not have all its files: MAAS imports them from source-2.example.com.',
    )
  })

  test.each([
    ['where the other source has another version', listing('20260801'), true],
    ['where the other source lacks them as well', mirror('20260901'), true],
    ['in MAAS 3.8', listing('20260901'), false],
  ])('is not imported %s', (_, there, filtered) => {
    const [cell] = cellsOf(there, filtered)
    expect(cell?.state).toEqual({ kind: 'absent' })
    expect(cell?.also).toBe('')
  })
})

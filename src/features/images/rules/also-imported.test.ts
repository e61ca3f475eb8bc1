import { describe, expect, test } from 'vitest'
import {
  aCatalogue,
  ALL_OF,
  anOffer,
  aRegion,
  aRelease,
  draftOf,
  grub,
  noble,
} from '#testing/image-fixtures.ts'
import type { Draft, Table } from './model.ts'
import { summarize } from '#features/images/forecast/summary.ts'
import { buildTable } from '#features/images/table/table.ts'
import { MAAS_IO, SNAP_KEYRING } from '#selections/maas-io.ts'

const second = { ...noble, sourceId: 2 }
const listing = (version: string, bootloaders = [grub]) =>
  aCatalogue([aRelease({ arches: [anOffer({ version })] })], { bootloaders })
const FROM_HERE =
  'MAAS also imports it from this source: it is selected from source-1.example.com, and this source lists the same version.'
const FROM_THERE = 'MAAS also imports it from source-2.example.com, which lists the same version.'

type Given = {
  selected?: readonly (typeof noble)[]
  draft?: Draft
  version?: string
  filtered?: boolean
  firstListed?: boolean
  sourceOrder?: readonly number[]
  /** The source with this id is the default source of a snap. */
  snapDefault?: number
}

function tableOf(
  {
    selected = [noble],
    draft = new Map(),
    version = '20260901',
    filtered = true,
    firstListed = false,
    sourceOrder,
    snapDefault,
  }: Given,
  catalogues = new Map([
    [1, listing('20260901')],
    [2, listing(version)],
  ]),
) {
  const region = aRegion(
    selected.map((id) => [id, ALL_OF('amd64')]),
    [...catalogues.keys()].toSorted((one, other) => one - other),
  )
  const sources = region.sources.map(({ source, selections }) => ({
    source:
      source.id === snapDefault ? { ...source, url: MAAS_IO.stable, keyring_filename: SNAP_KEYRING } : source,
    selections,
  }))
  const rest = {
    sources,
    sourceOrder,
    images: [],
    importing: false,
    syncsSelections: !filtered,
    takesFirstListed: firstListed,
    commissioningRelease: '',
    lastByteAt: new Map(),
    now: 0,
  }
  return {
    ...region,
    table: buildTable({ ...region, ...rest, catalogues, draft, kernelsFiltered: filtered }),
  }
}

/** What the rows of noble say of amd64. */
const alsoOf = ({ groups }: Table) =>
  groups
    .filter(({ kind }) => kind === 'os')
    .flatMap(({ rows }) => rows.map(({ cells }) => cells.find(({ arch }) => arch === 'amd64')?.also))

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
  expect(alsoOf(tableOf(given).table)).toEqual(also)
})

const WHOLE =
  'MAAS imports everything from this source, because nothing is selected from it and it has no bootloaders.'

test.each<[rule: string, given: Given, also: string[]]>([
  ['nothing is selected from it', {}, ['', WHOLE]],
  ['nothing is selected at all', { selected: [] }, ['', WHOLE]],
  [
    'a draft selects something from it',
    { selected: [], draft: draftOf([second, null, ALL_OF('arm64')]) },
    ['', ''],
  ],
  [
    'a draft clears its only selection',
    { selected: [second], draft: draftOf([second, ALL_OF('amd64'), null]) },
    ['', WHOLE],
  ],
  ['MAAS is 3.8', { selected: [], filtered: false }, ['', '']],
])('of two sources the second one has no bootloaders, and %s', (_, given, also) => {
  const catalogues = new Map([
    [1, listing('20260901')],
    [2, listing('20260801', [])],
  ])
  expect(alsoOf(tableOf(given, catalogues).table)).toEqual(also)
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

  test.each([
    ['after it, so MAAS 3.4 tries only the mirror', 1, {}, 'absent'],
    ['before it, so MAAS 3.4 never tries the mirror', 2, {}, 'queued'],
    [
      'before it, because the mirror, which is the older one, was updated',
      1,
      { sourceOrder: [2, 1] },
      'queued',
    ],
    ['after it, because it was updated, although it is the older one', 2, { sourceOrder: [2, 1] }, 'absent'],
    ['after it, because each import of a snap moves the default source', 2, { snapDefault: 1 }, 'absent'],
    [
      'after it, because that also moves it in a list in another order',
      1,
      { sourceOrder: [2, 1], snapDefault: 2 },
      'absent',
    ],
  ])('and that is selected from it, and another source is read %s', (_, id, order, kind) => {
    const catalogues = new Map([
      [id, mirror('20260901')],
      [3 - id, listing('20260901')],
    ])
    const selected = id === 1 ? noble : second
    const { table } = tableOf({ selected: [selected], firstListed: true, ...order }, catalogues)
    const row = table.groups.flatMap(({ rows }) => rows).find((one) => one.sourceId === id)
    expect(row?.cells.find(({ arch }) => arch === 'amd64')?.state.kind).toBe(kind)
  })

  test('of which MAAS 3.4 takes some files from an earlier source: the others come from the next one', () => {
    const some = anOffer({ version: '20260901' })
    const part = { ...some, kernels: some.kernels.slice(0, 1) }
    const catalogues = new Map([
      [1, aCatalogue([aRelease({ arches: [part] })])],
      [2, listing('20260901')],
      [3, mirror('20260901')],
    ])
    const given = { selected: [{ ...noble, sourceId: 3 }], firstListed: true, sourceOrder: [1, 2, 3] }
    const { table } = tableOf(given, catalogues)
    const row = table.groups.flatMap(({ rows }) => rows).find(({ sourceId }) => sourceId === 3)
    expect(row?.cells.find(({ arch }) => arch === 'amd64')?.state.kind).toBe('queued')
  })

  test.each([
    ['3.4 tries only the first of them, which lacks the files', true, [1, 2, 3], 'absent', ''],
    ['3.4 takes the files from the first of them', true, [2, 1, 3], 'queued', 'source-2.example.com'],
    ['3.5 tries all of them', false, [1, 2, 3], 'queued', 'source-2.example.com'],
  ] as const)('and three sources list it: MAAS %s', (_, firstListed, sourceOrder, kind, supplier) => {
    const catalogues = new Map([
      [1, mirror('20260901')],
      [2, listing('20260901')],
      [3, mirror('20260901')],
    ])
    const { table } = tableOf({ selected: [{ ...noble, sourceId: 3 }], firstListed, sourceOrder }, catalogues)
    const row = table.groups.flatMap(({ rows }) => rows).find(({ sourceId }) => sourceId === 3)
    const cell = row?.cells.find(({ arch }) => arch === 'amd64')
    expect(cell?.state.kind).toBe(kind)
    expect(cell?.also).toBe(
      supplier && `This source does not have all its files: MAAS imports them from ${supplier}.`,
    )
  })
})

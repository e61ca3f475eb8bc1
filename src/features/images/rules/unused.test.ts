import { describe, expect, test } from 'vitest'
import { aCatalogue, ALL_OF, anImage, aRegion, aRelease, draftOf, noble } from '#testing/image-fixtures.ts'
import type { Cell } from './model.ts'
import { summarize } from '#features/images/forecast/summary.ts'
import { noteProgress } from '#api/arriving-bytes.ts'
import { buildTable, isAnyArriving } from '#features/images/table/table.ts'
import type { TableInput } from './table-input.ts'
import type { Wanted } from '#selections/wanted.ts'
import type { ReleaseId } from '#selections/keys.ts'

/* Where MAAS syncs each selection on its own (3.8), one source brings an image. */

const second: ReleaseId = { ...noble, sourceId: 2 }
const half = anImage([['ga-24.04', null, '20260901']], { heldBytes: 0, incoming: { bytes: 500, done: 200 } })
const AMD64 = ALL_OF('amd64')

type Rank = { readonly priority: number; readonly enabled?: boolean }

/** Two sources that both offer noble, the second with the given rank; the first has priority 5. */
function inputOf(
  selections: readonly (readonly [ReleaseId, Wanted])[],
  { priority, enabled = true }: Rank,
  part: Partial<TableInput> = {},
): TableInput {
  const { sources, saved } = aRegion(selections, [1, 2])
  const ranked = sources.map(({ source, ...rest }) => ({
    ...rest,
    source:
      source.id === 1
        ? { ...source, name: 'One', priority: 5, enabled: true }
        : { ...source, name: 'Two', priority, enabled },
  }))
  const stream = aCatalogue([aRelease()])
  return {
    sources: ranked,
    saved,
    catalogues: new Map([
      [1, stream],
      [2, stream],
    ]),
    images: [half],
    draft: new Map(),
    importing: false,
    kernelsFiltered: false,
    syncsSelections: true,
    commissioningRelease: 'jammy',
    lastByteAt: new Map(),
    now: 0,
    ...part,
  }
}

const bothSaved = [
  [noble, AMD64],
  [second, AMD64],
] as const

/** The amd64 cells of noble at the first and the second source. */
const cellsOf = (input: TableInput): Cell[] =>
  buildTable(input)
    .groups.flatMap(({ rows }) => rows)
    .flatMap(({ cells }) => cells.filter(({ arch }) => arch === 'amd64'))
const statesOf = (input: TableInput) => cellsOf(input).map(({ state }) => state)

const outranked = (source: string) => ({ because: 'outranked', source })
const DISABLED = { because: 'disabled', source: 'Two' }
const DOWNLOADING = { kind: 'downloading', done: 200, bytes: 500 }

test.each<[rule: string, rank: Rank, states: unknown[]]>([
  [
    'the source with the highest priority is used, the other says so',
    { priority: 9 },
    [{ kind: 'unused', ...outranked('Two') }, DOWNLOADING],
  ],
  ['also where it is the first', { priority: 1 }, [DOWNLOADING, { kind: 'unused', ...outranked('One') }]],
  [
    'a disabled one is never used, whatever its priority',
    { priority: 9, enabled: false },
    [DOWNLOADING, { kind: 'unused', ...DISABLED }],
  ],
])('of two sources that select an image %s', (_, rank, states) => {
  expect(statesOf(inputOf(bothSaved, rank))).toEqual(states)
})

test('up to 3.7 both sources bring it', () => {
  const input = inputOf(bothSaved, { priority: 9 }, { syncsSelections: false, importing: true })
  expect(statesOf(input)).toEqual([DOWNLOADING, DOWNLOADING])
})

test('what another source brings is neither shown nor counted', () => {
  const [one] = cellsOf(inputOf(bothSaved, { priority: 9 }))
  expect(one).toMatchObject({ image: null, bytes: 0 })
})

describe('a source that is disabled', () => {
  const rank = { priority: 9, enabled: false }

  test('says so on its rows and selections, and shows what it has brought', () => {
    const input = inputOf([[second, AMD64]], rank)
    const rows = buildTable(input).groups.flatMap((group) => group.rows)
    expect(rows.map(({ source, sourceDisabled }) => [source, sourceDisabled])).toEqual([
      ['One', false],
      ['Two', true],
    ])
    expect(cellsOf(input)[1]).toMatchObject({ image: half, state: { kind: 'unused', ...DISABLED } })
  })

  test('says so before anything is selected from it', () => {
    expect(statesOf(inputOf([], rank, { images: [] }))).toEqual([
      { kind: 'not-selected' },
      { kind: 'not-selected', ...DISABLED },
    ])
  })
})

test('an image that no selection names is kept by MAAS', () => {
  expect(statesOf(inputOf([], { priority: 1 }))[0]).toEqual({ kind: 'kept' })
})

describe('before a save', () => {
  const warningsOf = (input: TableInput) =>
    summarize(buildTable(input), input.draft, input.saved, {
      commissioningRelease: '',
      defaultOs: '',
      defaultRelease: '',
      deletesImmediately: true,
    }).warnings.map(({ text }) => text)

  test.each<[string, Rank, string]>([
    [
      'a disabled source',
      { priority: 9, enabled: false },
      'MAAS does not import Ubuntu 24.04 LTS, arm64, from Two, because this source is disabled. Enable it first.',
    ],
    [
      'a source behind another one',
      { priority: 1 },
      'MAAS does not import Ubuntu 24.04 LTS, arm64, from Two: One has a higher priority.',
    ],
  ])('a selection at %s is warned about', (_, rank, text) => {
    const draft = draftOf([second, null, ALL_OF('arm64')])
    const selected = rank.enabled === false ? [] : ([[noble, ALL_OF('arm64')]] as const)
    expect(warningsOf(inputOf(selected, rank, { draft, images: [] }))).toContain(text)
  })

  test('images that are cleared are announced as deleted immediately, others not', () => {
    const draft = draftOf([second, AMD64, null])
    const text = 'MAAS deletes the cleared image as soon as you save, not at the next import.'
    expect(warningsOf(inputOf([[second, AMD64]], { priority: 9 }, { draft }))).toContain(text)
    expect(warningsOf(inputOf([[second, AMD64]], { priority: 9 }, { draft, images: [] }))).not.toContain(text)
  })
})

test('arriving bytes reveal an import that MAAS does not report', () => {
  const more = { ...half, incoming: { bytes: 500, done: 300 } }
  const first = noteProgress(new Map(), [half], 1_000)
  const grown = noteProgress(first, [more], 2_000)
  expect(isAnyArriving(first, 1_000)).toBe(false)
  expect(isAnyArriving(grown, 2_000)).toBe(true)
  expect(isAnyArriving(noteProgress(grown, [more], 122_000), 122_000)).toBe(false)
})

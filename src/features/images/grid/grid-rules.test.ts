import { describe, expect, test } from 'vitest'
import { anImage, anOffer, noble } from '#testing/image-fixtures.ts'
import { gridLines } from './grid-lines.ts'
import { rowState } from '#features/images/table/row-state.ts'
import { sameRow } from './same-row.ts'
import {
  archTargets,
  groupTargets,
  lostAtSource,
  offeredArches,
  sparing,
  checkedOf,
} from '#features/images/table/row-selection.ts'
import type { Cell, Group, ImageState, ReleaseRow } from '#features/images/rules/model.ts'

const cell = (arch: string, selected: boolean, part: Partial<Cell> = {}): Cell => ({
  arch,
  selected,
  state: selected ? { kind: 'synced' } : { kind: 'not-selected' },
  changed: false,
  locked: null,
  bytes: 1,
  offer: anOffer({ arch }),
  image: null,
  also: '',
  ...part,
})

const row = (release: string, cells: Cell[], part: Partial<ReleaseRow> = {}): ReleaseRow => ({
  ...noble,
  release,
  key: `1/ubuntu/${release}`,
  source: '',
  sourceDisabled: false,
  title: release,
  codename: '',
  lts: false,
  supportEol: null,
  supportEnded: false,
  version: release,
  selectable: true,
  cells,
  wanted: null,
  saved: null,
  bytes: 0,
  mustStay: null,
  ...part,
})

const group = (rows: ReleaseRow[], part: Partial<Group> = {}): Group => ({
  id: 'ubuntu',
  title: 'Ubuntu',
  kind: 'os',
  rows,
  ...part,
})

const pairs = (targets: readonly { row: ReleaseRow; arches: readonly string[] }[]) =>
  targets.map((target) => [target.row.release, ...target.arches])

describe('boxes of many images', () => {
  const lts = row('24.04', [cell('amd64', true), cell('arm64', false)], { lts: true })
  const interim = row('24.10', [cell('amd64', false)])

  test('the box of an architecture selects only LTS releases if the group has any', () => {
    expect(pairs(archTargets(group([lts, interim]), 'amd64'))).toEqual([['24.04', 'amd64']])
  })

  test('in a group without LTS releases it selects all releases that have the architecture', () => {
    const other = row('9', [cell('arm64', false)])
    expect(pairs(archTargets(group([interim, other]), 'amd64'))).toEqual([['24.10', 'amd64']])
  })

  test('an image that is neither offered nor selected has no box', () => {
    const gone = row('18.10', [cell('amd64', true, { offer: null }), cell('arm64', false, { offer: null })])
    expect(pairs(groupTargets(group([gone])))).toEqual([['18.10', 'amd64']])
  })

  test('custom images have no boxes', () => {
    const custom = group([row('x', [cell('amd64', false)], { selectable: false })])
    expect(groupTargets(custom)).toEqual([])
    expect(archTargets(custom, 'amd64')).toEqual([])
  })

  test.each<[boolean | 'mixed', boolean[]]>([
    [false, [false, false]],
    ['mixed', [true, false]],
    [true, [true, true]],
    [false, []],
  ])('a box over others shows %s for %j', (expected, boxes) => {
    const over = row(
      'x',
      boxes.map((selected, index) => cell(`arch${index}`, selected)),
    )
    expect(checkedOf([{ row: over, arches: over.cells.map(({ arch }) => arch) }])).toBe(expected)
  })

  test('clearing everything leaves one box of the commissioning release, amd64 if it is selected', () => {
    const stays = row('22.04', [cell('arm64', true), cell('amd64', true)], { mustStay: 'because' })
    expect(sparing([{ row: stays, arches: ['arm64', 'amd64'] }])).toEqual({
      targets: [{ row: stays, arches: ['arm64'] }],
      because: 'because',
    })
    const other = row('22.04', [cell('arm64', true)], { mustStay: 'because' })
    expect(pairs(sparing([{ row: other, arches: ['arm64'] }]).targets)).toEqual([['22.04']])
  })

  test('clearing a part of it, or an image that is not selected, needs no protection', () => {
    const stays = row('22.04', [cell('arm64', true), cell('amd64', true)], { mustStay: 'because' })
    expect(sparing([{ row: stays, arches: ['arm64'] }]).because).toBeNull()
    const none = row('22.04', [cell('amd64', false)], { mustStay: 'because' })
    expect(sparing([{ row: none, arches: ['amd64'] }]).because).toBeNull()
  })
})

describe('what the source has dropped', () => {
  const dropped = row('18.10', [cell('amd64', true, { offer: null }), cell('arm64', false)])
  const silent = row('20.10', [cell('amd64', true, { offer: null }), cell('arm64', true, { offer: null })])

  test('must not be in a selection; if the source is not known, everything may be', () => {
    expect(offeredArches(dropped)).toEqual(['arm64'])
    expect(offeredArches(silent)).toEqual(['amd64', 'arm64'])
  })

  test('is removed by the next change of its release, and a message says so', () => {
    expect(lostAtSource([{ row: dropped, arches: ['arm64'] }])).toContain('no longer offers 18.10 amd64')
  })

  test('is not reported if it is not selected, or if the source is not known', () => {
    const cleared = row('18.10', [cell('amd64', false, { offer: null }), cell('arm64', true)])
    expect(lostAtSource([{ row: cleared, arches: ['arm64'] }])).toBeNull()
    expect(lostAtSource([{ row: silent, arches: ['arm64'] }])).toBeNull()
  })
})

describe('the lines of the grid', () => {
  const rows = [row('24.04', []), row('22.04', [])]
  const kinds = (open: string[], groups = [group(rows)]) =>
    gridLines({ groups, arches: [], kernelsFiltered: true }, open).map((line) =>
      line.kind === 'detail' ? 'detail' : `${line.kind} ${line.line}`,
    )

  test('are groups and their rows, counted', () => {
    expect(kinds([])).toEqual(['group 0', 'release 1', 'release 2'])
  })

  test('have a detail below an open row, where arrow keys do not stop', () => {
    expect(kinds(['1/ubuntu/24.04'])).toEqual(['group 0', 'release 1', 'detail', 'release 2'])
  })

  test('hide the group of bootloaders until it is opened', () => {
    const along = group(rows, { id: 'along', kind: 'along' })
    expect(kinds([], [along])).toEqual(['group 0'])
    expect(kinds(['along'], [along])).toEqual(['group 0', 'release 1', 'release 2'])
  })
})

describe('a row in one line', () => {
  const states = (...list: ImageState[]) => ({
    cells: list.map((state, i) => cell(`a${i}`, true, { state })),
  })

  test.each<[string, string, ImageState[]]>([
    ['not-selected', 'Not selected', []],
    ['not-selected', 'Not selected', [{ kind: 'not-selected' }]],
    ['synced', '2 synced', [{ kind: 'synced' }, { kind: 'synced' }, { kind: 'not-selected' }]],
    [
      'update',
      '1 update available, 1 synced',
      [{ kind: 'synced' }, { kind: 'update', held: '1', newest: '2' }],
    ],
    [
      'stalled',
      '1 stalled, 1 downloading, 1 synced',
      [
        { kind: 'synced' },
        { kind: 'downloading', done: 1, bytes: 4 },
        { kind: 'stalled', done: 2, bytes: 4, since: 0 },
      ],
    ],
  ])('shows the most urgent state first: %s, %s', (kind, text, list) => {
    expect(rowState(states(...list))).toMatchObject({ kind, text })
  })

  test.each<[string, ImageState[]]>([
    ['1 also imported', [{ kind: 'not-selected' }]],
    ['1 synced, 1 also imported', [{ kind: 'synced' }, { kind: 'not-selected' }]],
  ])('counts images that MAAS imports because another source selects them: %s', (text, list) => {
    const cells = list.map((state, i) => cell(`a${i}`, true, { state, also: 'MAAS also imports it.' }))
    expect(rowState({ cells }).text).toBe(text)
  })

  test('counts each state, the most urgent first', () => {
    const every: ImageState[] = [
      { kind: 'custom' },
      { kind: 'synced' },
      { kind: 'reading' },
      { kind: 'update', held: '1', newest: '2' },
      { kind: 'queued', importing: true },
      { kind: 'gone' },
      { kind: 'removing', when: 'after-save' },
      { kind: 'selected' },
      { kind: 'downloading', done: 1, bytes: 4 },
      { kind: 'stopped', done: 1, bytes: 4 },
      { kind: 'stalled', done: 1, bytes: 4, since: 0 },
    ]
    expect(rowState(states(...every)).text).toBe(
      '1 stalled, 1 stopped, 1 not offered, 1 downloading, 1 queued, 1 update available, 1 to add, ' +
        '1 to remove, 1 reading, 1 synced, 1 custom',
    )
  })

  test('adds up the arriving bytes', () => {
    const arriving = states(
      { kind: 'downloading', done: 1, bytes: 4 },
      { kind: 'stopped', done: 2, bytes: 6 },
    )
    expect(rowState(arriving).progress).toEqual({ done: 3, bytes: 10 })
    expect(rowState(states({ kind: 'synced' })).progress).toBeNull()
  })
})

describe('a row is drawn again', () => {
  const image = anImage()
  const offer = anOffer()
  const make = (part: Partial<Cell> = {}, rest: Partial<ReleaseRow> = {}) =>
    row('24.04', [cell('amd64', true, { image, offer, ...part })], {
      wanted: { arches: ['amd64'], subarches: ['*'], labels: ['*'] },
      ...rest,
    })

  test('not when a new table shows the same', () => {
    expect(sameRow(make(), make())).toBe(true)
  })

  test.each<[string, ReleaseRow]>([
    ['a box', make({ selected: false })],
    ['a state', make({ state: { kind: 'downloading', done: 1, bytes: 2 } })],
    ['what is held', make({ image: anImage() })],
    ['a wish', make({}, { wanted: { arches: ['*'], subarches: ['*'], labels: ['*'] } })],
    ['a title', make({}, { title: 'other' })],
    [
      'an architecture more',
      row('24.04', [...make().cells, cell('arm64', false)], { wanted: make().wanted }),
    ],
  ])('when %s changed', (_, changed) => {
    expect(sameRow(make(), changed)).toBe(false)
  })
})

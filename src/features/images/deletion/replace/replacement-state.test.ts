import { expect, test } from 'vitest'
import type { Cell, ImageState, ReleaseRow, Table } from '#features/images/rules/model.ts'
import type { Replacing } from './replacing.ts'
import { replacementState } from './replacement-state.ts'

const cell = (state: ImageState, part: Partial<Cell> = {}) =>
  ({ arch: 'amd64', state, selected: true, changed: false, image: { heldBytes: 1 }, ...part }) as Cell

const row = (release: string, cells: readonly Cell[]) =>
  ({
    os: 'ubuntu',
    release,
    title: release,
    codename: '',
    sourceId: 1,
    selectable: true,
    cells,
  }) as ReleaseRow

const REPLACING: Replacing = {
  gone: { kind: 'synced', os: 'ubuntu', release: 'cosmic', arch: 'amd64' },
  goneName: 'Ubuntu 18.10 (amd64)',
  by: { sourceId: 1, os: 'ubuntu', release: 'noble', arch: 'amd64' },
  byName: 'Ubuntu 24.04 LTS (amd64)',
  selected: true,
}

const GONE = cell({ kind: 'gone' })
const NOT_SELECTED = cell({ kind: 'not-selected' }, { selected: false, image: null })

test.each<[what: string, gone: Cell | null, by: Cell, selected: boolean, kind: string, text?: string]>([
  ['the selection is not saved yet', GONE, NOT_SELECTED, false, 'select'],
  ['the save was not noted before a reload', GONE, cell({ kind: 'synced' }), false, 'delete'],
  ['it is queued', GONE, cell({ kind: 'queued', importing: true }, { image: null }), true, 'wait', 'Queued'],
  ['it arrives', GONE, cell({ kind: 'downloading', done: 43, bytes: 100 }), true, 'wait', 'Downloading 43 %'],
  ['it is complete', GONE, cell({ kind: 'synced' }), true, 'delete'],
  ['an older version is complete', GONE, cell({ kind: 'update', held: '1', newest: '2' }), true, 'delete'],
  ['someone has cleared it', GONE, NOT_SELECTED, true, 'cleared'],
  [
    'it is only cleared here, not saved',
    GONE,
    cell({ kind: 'synced' }, { selected: false, changed: true }),
    true,
    'delete',
  ],
  ['it is selected here, not saved', GONE, cell({ kind: 'selected' }, { changed: true }), true, 'cleared'],
  ['the first image is gone', null, cell({ kind: 'synced' }), true, 'done'],
  ['the first image is gone, but an import is owed', null, cell({ kind: 'synced' }), true, 'finish'],
])('%s', (what, gone, by, selected, kind, text) => {
  const rows = [...(gone ? [row('cosmic', [gone])] : []), row('noble', [by])]
  const table: Table = {
    groups: [{ id: 'ubuntu', title: 'Ubuntu', kind: 'os', rows }],
    arches: [],
    kernelsFiltered: true,
  }
  const left = { lost: [], importOwed: what.includes('owed') }
  const state = replacementState({ ...REPLACING, selected, left }, table)
  expect([state.kind, 'text' in state ? state.text : undefined]).toEqual([kind, text])
})

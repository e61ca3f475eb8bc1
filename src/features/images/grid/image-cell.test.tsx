import { render, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { anOffer } from '#testing/image-fixtures.ts'
import { ImageCell } from './image-cell.tsx'
import type { Cell, ImageState, ReleaseRow } from '#features/images/rules/model.ts'

const row: ReleaseRow = {
  key: '1/ubuntu/noble',
  sourceId: 1,
  os: 'ubuntu',
  release: 'noble',
  source: '',
  sourceDisabled: false,
  title: '24.04 LTS',
  codename: 'Noble Numbat',
  lts: true,
  supportEol: null,
  supportEnded: false,
  version: '24.04',
  selectable: true,
  cells: [],
  wanted: null,
  saved: null,
  bytes: 0,
  mustStay: null,
}

function show(state: ImageState, part: Partial<Cell> = {}, of: Partial<ReleaseRow> = {}) {
  const cell: Cell = {
    arch: 'amd64',
    state,
    selected: true,
    changed: false,
    locked: null,
    bytes: 0,
    offer: null,
    image: null,
    also: '',
    ...part,
  }
  const ignore = () => undefined
  const actions = {
    readOnlyReason: null,
    explain: ignore,
    select: ignore,
    kernels: ignore,
    allArches: ignore,
    toggle: ignore,
    remove: ignore,
  }
  render(
    <div role="grid">
      <div role="row">
        <ImageCell
          line={0}
          column={0}
          col={null}
          arch="amd64"
          cell={cell}
          row={{ ...row, ...of }}
          name="Ubuntu 24.04 LTS"
          actions={actions}
        />
      </div>
    </div>,
  )
  return screen.getByRole('gridcell')
}

test.each<[string, ImageState, string]>([
  ['a download', { kind: 'downloading', done: 437, bytes: 1_000 }, '43 %'],
  ['a download that has stalled', { kind: 'stalled', done: 437, bytes: 1_000, since: 0 }, '43 %'],
  ['a selected image', { kind: 'selected' }, 'Add'],
  ['an image of which MAAS counts all bytes', { kind: 'downloading', done: 1_000, bytes: 1_000 }, '99 %'],
])('the cell of %s shows its state in short', (_, state, text) => {
  expect(within(show(state)).getByText(text)).toBeVisible()
})

const LOCKED = 'Ubuntu 24.04 LTS is the commissioning release.'
const ALSO = 'MAAS also imports it from Mirror, which lists the same version.'

test.each<[description: string, state: ImageState, cell?: Partial<Cell>, row?: Partial<ReleaseRow>]>([
  ['Synced', { kind: 'synced' }],
  ['Not selected', { kind: 'not-selected' }, { selected: false, offer: anOffer() }],
  ['Selected', { kind: 'selected' }, { changed: true }],
  [
    'Will be removed',
    { kind: 'removing', when: 'after-save' },
    { selected: false, changed: true, offer: anOffer() },
  ],
  ['Queued', { kind: 'queued', importing: true }],
  ['Downloading 43 %', { kind: 'downloading', done: 437, bytes: 1_000 }],
  ['Stalled at 43 %', { kind: 'stalled', done: 437, bytes: 1_000, since: 0 }],
  ['Stopped at 43 %', { kind: 'stopped', done: 437, bytes: 1_000 }],
  ['Update available', { kind: 'update', held: '1', newest: '2' }],
  ['Not offered', { kind: 'gone' }],
  ['Missing on the mirror', { kind: 'absent' }],
  ['Not used', { kind: 'unused', because: 'outranked', source: 'Mirror' }],
  ['Kept by MAAS', { kind: 'kept' }, { selected: false, offer: anOffer() }],
  ['Reading…', { kind: 'reading' }],
  [`Synced. ${LOCKED}`, { kind: 'synced' }, { locked: LOCKED }],
  [`Synced. ${ALSO}`, { kind: 'synced' }, { also: ALSO }],
  [`Synced. ${ALSO} ${LOCKED}`, { kind: 'synced' }, { also: ALSO, locked: LOCKED }],
  ['Selected. The source is disabled.', { kind: 'selected' }, {}, { sourceDisabled: true }],
])('a box is named by its image alone, and described as: %s', (description, state, cell, of) => {
  show(state, cell, of)
  const box = screen.getByRole('checkbox', { name: /^Ubuntu 24\.04 LTS amd64$/ })
  expect(box).toHaveAccessibleDescription(description)
})

import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ImageCell } from './image-cell.tsx'
import type { Cell, ImageState, ReleaseRow } from '#features/images/rules/model.ts'

const row: ReleaseRow = {
  key: '1/ubuntu/noble',
  sourceId: 1,
  os: 'ubuntu',
  release: 'noble',
  source: '',
  title: '24.04 LTS',
  codename: 'Noble Numbat',
  lts: true,
  supportEol: null,
  version: '24.04',
  selectable: true,
  cells: [],
  wanted: null,
  saved: null,
  bytes: 0,
  mustStay: null,
}

function show(state: ImageState) {
  const cell: Cell = {
    arch: 'amd64',
    state,
    ticked: true,
    changed: false,
    locked: null,
    bytes: 0,
    offer: null,
    image: null,
    also: '',
  }
  const ignore = () => undefined
  const actions = {
    writesOff: null,
    explain: ignore,
    tick: ignore,
    kernels: ignore,
    allArches: ignore,
    toggle: ignore,
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
          row={row}
          name="Ubuntu"
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
  ['a download that was stopped', { kind: 'stopped', done: 437, bytes: 1_000 }, '43 %'],
  ['an image whose last byte is missing', { kind: 'downloading', done: 9_999, bytes: 10_000 }, '99 %'],
  ['an image before its first byte', { kind: 'downloading', done: 0, bytes: 0 }, '0 %'],
  ['an image of which MAAS counts all bytes', { kind: 'downloading', done: 1_000, bytes: 1_000 }, '99 %'],
])('the cell of %s shows its percent, rounded down, and never 100', (_, state, text) => {
  expect(show(state).textContent).toBe(text)
})

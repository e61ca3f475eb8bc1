import { expect, test } from 'vitest'
import type { Cell, Group, ImageState, ReleaseRow, Table } from '#features/images/rules/model.ts'
import { queueOf } from './queue.ts'

const cell = (arch: string, state: ImageState): Cell => ({
  arch,
  state,
  selected: true,
  changed: false,
  locked: null,
  bytes: 600,
  offer: null,
  image: null,
  also: '',
})
const row = (os: string, release: string, title: string, cells: Cell[]): ReleaseRow => ({
  os,
  release,
  sourceId: 1,
  key: `1 ${os}/${release}`,
  source: '',
  sourceDisabled: false,
  title,
  codename: '',
  lts: false,
  supportEol: null,
  supportEnded: false,
  version: '',
  selectable: true,
  cells,
  wanted: null,
  saved: null,
  bytes: 0,
  mustStay: null,
})
const group = (kind: Group['kind'], title: string, rows: ReleaseRow[]): Group => ({
  id: title,
  title,
  kind,
  rows,
})

const half: ImageState = { kind: 'downloading', done: 300, bytes: 600 }
const queued: ImageState = { kind: 'queued', importing: true }
const table: Table = {
  arches: [],
  kernelsFiltered: true,
  groups: [
    group('os', 'Ubuntu', [
      row('ubuntu', 'noble', '24.04 LTS', [cell('amd64', { kind: 'update', held: '1', newest: '2' })]),
      row('ubuntu', 'jammy', '22.04 LTS', [cell('arm64', half), cell('amd64', queued)]),
      row('ubuntu', 'focal', '20.04 LTS', [
        cell('amd64', { kind: 'synced' }),
        cell('arm64', { kind: 'queued', importing: false }),
      ]),
    ]),
    group('along', 'Bootloaders', [row('grub-efi', 'uefi', 'UEFI', [cell('arm64', queued)])]),
  ],
}

test('what has begun comes first, then bootloaders, then names in the order of MAAS', () => {
  expect(queueOf(table, true).map(({ name, state, done }) => [name, state, done])).toEqual([
    ['Ubuntu 22.04 LTS arm64', 'downloading', 300],
    ['UEFI arm64', 'queued', 0],
    ['Ubuntu 22.04 LTS amd64', 'queued', 0],
    ['Ubuntu 24.04 LTS amd64', 'update', 0],
  ])
})

test('an update waits only for an import that is running', () => {
  expect(queueOf(table, false).map(({ state }) => state)).toEqual(['downloading', 'queued', 'queued'])
})

import { expect, test } from 'vitest'
import type { Cell, ImageState, ReleaseRow } from '#features/images/rules/model.ts'
import { absentCauses, goneCauses, lackingOf } from './lacking.ts'

const cell = (arch: string, state: ImageState, changed = false) => ({ arch, state, changed }) as Cell
const row = (title: string, cells: Cell[]) => ({ title, cells }) as unknown as ReleaseRow

test('saved images that are not offered or lack files are named', () => {
  const gone: ImageState = { kind: 'gone' }
  const absent: ImageState = { kind: 'absent' }
  const rows = [
    row('18.10', [cell('amd64', gone), cell('arm64', gone, true), cell('s390x', { kind: 'synced' })]),
    row('24.04 LTS', [cell('amd64', absent)]),
    // selected from another source, too
    row('18.10', [cell('amd64', gone)]),
  ]
  expect(lackingOf({ groups: [{ id: 'ubuntu', title: 'Ubuntu', kind: 'os', rows }] })).toEqual({
    gone: ['Ubuntu 18.10 amd64'],
    absent: ['Ubuntu 24.04 LTS amd64'],
  })
})

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

test.each([
  ['3.4.9', 'MAAS cannot complete a, b, c, d, e, and 2 more.'],
  [
    '3.5.13',
    'MAAS cannot complete a, b, c, d, e, and 2 more. It tries missing files again without a message, until its time limit.',
  ],
  ['3.8.0', 'MAAS cannot complete a, b, c, d, e, and 2 more.'],
])('what MAAS %s does with missing files', (version, text) => {
  expect(absentCauses({ gone: [], absent: NAMES }, version)).toMatchObject([{ text }])
})

test('what is not offered does not end an import', () => {
  expect(goneCauses({ gone: ['a'], absent: [] })[0]?.text).toMatch(/^No source offers a, .* go on\.$/)
})

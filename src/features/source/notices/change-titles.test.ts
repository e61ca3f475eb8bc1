import { expect, test } from 'vitest'
import { changeTitle, undoTitle } from './change-titles.ts'
import type { SourceState, SourceTarget } from '#features/source/rules/model.ts'

const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const MIRROR = 'http://mirror.example.com/ubuntu'
const keyring = { keyring_filename: '/k.gpg', keyring_data: '' }
const mirror: SourceState = {
  source: { id: 3, url: MIRROR, ...keyring, created: '', updated: '', name: 'Local mirror', priority: 2 },
  selections: [],
}
const target = (part: Partial<SourceTarget> = {}): SourceTarget => ({
  spec: { url: STABLE, ...keyring },
  selections: [],
  replaces: 3,
  ...part,
})
const before = [mirror]

test.each<[title: string, change: Parameters<typeof changeTitle>[0]]>([
  ['Change source', { target: target(), before }],
  ['Add source', { target: target({ replaces: null }), before }],
  ['Delete Local mirror', { target: target({ spec: null }), before }],
  ['Undo the change to Local mirror', { target: target(), before, undoes: true }],
  [
    'Undo the change of Local mirror',
    { target: target({ spec: { ...keyring, url: MIRROR } }), before, undoes: true },
  ],
  ['Undo the deletion of maas.io', { target: target({ replaces: null }), before, undoes: true }],
  ['Go back to the former source', { target: target({ back: true }), before, undoes: true }],
])('the title of a change is “%s”', (title, change) => {
  expect(changeTitle(change)).toBe(title)
})

const from = { spec: { url: STABLE, ...keyring }, selections: [] }
const done = { at: '', from, to: { url: MIRROR, keyring_filename: '' }, startedBefore: null }

test('the title of an undo uses the source’s name in the region', () => {
  expect(undoTitle(done, before)).toBe('Undo the change to Local mirror')
  expect(undoTitle(done, [])).toBe('Undo the change to mirror.example.com/ubuntu')
  expect(undoTitle({ ...done, to: null }, before)).toBe('Undo the deletion of maas.io')
})

import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { mergeDraft } from './merge.ts'
import { MergeDialog } from './merge-dialog.tsx'
import { statusText, type SaveBarState } from './use-save-bar.ts'
import type { MergeStage } from './save.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import type { Wanted } from '#selections/wanted.ts'
import { releaseKey } from '#selections/keys.ts'

const id = { sourceId: 1, os: 'ubuntu', release: 'noble' }
const key = releaseKey(id)
const wanted = (...arches: string[]): Wanted => ({ arches, subarches: ['*'], labels: ['*'] })
const saved = (its: Wanted | null): Saved =>
  new Map(its ? [[key, { ...id, selectionId: 1, wanted: its }]] : [])
const table = { groups: [], arches: [], kernelsFiltered: true }

/** amd64 was saved; the draft adds arm64. Another user saved `now` meanwhile. */
function show(now: Wanted | null, stage: MergeStage = 'before') {
  const draft: Draft = new Map([[key, { ...id, base: wanted('amd64'), wanted: wanted('amd64', 'arm64') }]])
  const outcome = {
    kind: 'merge',
    now: saved(now),
    merged: mergeDraft(draft, saved(now)),
    stage,
  } as const
  const [onSave, onKeepEditing] = [vi.fn<(draft: Draft) => void>(), vi.fn<(draft: Draft) => void>()]
  render(
    <MergeDialog
      outcome={outcome}
      table={table}
      onSave={onSave}
      onKeepEditing={onKeepEditing}
      onDismiss={vi.fn<() => void>()}
    />,
  )
  return { onSave, onKeepEditing }
}

const merged = (base: Wanted | null, its: Wanted): Draft => new Map([[key, { ...id, base, wanted: its }]])

test.each([
  ['Keep editing', () => userEvent.click(screen.getByRole('button', { name: 'Keep editing' }))],
  ['Escape', () => userEvent.keyboard('{Escape}')],
])('%s goes on with the merged draft, which clears nothing of another user', async (_, close) => {
  const { onSave, onKeepEditing } = show(wanted('amd64', 's390x'))
  await close()
  expect(onKeepEditing).toHaveBeenCalledExactlyOnceWith(
    merged(wanted('amd64', 's390x'), wanted('amd64', 'arm64', 's390x')),
  )
  expect(onSave).not.toHaveBeenCalled()
})

test.each([
  ['Save my selection', merged(wanted('amd64'), wanted('amd64', 'arm64'))],
  ['Keep the selection in MAAS', new Map()],
])(
  'a conflict goes on as chosen, and the next save asks again where something is left to decide: %s',
  async (choice, draft) => {
    const { onKeepEditing } = show(null)
    await userEvent.click(screen.getByRole('radio', { name: choice }))
    await userEvent.click(screen.getByRole('button', { name: 'Keep editing' }))
    expect(onKeepEditing).toHaveBeenCalledExactlyOnceWith(draft)
  },
)

test.each<[MergeStage, RegExp]>([
  ['before', /^Nothing has been saved yet\./],
  ['partly', /^Part of your selection is saved; the import has not started\./],
  ['saved', /^Your selection was saved, then someone else changed it; the import has not started\./],
])('how far the save has come is said first: %s', (stage, text) => {
  show(wanted('amd64', 's390x'), stage)
  expect(screen.getByRole('dialog')).toHaveAccessibleDescription(text)
})

test.each([
  ['merged', wanted('amd64', 's390x'), 0],
  ['in conflict', null, 2],
])('if the changes are %s, the dialog offers a choice only if there is a conflict', (_, now, choices) => {
  show(now)
  expect(screen.queryAllByText(/Choose what to keep/)).toHaveLength(choices > 0 ? 1 : 0)
  expect(screen.queryAllByRole('radio')).toHaveLength(choices)
})

test('while the dialog is open, the save bar counts nothing: what the other user selected would look cleared', () => {
  const bar = { dirty: true, merging: true, summary: {} } as SaveBarState
  expect(statusText(bar, false, false)).toBe('Someone else changed the selection.')
})

import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { readRecord, writeRecord } from '#api/store/records.ts'
import { tabIdFor } from '#api/store/tab-id.ts'
import { ALL_OF, aRegion, jammy } from '#testing/image-fixtures.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { NOTHING_UNSAVED, UNSAVED } from './unsaved.ts'
import { useDraft } from './use-draft.ts'

const { saved, sources } = aRegion([[jammy, ALL_OF('amd64')]])
const STEPS: readonly BoardStep[] = [
  { label: 'Select Ubuntu 24.04 LTS', status: 'done' },
  { label: 'Start the import', status: 'failed', note: 'Busy' },
]

const show = (user: string) => renderHook(() => useDraft(saved, sources, { region: 'region-1', user }))

test('a page that is left during a save and shown again waits for its end, and shows what it has left', async () => {
  const before = show('ann')
  await act(async () => before.result.current.setSaving(true))
  before.unmount()
  const { result } = show('ann')
  expect(result.current.saving).toBe(true)

  await act(async () => {
    before.result.current.setImportOwed(true)
    await before.result.current.keepSteps(STEPS)
    before.result.current.setSaving(false)
  })
  expect(result.current.saving).toBe(false)
  expect(result.current.importOwed).toBe(true)
  expect(result.current.interrupted).toEqual(STEPS)
})

test('what an interrupted save may have written stays to be imported when its steps are gone', async () => {
  const owner = { region: 'region-1', user: 'bert' }
  await writeRecord(
    UNSAVED,
    owner,
    { ...NOTHING_UNSAVED, at: '2026-11-23T10:42:00.000Z', steps: [{ label: 'Select', status: 'running' }] },
    tabIdFor(owner),
  )
  const { result } = show('bert')
  await waitFor(() => expect(result.current.importOwed).toBe(true))
  await act(() => result.current.keepSteps([]))
  expect(await readRecord(UNSAVED, owner, tabIdFor(owner))).toMatchObject({ importOwed: true, steps: [] })
})

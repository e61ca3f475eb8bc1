import { QueryClient } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ALL_OF, draftOf, noble } from '#testing/image-fixtures.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { useSave } from './use-save.ts'

vi.mock('./save.ts', () => {
  throw new TypeError('Failed to fetch dynamically imported module')
})

test('if the code that saves cannot be loaded, nothing is saved, and the page says so', async () => {
  const keepSteps = vi.fn<(steps: readonly unknown[]) => Promise<void>>(async () => undefined)
  const draft = {
    draft: new Map(),
    importOwed: false,
    interrupted: [],
    saving: false,
    keepSteps,
    setSaving: () => undefined,
    setImportOwed: () => undefined,
    change: () => undefined,
  } as Partial<ReturnType<typeof useDraft>> as ReturnType<typeof useDraft>
  const data = { images: {}, region: {}, sources: [], catalogues: new Map() } as unknown as ReturnType<
    typeof useImages
  >
  const table = { groups: [], arches: [], kernelsFiltered: true }
  const { result } = renderHook(() => useSave({ client: new QueryClient(), data, draft, table }))
  await act(() => result.current.run(draftOf([noble, null, ALL_OF('amd64')])))
  expect(result.current.running).toBe(false)
  expect(result.current.outcome).toEqual({
    kind: 'failed',
    message: '',
    written: false,
    unloaded: true,
  })
  expect(keepSteps).toHaveBeenLastCalledWith([])
})

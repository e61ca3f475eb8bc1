import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useForecastRules } from './use-forecast-rules.ts'

test('rules that cannot be loaded are loaded again at the next change or on request, and not without a change', async () => {
  vi.doMock('./forecast-rules.ts', () => {
    throw new Error('The gateway does not answer.')
  })
  onTestFinished(() => vi.doUnmock('./forecast-rules.ts'))
  const { result, rerender } = renderHook(({ draft }) => useForecastRules(draft), {
    initialProps: { draft: null as object | null },
  })
  expect(result.current).toMatchObject({ rules: null, failed: false })
  rerender({ draft: {} })
  await waitFor(() => expect(result.current.failed).toBe(true))
  rerender({ draft: {} })
  await waitFor(() => expect(result.current.failed).toBe(true))
  vi.doUnmock('./forecast-rules.ts')
  act(() => result.current.retry())
  expect(result.current.failed).toBe(false)
  await waitFor(() => expect(result.current.rules).not.toBeNull())
  expect(result.current.failed).toBe(false)
})

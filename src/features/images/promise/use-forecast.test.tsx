import { renderHook, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useForecast } from './use-forecast.ts'

test('rules that cannot be loaded are tried again at the next change, and not needed without one', async () => {
  vi.doMock('./forecast.ts', () => {
    throw new Error('The gateway does not answer.')
  })
  onTestFinished(() => vi.doUnmock('./forecast.ts'))
  const { result, rerender } = renderHook(({ draft }) => useForecast(draft), {
    initialProps: { draft: null as object | null },
  })
  expect(result.current).toEqual({ forecast: null, failed: false })
  rerender({ draft: {} })
  await waitFor(() => expect(result.current.failed).toBe(true))
  vi.doUnmock('./forecast.ts')
  rerender({ draft: {} })
  await waitFor(() => expect(result.current.forecast).not.toBeNull())
  expect(result.current.failed).toBe(false)
})

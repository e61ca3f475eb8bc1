import { act, renderHook } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useDebounced } from './use-debounced.ts'

test('a value is taken when it has been the same for the whole time', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms))
  const { result, rerender } = renderHook(({ versions }) => useDebounced({ versions }, 500), {
    initialProps: { versions: 1 },
  })
  expect(result.current).toEqual({ debounced: { versions: 1 }, isCurrent: true })
  rerender({ versions: 2 })
  wait(400)
  rerender({ versions: 3 })
  wait(400)
  expect(result.current).toEqual({ debounced: { versions: 1 }, isCurrent: false })
  // the same value in a new object does not start the time again
  rerender({ versions: 3 })
  wait(100)
  expect(result.current).toEqual({ debounced: { versions: 3 }, isCurrent: true })
})

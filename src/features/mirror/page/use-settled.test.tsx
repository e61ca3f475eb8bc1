import { act, renderHook } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useSettled } from './use-settled.ts'

test('a value settles when it has been the same for the whole time', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms))
  const { result, rerender } = renderHook(({ versions }) => useSettled({ versions }, 500), {
    initialProps: { versions: 1 },
  })
  expect(result.current).toEqual({ settled: { versions: 1 }, isSettled: true })
  rerender({ versions: 2 })
  wait(400)
  rerender({ versions: 3 })
  wait(400)
  expect(result.current).toEqual({ settled: { versions: 1 }, isSettled: false })
  // the same value in a new object does not start the time again
  rerender({ versions: 3 })
  wait(100)
  expect(result.current).toEqual({ settled: { versions: 3 }, isSettled: true })
})

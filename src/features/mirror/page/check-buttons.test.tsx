import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { CheckButtons } from './check-buttons.tsx'

test('the focus stays on the button that stops and continues, and returns to Check mirror at the end', async () => {
  const handlers = {
    onStart: vi.fn<() => void>(),
    onStop: vi.fn<() => void>(),
    onContinue: vi.fn<() => void>(),
  }
  const buttons = (state: { isRunning: boolean; isStopped: boolean }) => (
    <CheckButtons {...state} {...handlers} offBecause={null} />
  )
  const { rerender } = render(buttons({ isRunning: true, isStopped: false }))
  await userEvent.click(screen.getByRole('button', { name: 'Stop checking' }))
  expect(handlers.onStop).toHaveBeenCalledOnce()
  rerender(buttons({ isRunning: false, isStopped: true }))
  expect(screen.getByRole('button', { name: 'Continue' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  expect(handlers.onContinue).toHaveBeenCalledOnce()
  rerender(buttons({ isRunning: true, isStopped: false }))
  expect(screen.getByRole('button', { name: 'Stop checking' })).toHaveFocus()
  rerender(buttons({ isRunning: false, isStopped: false }))
  expect(screen.getByRole('button', { name: 'Check mirror' })).toHaveFocus()
})

test('the focus is left where it is when the check ends without it', () => {
  const handlers = {
    onStart: vi.fn<() => void>(),
    onStop: vi.fn<() => void>(),
    onContinue: vi.fn<() => void>(),
    offBecause: null,
  }
  const { rerender } = render(<CheckButtons isRunning isStopped={false} {...handlers} />)
  rerender(<CheckButtons isRunning={false} isStopped={false} {...handlers} />)
  expect(document.body).toHaveFocus()
})

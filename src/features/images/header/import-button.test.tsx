import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ImportButton } from './import-button.tsx'

type Order = Parameters<typeof ImportButton>[0]['order']

function orderOf(importing: boolean) {
  const startImport = vi.fn<() => void>()
  const stopImport = vi.fn<() => void>()
  const order: Order = {
    importing,
    syncsSelections: false,
    version: '3.7.0',
    starting: false,
    stopping: false,
    late: false,
    goesOn: false,
    overtaken: false,
    startError: null,
    stopError: null,
    startImport,
    stopImport,
    reset: () => undefined,
  }
  return { order, startImport, stopImport }
}

test('an import that begins while the pointer is down on Import now is not stopped', async () => {
  const idle = orderOf(false)
  const running = orderOf(true)
  const { rerender } = render(<ImportButton order={idle.order} offBecause={null} />)
  const user = userEvent.setup()
  await user.pointer({ keys: '[MouseLeft>]', target: screen.getByRole('button', { name: 'Import now' }) })
  rerender(<ImportButton order={running.order} offBecause={null} />)
  await user.pointer({ keys: '[/MouseLeft]', target: screen.getByRole('button', { name: 'Stop import' }) })
  expect(idle.startImport).not.toHaveBeenCalled()
  expect(running.stopImport).not.toHaveBeenCalled()
  await user.click(screen.getByRole('button', { name: 'Stop import' }))
  expect(running.stopImport).toHaveBeenCalledOnce()
})

test('the keyboard does what the button says, whatever a pointer did before', async () => {
  const { order, startImport } = orderOf(false)
  const { rerender } = render(<ImportButton order={orderOf(true).order} offBecause={null} />)
  const user = userEvent.setup()
  await user.pointer({ keys: '[MouseLeft>]', target: screen.getByRole('button', { name: 'Stop import' }) })
  rerender(<ImportButton order={order} offBecause={null} />)
  screen.getByRole('button', { name: 'Import now' }).focus()
  await user.keyboard('{Enter}')
  expect(startImport).toHaveBeenCalledOnce()
})

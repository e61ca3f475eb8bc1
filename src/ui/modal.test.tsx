import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { useState } from 'react'
import { PlainDialog } from './lazy/plain-dialog.tsx'
import { Modal } from './modal.tsx'

/** A dialog from which another one was opened whose code is still being fetched. */
function TwoDialogs() {
  const [open, setOpen] = useState(2)
  return (
    <>
      {open > 0 && <Modal title="Review" onClose={() => setOpen(0)} />}
      {open > 1 && (
        <PlainDialog title="Loading…" onClose={() => setOpen(1)}>
          <p>Loading this dialog…</p>
        </PlainDialog>
      )}
    </>
  )
}

test('Escape closes one dialog after the other, even before the code of the upper one is there', async () => {
  render(<TwoDialogs />)
  // the native dialog is modal, which jsdom does not know
  expect(screen.getByRole('dialog', { name: 'Loading…', hidden: true })).toHaveAttribute('open')
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('dialog', { name: 'Loading…', hidden: true })).not.toBeInTheDocument()
  expect(screen.getByRole('dialog', { name: 'Review' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

function DialogAndField() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button onClick={() => setOpen(true)}>Show as</button>
      <input aria-label="Name" />
      {open && <Modal title="Commands" onClose={() => setOpen(false)} />}
    </>
  )
}

test('a closed dialog gives the focus back to its button', async () => {
  render(<DialogAndField />)
  await userEvent.click(screen.getByRole('button', { name: 'Show as' }))
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.getByRole('button', { name: 'Show as' })).toHaveFocus())
})

test('a closed dialog does not take the focus back from where it has moved since', async () => {
  render(<DialogAndField />)
  await userEvent.click(screen.getByRole('button', { name: 'Show as' }))
  fireEvent.keyDown(screen.getByRole('dialog', { name: 'Commands' }), { key: 'Escape' })
  const name = screen.getByRole('textbox', { name: 'Name' })
  name.focus()
  // Radix gives the focus back in the next task
  await act(() => new Promise((resolve) => void setTimeout(resolve, 0)))
  expect(name).toHaveFocus()
})

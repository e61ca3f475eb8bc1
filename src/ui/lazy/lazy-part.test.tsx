import { render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState, type ComponentType } from 'react'
import { expect, test, vi } from 'vitest'
import { slowCode } from '#testing/slow-code.tsx'
import { lazyDialog, lazyNotice, lazyPage, prefetching } from './lazy-part.tsx'
import { RecoveryContext, type Recovery } from './recovery.ts'

type Props = { onClose: () => void }

const recovery = (part: Partial<Recovery> = {}): Recovery => ({
  isOutdated: async () => false,
  reload: () => undefined,
  workKept: 'An unsaved selection is kept.',
  ...part,
})

const closes = ({ onClose }: Props) => onClose

function show(Part: ComponentType<Props>, value = recovery()) {
  const onClose = vi.fn<() => void>()
  render(
    <RecoveryContext value={value}>
      <Part onClose={onClose} />
    </RecoveryContext>,
  )
  return onClose
}

function Opener({ part: Part }: { part: ComponentType<Props> }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      {open && <Part onClose={() => undefined} />}
    </>
  )
}

test('code that is already there is used in the first render', async () => {
  const slow = slowCode<Props>()
  const Part = lazyDialog(slow.code, closes)
  Part.prefetch()
  slow.arrive()
  await waitFor(() => expect(slow.fetches()).toBe(1))
  await Promise.resolve()
  show(Part)
  expect(screen.getByText('The real one')).toBeInTheDocument()
  expect(slow.fetches()).toBe(1)
})

test('code that arrives between the render and its effect is shown', async () => {
  const slow = slowCode<Props>()
  const Part = lazyDialog(slow.code, closes)
  Part.prefetch()
  render(<Opener part={Part} />)
  slow.arrive()
  await userEvent.click(screen.getByRole('button', { name: 'Open' }))
  expect(await screen.findByText('The real one')).toBeInTheDocument()
})

test('where the waiting dialog cannot appear, the focus stays on the button until the code arrives', async () => {
  const slow = slowCode<Props>()
  const Part = lazyDialog(slow.code, closes)
  render(<Opener part={Part} />)
  const button = screen.getByRole('button', { name: 'Open' })
  await userEvent.click(button)
  expect(slow.fetches()).toBe(1)
  expect(button).toHaveFocus()
  slow.arrive()
  expect(await screen.findByText('The real one')).toBeInTheDocument()
  expect(button).toHaveFocus()
})

test('hovering or focusing a button fetches the code of its dialog', async () => {
  const slow = slowCode<Props>()
  const Part = lazyDialog(slow.code, closes)
  render(
    <button type="button" {...prefetching(Part)}>
      Open
    </button>,
  )
  expect(slow.fetches()).toBe(0)
  await userEvent.hover(screen.getByRole('button', { name: 'Open' }))
  expect(slow.fetches()).toBe(1)
  await userEvent.tab()
  expect(slow.fetches()).toBe(1)
})

test('a dialog that cannot be fetched shows an error, and Try again fetches it again', async () => {
  const slow = slowCode<Props>()
  const onClose = show(lazyDialog(slow.code, closes))
  slow.fail()
  const dialog = await screen.findByRole('dialog', { name: 'Could not open this dialog' })
  await waitFor(() =>
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The gateway did not send a file of this page. Try again, or reload the page. An unsaved selection is kept.',
    ),
  )
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(slow.fetches()).toBe(2)
  const retry = screen.getByRole('button', { name: 'Try again' })
  expect(retry).toHaveAttribute('aria-disabled', 'true')
  expect(retry).toHaveAccessibleDescription('Loading…')
  slow.fail()
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Try again' })).not.toHaveAttribute('aria-disabled'),
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
  slow.arrive()
  expect(await screen.findByText('The real one')).toBeInTheDocument()
  expect(dialog).not.toBeInTheDocument()
  expect(onClose).not.toHaveBeenCalled()
})

test('a dialog that cannot be fetched can be closed', async () => {
  const slow = slowCode<Props>()
  const onClose = show(lazyDialog(slow.code, closes))
  slow.fail()
  await screen.findByRole('alert')
  // the header also has one
  for (const button of screen.getAllByRole('button', { name: 'Close' })) await userEvent.click(button)
  expect(onClose).toHaveBeenCalledTimes(2)
})

test('a page of an outdated version can only be reloaded', async () => {
  const slow = slowCode<Props>()
  const reload = vi.fn<() => void>()
  show(lazyPage(slow.code), recovery({ isOutdated: async () => true, reload }))
  slow.fail()
  expect(await screen.findByRole('heading', { name: 'Could not show this page' })).toBeInTheDocument()
  await waitFor(() =>
    expect(screen.getByRole('alert')).toHaveTextContent(/^MAAS Images was updated while this page was open/),
  )
  expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Reload page' }))
  expect(reload).toHaveBeenCalledOnce()
})

test('no reload is offered if the gateway does not answer', async () => {
  const slow = slowCode<Props>()
  show(
    lazyNotice(slow.code),
    recovery({ isOutdated: () => Promise.reject(new TypeError('Failed to fetch')) }),
  )
  slow.fail()
  expect(await screen.findByText(/^The gateway does not answer/)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Reload page' })).not.toBeInTheDocument()
})

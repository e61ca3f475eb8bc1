import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { BusyButton } from './busy-button.tsx'
import { Modal } from './modal.tsx'
import { Notice } from './notice.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { TickBox } from './tick-box.tsx'

describe('a tick box', () => {
  test('is named, and tells when it is ticked', async () => {
    const onChange = vi.fn<(checked: boolean) => void>()
    render(<TickBox label="amd64" checked={false} onChange={onChange} />)
    await userEvent.click(screen.getByRole('checkbox', { name: 'amd64' }))
    expect(onChange).toHaveBeenCalledWith(true)
  })

  test('has a third state', () => {
    render(<TickBox label="all" checked="mixed" onChange={() => undefined} />)
    expect(screen.getByRole('checkbox', { name: 'all' })).toBePartiallyChecked()
  })

  test('that is locked stays as it is, can be reached, and says why', async () => {
    const onChange = vi.fn<(checked: boolean) => void>()
    const onLocked = vi.fn<(reason: string) => void>()
    render(
      <TickBox label="x" checked lockedBecause="It must stay." onLocked={onLocked} onChange={onChange} />,
    )
    const box = screen.getByRole('checkbox', { name: 'x' })
    await userEvent.tab()
    expect(box).toHaveFocus()
    await userEvent.keyboard(' ')
    expect(box).toBeChecked()
    expect(onChange).not.toHaveBeenCalled()
    expect(onLocked).toHaveBeenCalledWith('It must stay.')
    expect(box).toHaveAccessibleDescription('It must stay.')
  })
})

describe('a button', () => {
  test.each([
    ['off', { offBecause: 'Not now.' }],
    ['busy', { busy: true }],
  ])('that is %s does nothing', async (_, props) => {
    const onClick = vi.fn<() => void>()
    render(
      <BusyButton {...props} onClick={onClick}>
        Go
      </BusyButton>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Go' }))
    expect(onClick).not.toHaveBeenCalled()
    expect(screen.getByRole('button')).toHaveAttribute('aria-disabled', 'true')
  })

  test('says what it is doing', () => {
    render(
      <BusyButton busy busyLabel="Going…">
        Go
      </BusyButton>,
    )
    expect(screen.getByRole('button', { name: 'Going…' })).toBeInTheDocument()
  })
})

test.each([
  ['negative', 'alert'],
  ['caution', 'status'],
  ['information', 'status'],
] as const)('a %s notice is an %s', (tone, role) => {
  render(
    <Notice tone={tone} title="News">
      Text
    </Notice>,
  )
  expect(screen.getByRole(role)).toHaveTextContent('News')
})

test.each([
  [-1, '0'],
  [0.429, '42'],
  [0.999, '99'],
  [7, '100'],
])('a progress of %d shows %s', (value, shown) => {
  render(<ProgressBar value={value} label="Download" />)
  expect(screen.getByRole('progressbar', { name: 'Download' })).toHaveAttribute('value', shown)
})

test('a dialog takes the focus, closes at Escape, and gives the focus back', async () => {
  function Page() {
    const [open, setOpen] = useState(false)
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          Open
        </button>
        {open && (
          <Modal title="Question" description="Sure?" onClose={() => setOpen(false)}>
            <input aria-label="Answer" />
          </Modal>
        )}
      </>
    )
  }
  render(<Page />)
  await userEvent.click(screen.getByRole('button', { name: 'Open' }))
  const dialog = screen.getByRole('dialog', { name: 'Question' })
  expect(dialog).toHaveAccessibleDescription('Sure?')
  expect(dialog).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Open' })).toHaveFocus())
})

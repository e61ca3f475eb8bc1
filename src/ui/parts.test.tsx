import { render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { BusyButton } from './busy-button.tsx'
import { Modal } from './modal.tsx'
import { Notice } from './notice.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { Checkbox } from './checkbox.tsx'

describe('a checkbox', () => {
  test('has its name, and reports a change', async () => {
    const onChange = vi.fn<(checked: boolean) => void>()
    render(<Checkbox label="amd64" checked={false} onChange={onChange} />)
    await userEvent.click(screen.getByRole('checkbox', { name: 'amd64' }))
    expect(onChange).toHaveBeenCalledWith(true)
  })

  test('keeps its name; its description is the state and then the reason of a lock', () => {
    const box = () => screen.getByRole('checkbox', { name: /^amd64$/ })
    const props = { label: 'amd64', checked: true, onChange: () => undefined }
    const { rerender } = render(<Checkbox {...props} />)
    expect(box()).not.toHaveAccessibleDescription()
    rerender(<Checkbox {...props} description="Queued" />)
    expect(box()).toHaveAccessibleDescription('Queued')
    rerender(<Checkbox {...props} description="Synced" lockedBecause="It must stay." />)
    expect(box()).toHaveAccessibleDescription('Synced. It must stay.')
    rerender(<Checkbox {...props} lockedBecause="It must stay." />)
    expect(box()).toHaveAccessibleDescription('It must stay.')
  })

  test('has a mixed state', () => {
    render(<Checkbox label="all" checked="mixed" onChange={() => undefined} />)
    expect(screen.getByRole('checkbox', { name: 'all' })).toBePartiallyChecked()
  })

  test('in its mixed state reports "checked" at a click, and leaves the state only when `checked` changes', async () => {
    const onChange = vi.fn<(checked: boolean) => void>()
    const { rerender } = render(<Checkbox label="all" checked="mixed" onChange={onChange} />)
    const box = screen.getByRole('checkbox', { name: 'all' })
    await userEvent.click(box)
    expect(onChange).toHaveBeenCalledWith(true)
    expect(box).toBePartiallyChecked()
    rerender(<Checkbox label="all" checked onChange={onChange} />)
    expect(box).not.toBePartiallyChecked()
    expect(box).toBeChecked()
  })

  test('that is locked in its mixed state stays in it', async () => {
    const onChange = vi.fn<(checked: boolean) => void>()
    render(<Checkbox label="all" checked="mixed" lockedBecause="Read-only access." onChange={onChange} />)
    const box = screen.getByRole('checkbox', { name: 'all' })
    await userEvent.click(box)
    expect(box).toBePartiallyChecked()
    expect(box).toHaveAttribute('aria-disabled', 'true')
    expect(onChange).not.toHaveBeenCalled()
  })

  test('that is locked does not change, can be focused, and has the reason', async () => {
    const onChange = vi.fn<(checked: boolean) => void>()
    const onLocked = vi.fn<(reason: string) => void>()
    render(
      <Checkbox label="x" checked lockedBecause="It must stay." onLocked={onLocked} onChange={onChange} />,
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
    ['disabled', { offBecause: 'Not now.' }],
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

  test('that is disabled can be focused and has the reason', async () => {
    render(<BusyButton offBecause="Not now.">Go</BusyButton>)
    await userEvent.tab()
    expect(screen.getByRole('button', { name: 'Go' })).toHaveFocus()
    expect(screen.getByRole('button')).toHaveAccessibleDescription('Not now.')
  })

  test.each([
    ['enabled', 1, {}],
    ['disabled', 0, { offBecause: 'Not now.' }],
    ['busy', 0, { busy: true }],
  ])('that is %s submits its form %i times', async (_, times, props) => {
    const onSubmit = vi.fn<(event: { preventDefault(): void }) => void>((event) => event.preventDefault())
    render(
      <form onSubmit={onSubmit}>
        <input aria-label="URL" />
        <BusyButton type="submit" {...props}>
          Go
        </BusyButton>
      </form>,
    )
    await userEvent.type(screen.getByRole('textbox'), 'x{Enter}')
    expect(onSubmit).toHaveBeenCalledTimes(times)
  })

  test('that is enabled calls onClick once', async () => {
    const onClick = vi.fn<() => void>()
    render(<BusyButton onClick={onClick}>Go</BusyButton>)
    await userEvent.click(screen.getByRole('button', { name: 'Go' }))
    expect(onClick).toHaveBeenCalledTimes(1)
    expect(screen.getByRole('button')).not.toHaveAttribute('aria-disabled')
  })

  test('keeps its name while it is busy, and its description says what it does', () => {
    render(
      <BusyButton busy busyLabel="Going…">
        Go
      </BusyButton>,
    )
    expect(screen.getByRole('button', { name: 'Go' })).toHaveAccessibleDescription('Going…')
  })
})

test.each([
  ['negative', 'alert'],
  ['caution', 'status'],
  ['information', 'status'],
  ['positive', 'status'],
] as const)('a %s notice has the role %s', (tone, role) => {
  render(
    <Notice tone={tone} title="News">
      Text
    </Notice>,
  )
  expect(screen.getByRole(role)).toHaveTextContent('News')
})

test('a notice shows its actions, and a close button only if it can be closed', async () => {
  const onDismiss = vi.fn<() => void>()
  const { rerender } = render(
    <Notice tone="caution" title="News" actions={<button type="button">Again</button>} />,
  )
  expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(['Again'])
  rerender(<Notice tone="caution" title="News" onDismiss={onDismiss} />)
  await userEvent.click(screen.getByRole('button', { name: 'Close notification' }))
  expect(onDismiss).toHaveBeenCalledTimes(1)
})

test.each([
  [0, 0, '0'],
  [429, 1_000, '42'],
  [1_000, 1_000, '99'],
])('a progress of %d of %d has the value %s', (done, total, shown) => {
  render(<ProgressBar done={done} total={total} label="Download" />)
  expect(screen.getByRole('progressbar', { name: 'Download' })).toHaveAttribute('value', shown)
})

test('a dialog takes the focus, closes at Escape, and returns the focus', async () => {
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
  await waitFor(() => expect(screen.getByRole('button', { name: 'Open' })).toHaveFocus())
})

test('a dialog keeps the focus inside, and closes with its button', async () => {
  const onClose = vi.fn<() => void>()
  render(
    <>
      <button type="button">Behind</button>
      <Modal title="Question" onClose={onClose} actions={<button type="button">Go on</button>} />
    </>,
  )
  const dialog = screen.getByRole('dialog', { name: 'Question' })
  expect(dialog).not.toHaveAccessibleDescription()
  const focused: (string | null)[] = []
  for (let step = 0; step < 3; step++) {
    await userEvent.tab()
    focused.push(
      document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    )
  }
  expect(focused).toEqual(['Close', 'Go on', 'Close'])
  expect(screen.queryByRole('button', { name: 'Behind' })).not.toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(onClose).toHaveBeenCalledTimes(1)
})

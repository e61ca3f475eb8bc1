import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'
import { aFile, asFile } from '#testing/selection-files.ts'

const box = (name: RegExp) => screen.findByRole('checkbox', { name })

/** Drops files on the page. Returns whether the browser would open them instead. */
function drop(...files: File[]): boolean {
  const event = new Event('drop', { bubbles: true, cancelable: true })
  Object.assign(event, { dataTransfer: { types: ['Files'], files } })
  act(() => void window.dispatchEvent(event))
  return !event.defaultPrevented
}

/** Moves files over the page. @param to the element that they leave for; null: they leave the window */
function drag(type: 'dragover' | 'dragleave', to: Element | null = null) {
  const event = new Event(type, { bubbles: true, cancelable: true })
  Object.assign(event, { dataTransfer: { types: ['Files'], files: [] }, relatedTarget: to })
  act(() => void window.dispatchEvent(event))
}

test('files that are dropped on the page open, and two are compared', async () => {
  const { open } = await startTestProduct()
  open()
  await box(/^Ubuntu 26.04 LTS arm64/)
  expect(drop(asFile(aFile(), 'dropped.json'))).toBe(false)
  expect(await screen.findByRole('dialog', { name: 'Import selection' })).toHaveTextContent('dropped.json')

  drop(asFile(aFile(), 'a.json'), asFile(aFile(), 'b.json'))
  const dialog = await screen.findByRole('dialog', { name: 'Compare selection files' })
  expect(dialog).toHaveTextContent('a.json and b.json have the same boot sources')

  drop(asFile('{', 'broken.json'), asFile(aFile(), 'c.json'))
  const one = await screen.findByRole('dialog', { name: 'Import selection' })
  expect(one).toHaveTextContent('c.json was exported')
  expect(within(one).getByRole('alert')).toHaveTextContent('Could not use broken.json')

  drop(asFile('{', 'one.json'), asFile('{', 'two.json'), asFile(aFile(), 'three.json'))
  await waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(2))
  expect(screen.getByText('1 file is not used')).toBeVisible()
  expect(screen.getByText(/Not read: three\.json\./)).toBeVisible()
})

test('of two choices the last one is shown, though the first is read later', async () => {
  const { open } = await startTestProduct()
  open()
  await box(/^Ubuntu 26.04 LTS arm64/)
  const slow = asFile(aFile(), 'slow.json')
  let finish: (content: ArrayBuffer) => void = () => undefined
  slow.arrayBuffer = () => new Promise((resolve) => (finish = resolve))
  drop(slow)
  const choosing = await screen.findByRole('dialog', { name: 'Selection file' })
  await userEvent.upload(
    within(choosing).getByLabelText('Choose file', { selector: 'input' }),
    asFile(aFile()),
  )
  const dialog = await screen.findByRole('dialog', { name: 'Import selection' })
  await act(async () => finish(new TextEncoder().encode(JSON.stringify(aFile())).buffer))
  expect(dialog).toHaveTextContent('mine.json was exported')
})

test('while a file is dragged over the page, a hint says what to do with it', async () => {
  const { open } = await startTestProduct()
  open()
  await box(/^Ubuntu 26.04 LTS arm64/)
  const hint = () => screen.queryByText('Drop a selection file to import it, or two to compare them.')
  drag('dragover')
  expect(hint()).toBeVisible()
  drag('dragleave', document.body)
  expect(hint()).toBeVisible()
  drag('dragleave', null)
  expect(hint()).toBeNull()
  drag('dragover')
  drop(asFile(aFile(), 'dropped.json'))
  expect(hint()).toBeNull()
  expect(await screen.findByRole('dialog', { name: 'Import selection' })).toBeVisible()
})

test('a file that is dropped while another dialog is open is ignored', async () => {
  const { open } = await startTestProduct()
  open('/images/source')
  const dialog = await screen.findByRole('dialog', { name: 'Change source' })
  expect(drop(asFile(aFile(), 'ignored.json'))).toBe(false)
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(dialog).not.toBeInTheDocument())
  await box(/^Ubuntu 26.04 LTS arm64/)
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'

const MIRROR = 'http://mirror.example.com/ubuntu/'
const NOTICE = 'The boot source of your unsaved selection changed'
const DIALOG = 'The boot source of your selection changed'

const box = (name: RegExp) => screen.findByRole('checkbox', { name })
const bar = () => screen.findByRole('region', { name: 'Unsaved selection' })

/** noble/arm64 and plucky/arm64 are selected, then someone else changes the source; the page does not know it yet. */
async function startSelected() {
  const { open, simulator } = await startTestProduct()
  open()
  await userEvent.click(await box(/^Ubuntu 24.04 LTS arm64/))
  await userEvent.click(await box(/^Ubuntu 25.04 arm64/))
  await bar()
  simulator.region.updateSource(1, { url: MIRROR })
  const saved = () =>
    simulator.region.selections(1).map(({ release, arches }) => `${release} ${arches.join()}`)
  return { saved, before: saved() }
}

test('a save finds that its source has another address, compares, and writes nothing', async () => {
  const { saved, before } = await startSelected()
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Save selection' }))
  const dialog = await screen.findByRole('dialog', { name: DIALOG })
  expect(dialog).toHaveTextContent(`You selected images from maas.io. This source is now ${MIRROR}.`)
  expect(await within(dialog).findByRole('row', { name: /24\.04.*amd64, arm64/ })).toBeVisible()
  expect(saved()).toEqual(before)

  await userEvent.click(within(dialog).getByRole('button', { name: 'Decide later' }))
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  // the decision is still open
  expect(screen.getByText(NOTICE)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Compare' }))
  expect(await screen.findByRole('dialog', { name: DIALOG })).toBeVisible()
})

test('a kept selection belongs to the new source and is not saved yet', async () => {
  const { saved } = await startSelected()
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Save selection' }))
  const dialog = await screen.findByRole('dialog', { name: DIALOG })
  await waitFor(() => expect(dialog).not.toHaveTextContent('Not known yet'))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Keep selection' }))
  await waitFor(() => expect(screen.queryByText(NOTICE)).not.toBeInTheDocument())
  expect(await box(/^Ubuntu 24.04 LTS arm64/)).toBeChecked()
  expect(await bar()).toHaveTextContent('2 images to add')
  expect(saved().some((line) => /^noble .*arm64/.test(line))).toBe(false)
})

test('a discarded selection can be restored, and is then compared again', async () => {
  await startSelected()
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Save selection' }))
  const dialog = await screen.findByRole('dialog', { name: DIALOG })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Discard selection' }))
  await waitFor(() => expect(screen.queryByText(NOTICE)).not.toBeInTheDocument())
  expect(await bar()).toHaveTextContent('Your changes were discarded.')
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Undo' }))
  expect(await screen.findByText(NOTICE)).toBeVisible()
})

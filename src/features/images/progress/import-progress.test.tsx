import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'

const progress = () => screen.findByRole('region', { name: 'Import progress' })

test('a running import shows what is left, and its images in the order of MAAS', async () => {
  const { open } = await startTestProduct('stalled')
  open()
  const shown = await progress()
  expect(await within(shown).findByText(/B to download$/)).toBeVisible()
  expect(within(shown).getByText(/^Downloading \d+ image/)).toBeVisible()
  expect(
    within(shown).getByRole('progressbar', { name: 'Download progress since this page opened' }),
  ).toBeVisible()
  await userEvent.click(within(shown).getByText('Images of this import'))
  const images = within(shown).getAllByRole('listitem')
  expect(images[0]).toHaveTextContent(/ of [\d.]+ [kMG]?B/)
})

test('without an import there is no progress', async () => {
  const { open } = await startTestProduct('fresh')
  open()
  await screen.findByRole('heading', { level: 1, name: 'Images' })
  await screen.findByText('Preflight', { exact: false })
  expect(screen.queryByRole('region', { name: 'Import progress' })).not.toBeInTheDocument()
})

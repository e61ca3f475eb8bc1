import { screen, waitFor } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'

test('an image that another client selects is never shown as one that MAAS removes', async () => {
  const { open, simulator } = await startTestProduct()
  const { region, clock } = simulator
  // an import is running, so the page polls often
  open()
  const box = await screen.findByRole('checkbox', { name: /^Ubuntu 22.04 LTS arm64/ })
  expect(box).not.toBeChecked()

  let answer = () => {}
  const held = new Promise<void>((resolve) => (answer = resolve))
  simulator.use(http.get('*/boot-sources/:id/selections/', () => held.then(() => undefined)))
  clock.advance(3_600_000)
  const jammy = region.selections(1).find(({ release }) => release === 'jammy')
  region.updateSelection(1, jammy?.id ?? 0, { ...jammy!, arches: ['amd64', 'arm64'] })
  region.startImport()
  clock.advance(5_000)
  await waitFor(() => expect(box).toHaveAccessibleDescription('Reading…'), { timeout: 20_000 })
  expect(box).not.toBeChecked()
  answer()
  await waitFor(() => expect(box).toBeChecked())
  expect(box).toHaveAccessibleDescription(/^(Queued|Downloading)/)
})

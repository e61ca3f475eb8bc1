import { expect, test } from '#e2e/test.ts'

const HOUR = 3_600_000

test('the minute of the hourly sync is learned, and an import that is started and stopped does not move it', async ({
  page,
  open,
  images,
  pass,
  region,
  simulator,
}) => {
  simulator.clock.advance(4 * HOUR)
  await open()
  const next = page.getByText(/, next sync about 09:38 UTC$/)
  await expect(next).toBeVisible()
  const noble = region.selections(1).find(({ release }) => release === 'noble')
  region.updateSelection(1, noble?.id ?? 0, { arches: ['amd64', 'arm64'] })
  await images.order('Import now')
  await pass(3)
  await expect(page.getByText('Importing now')).toBeVisible()
  await images.order('Stop import')
  await pass(3)
  await expect(page.getByRole('button', { name: 'Import now' })).toBeVisible()
  expect(region.isImporting()).toBe(false)
  // that it started is all that is said of it
  await expect(next).toHaveText(/^Last import started /)
})

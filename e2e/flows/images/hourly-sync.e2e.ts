import { expect, test } from '#e2e/test.ts'

const HOUR = 3_600_000

test('the page learns the minute of the hourly sync, and a manual import that is stopped does not change it', async ({
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
  // the page says only that the sync started
  await expect(next).toHaveText(/^Last import started /)
})

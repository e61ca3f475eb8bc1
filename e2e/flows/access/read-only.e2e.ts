import { expect, test } from '#e2e/test.ts'

test.use({ scenario: 'read-only' })

test('a user who is not an administrator can see everything and change nothing', async ({
  page,
  open,
  images,
  region,
  expectAccessible,
}) => {
  await open()
  await expect(page.getByText('Read-only access')).toBeVisible()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  await expect(images.row('20.04 LTS')).toContainText(/downloading/)
  await expectAccessible()

  const writes: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') writes.push(request.url())
  })

  await test.step('every control is disabled and says why', async () => {
    await expect(page.getByRole('link', { name: 'Change source' })).toHaveCount(0)
    const stop = page.getByRole('button', { name: 'Stop import' })
    await expect(stop).toHaveAttribute('aria-disabled', 'true')
    await expect(stop).toHaveAttribute('title', /Only MAAS administrators/)
    await stop.click({ force: true })
    const auto = page.getByRole('switch', { name: 'Automatically sync images' })
    await expect(auto).toHaveAttribute('aria-disabled', 'true')
    await auto.focus()
    await page.keyboard.press('Space')
    await expect(auto).toBeChecked()
    for (const box of await images.grid.getByRole('checkbox').all()) {
      await expect(box).toHaveAttribute('aria-disabled', 'true')
    }
  })

  await test.step('clicking a box explains why', async () => {
    await images.box('Ubuntu 22.04 LTS', 'amd64').click({ force: true })
    await expect(images.box('Ubuntu 22.04 LTS', 'amd64')).toBeChecked()
    await expect(images.bar.getByRole('alert')).toContainText('Only MAAS administrators can change images.')
    await expectAccessible()
  })

  expect(writes).toEqual([])
  expect(region.isImporting()).toBe(true)
})

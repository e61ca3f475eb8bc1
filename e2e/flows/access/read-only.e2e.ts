import { expect, test } from '#e2e/test.ts'
import { ImagesPage } from '#kit/playwright.ts'

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

test.describe('with sign-in, below a path', () => {
  test.use({ scenario: 'default', access: 'sign-in', basePath: '/ui/' })

  test('what an administrator saves, an operator sees and cannot change', async ({
    asAdmin,
    asOperator,
    control,
  }) => {
    const [own, theirs] = [new ImagesPage(asAdmin), new ImagesPage(asOperator)]
    await own.box('Ubuntu 24.04 LTS', 'arm64').click()
    await own.save.click()
    await expect(own.notice('Selection saved')).toBeVisible()
    await control.runUntilIdle()
    await asOperator.reload()
    await expect(asOperator.getByText('Read-only access')).toBeVisible()
    const box = theirs.boxIn('Ubuntu 24.04 LTS', 'arm64', 'Synced')
    await expect(box).toBeChecked()
    await expect(box).toHaveAttribute('aria-disabled', 'true')
  })
})

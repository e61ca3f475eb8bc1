import { expect, test } from '#e2e/test.ts'

test.use({ scenario: 'large' })

test('a mirror with thousands of images can be searched, sorted, selected and saved like any other', async ({
  page,
  open,
  images,
  region,
  expectAccessible,
}) => {
  const elements = () => page.evaluate(() => document.querySelectorAll('*').length)
  await open()
  // thousands of images take their time on a busy machine
  await expect(images.grid.getByRole('checkbox').nth(1)).toBeVisible({ timeout: 60_000 })

  await test.step('the page contains only the visible rows', async () => {
    const count = page.getByRole('region', { name: 'Search and filters' }).getByRole('status')
    await expect(count).toHaveText(/^\d{3,} releases$/)
    const held = new Set(
      region.resources('Synced').map(({ name, architecture }) => `${name} ${architecture.split('/')[0]}`),
    )
    expect(held.size).toBeGreaterThan(2_000)
    expect(await elements()).toBeLessThan(1_400)
    await expectAccessible()
  })

  await test.step('the end is reached, and the page stays small', async () => {
    await images.grid.getByRole('checkbox').first().focus()
    await page.keyboard.press('Control+End')
    const rows = Number(await images.grid.getAttribute('aria-rowcount'))
    await expect(images.grid.getByRole('row').last()).toHaveAttribute('aria-rowindex', String(rows))
    expect(await elements()).toBeLessThan(1_400)
    await page.keyboard.press('Control+Home')
    await expect(images.grid.getByRole('row').nth(1)).toHaveAttribute('aria-rowindex', '2')
  })

  await test.step('clearing all search results leaves the rest alone', async () => {
    await images.search.fill('debian 1')
    const all = images.grid.getByRole('checkbox', { name: 'All Debian images shown' })
    await expect(all).toBeChecked()
    await all.click()
    await expect(all).not.toBeChecked()
    await images.search.fill('debian')
    await expect(all).toBeChecked({ indeterminate: true })
    await expect(images.box('Debian 26', 'amd64')).toBeChecked()
    await expect(images.box('Debian 21', 'amd64')).not.toBeChecked()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await images.discard.click()
  })

  await test.step('a filter counts what it shows', async () => {
    await page.getByLabel('State', { exact: true }).selectOption({ label: 'Update available' })
    const status = page.getByRole('region', { name: 'Search and filters' }).getByRole('status')
    await expect(status).toContainText(/^\d+ of \d+ releases/)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(status).toHaveText(/^\d+ releases$/)
  })

  await test.step('sorting, selecting and saving work as with few images', async () => {
    const size = page.getByRole('columnheader', { name: 'Size' })
    await size.getByRole('button').click()
    await expect(size).toHaveAttribute('aria-sort', 'descending')
    await images.search.fill('fedora 26')
    await images.box('Fedora 26', 'amd64').click()
    await expect(images.bar).toContainText(/1 image to remove · .* freed/)
    await images.save.click()
    await expect(images.bar).toContainText('Selection saved')
    const fedora = region.selections(1).find(({ release }) => release === 'fedora-26')
    expect(fedora?.arches).not.toContain('amd64')
    expect(fedora?.arches).toContain('arm64')
    expect(await elements()).toBeLessThan(1_400)
  })
})

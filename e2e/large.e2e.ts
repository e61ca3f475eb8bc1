import { expect, test } from './test.ts'

test.use({ scenario: 'large' })

test('a mirror with thousands of images is searched, sorted, ticked and saved as any other', async ({
  page,
  open,
  images,
  region,
  expectAccessible,
}) => {
  const elements = () => page.evaluate(() => document.querySelectorAll('*').length)
  await open()
  await expect(images.grid.getByRole('checkbox').nth(1)).toBeVisible()

  await test.step('the page holds only what is seen of it', async () => {
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

  await test.step('unticking all of what a search shows leaves the rest alone', async () => {
    await page.getByLabel('State').selectOption({ label: 'Update available' })
    const status = page.getByRole('region', { name: 'Search and filters' }).getByRole('status')
    await expect(status).toContainText(/^\d+ of \d+ releases/)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(status).toHaveText(/^\d+ releases$/)
  })

  await test.step('sorting and ticking answer', async () => {
    await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click()
    await expect(page.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending')
    await images.grid
      .getByRole('checkbox', { name: / amd64, Synced$/, disabled: false })
      .first()
      .click()
    await expect(images.bar).toContainText('1 image to remove')
    await expect(images.bar).toContainText(/freed/)
    expect(await elements()).toBeLessThan(1_400)
  })
})

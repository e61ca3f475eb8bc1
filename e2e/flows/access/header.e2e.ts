import { expect, test } from '#e2e/test.ts'

test('the header shows where images come from, when they were imported, and switches automatic sync', async ({
  page,
  open,
  region,
  pass,
  expectAccessible,
}) => {
  await open()
  await expect(page.getByText('Synced from maas.io', { exact: true })).toBeVisible()
  await expect(page.getByText('Importing now')).toBeVisible()
  await pass(300)
  await expect(page.getByText(/^Last import started .*, next sync within the hour$/)).toBeVisible()
  await expect(page.getByText('Embedded region')).toBeVisible()
  await expect(page.getByText('MAAS 3.5.13')).toBeVisible()

  await test.step('switching automatic sync off shows a caution, and it can be switched on again', async () => {
    const auto = page.getByRole('switch', { name: 'Automatically sync images' })
    await expect(auto).toBeChecked()
    await page.getByText('Automatically sync images').click()
    await expect(auto).not.toBeChecked()
    await expect(page.getByText('Automatic image updates are off')).toBeVisible()
    expect(region.getConfig('boot_images_auto_import')).toBe(false)
    await expectAccessible()
    await auto.focus()
    await page.keyboard.press('Space')
    await expect(page.getByText('Automatic image updates are off')).toBeHidden()
    expect(region.getConfig('boot_images_auto_import')).toBe(true)
  })

  await test.step('another stream and a mirror are named correctly', async () => {
    region.updateSource(1, { url: 'http://images.maas.io/ephemeral-v3/candidate/' })
    await pass(70)
    await expect(page.getByText('Synced from maas.io candidate', { exact: true })).toBeVisible()
    region.updateSource(1, { url: 'http://mirror.example.com/large/' })
    await pass(70)
    await expect(page.getByText('Synced from mirror.example.com/large', { exact: true })).toBeVisible()
  })
})

test('the source dialog has its own address, which opens and closes it', async ({
  page,
  open,
  images,
  expectAccessible,
}) => {
  await open('/images?q=24.04')
  await page.getByRole('link', { name: 'Change source' }).click()
  await expect(page).toHaveURL(/\/images\/source\?q=24\.04$/)
  const dialog = page.getByRole('dialog', { name: 'Change source' })
  await expect(dialog.getByRole('radio', { name: 'maas.io' })).toBeChecked()
  await expect(dialog.getByRole('radio', { name: 'Stable' })).toBeChecked()
  await expectAccessible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL(/\/images\?q=24\.04$/)
  await expect(images.search).toHaveValue('24.04')
  await open('/images/source?q=24.04')
  await expect(dialog.getByRole('radio', { name: 'Stable' })).toBeChecked()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page).toHaveURL(/\/images\?q=24\.04$/)
})

test('search, filters, sorting and open rows are kept in the address', async ({ page, open, images }) => {
  await open()
  await images.search.fill('LTS')
  await page.getByLabel('Architecture', { exact: true }).selectOption('arm64')
  await page.getByLabel('State', { exact: true }).selectOption({ label: 'Not selected' })
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click()
  await images.opener('24.04 LTS').click()
  await expect(page).toHaveURL(/q=LTS.*arch=arm64.*state=not-selected.*sort=size.*open=/)
  const rows = await images.grid.getByRole('rowheader').allTextContents()
  await page.reload()
  await expect(images.search).toHaveValue('LTS')
  await expect(images.opener('24.04 LTS')).toHaveAttribute('aria-expanded', 'true')
  await expect(images.grid.getByRole('rowheader')).toHaveText(rows)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByLabel('Only selected').check()
  await expect(page).toHaveURL(/selected=1/)
  await expect(images.boxes(/^Not selected/, { checked: true })).toHaveCount(0)
  await expect(images.row('22.04 LTS')).toBeVisible()
  await expect(images.row('25.10')).toHaveCount(0)
})

test.describe('MAAS 3.4', () => {
  test.use({ scenario: 'maas-3.4' })

  test('shows which rack controllers do not have all images yet', async ({
    page,
    open,
    images,
    expectAccessible,
  }) => {
    await open()
    await expect(page.getByText('Rack controllers without all images: far-away (out of sync)')).toBeVisible()
    await expect(page.getByRole('banner')).not.toContainText('(not supported')
    await expect(images.row('22.04 LTS')).toBeVisible()
    await expectAccessible()
  })
})

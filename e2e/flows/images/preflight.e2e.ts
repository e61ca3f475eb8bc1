import { expect, test } from '#e2e/test.ts'

test('what keeps images from arriving is listed with a way to mend it', async ({
  page,
  open,
  images,
  region,
  pass,
  expectAccessible,
}) => {
  region.setConfig('boot_images_auto_import', 'false')
  const noble = region.selections(1).find(({ release }) => release === 'noble')
  region.deleteSelection(1, noble?.id ?? 0)
  region.setConfig('commissioning_distro_series', 'noble')
  await open()
  await expect(images.notice('Automatic image updates are off')).toBeVisible()
  const summary = page.getByText('Preflight: 3 checks need attention')
  const checks = page.getByRole('list', { name: 'Preflight checks' })
  await expect(checks).toBeHidden()

  await summary.focus()
  await page.keyboard.press('Enter')
  await expect(checks.getByRole('listitem').filter({ hasText: 'Automatic sync' })).toHaveText(
    /attention.*Off\./,
  )
  await expect(checks.getByRole('listitem').filter({ hasText: 'Bootloaders' })).toHaveText(/^Passed/)
  await page.setViewportSize({ width: 320, height: 700 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible()

  await page.getByRole('button', { name: 'Switch on automatic sync' }).click()
  await expect(images.notice('Automatic image updates are off')).toBeHidden()
  await page.getByRole('button', { name: 'Select Ubuntu 24.04 LTS for amd64' }).click()
  await images.save.click()
  await pass(5)
  await expect(page.getByText('Preflight: 1 check needs attention')).toBeVisible()
})

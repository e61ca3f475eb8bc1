import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/test.ts'

/** Nothing may be wider than the screen: WCAG 1.4.10, Reflow. */
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test.describe('on a screen of 320 pixels in the dark theme', () => {
  test.use({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' })

  test('an administrator changes a default with the keyboard, and finds the change in the activity', async ({
    page,
    open,
    pass,
    region,
    expectAccessible,
  }) => {
    await open()
    const opener = page.getByRole('button', { name: 'Default images' })
    await expect(opener).toBeEnabled()
    await opener.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Default images' })
    const release = dialog.getByRole('combobox', { name: 'Commissioning release' })
    await release.selectOption('resolute')
    await expect(dialog.getByText(/^MAAS accepts Ubuntu 26.04 LTS after/)).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Select Ubuntu 26.04 LTS amd64' })).toBeVisible()
    await expectAccessible()
    await release.selectOption('noble')
    await dialog.getByRole('combobox', { name: 'Default minimum kernel' }).selectOption('ga-24.04')
    await dialog.getByRole('button', { name: 'Show as' }).press('Enter')
    const commands = page.getByRole('dialog', { name: 'Show as' }).getByRole('region', { name: 'maas CLI' })
    await expect(commands).toContainText('maas set-config name=commissioning_distro_series value=noble')
    expect(await sideways(page)).toBe(0)
    await expectAccessible()
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Save defaults' }).focus()
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('Defaults saved')).toBeVisible()
    expect(region.getConfig('default_min_hwe_kernel')).toBe('ga-24.04')
    expect(await sideways(page)).toBe(0)
    await expectAccessible()
    await page.keyboard.press('Escape')

    // someone else changes a setting, and the import ends
    region.setConfig('default_distro_series', 'noble')
    await pass(300)
    await expect(page.getByRole('button', { name: 'Import now' })).toBeVisible()
    await page.getByRole('link', { name: 'What changed' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible()
    const changes = page.getByRole('list', { name: 'Changes' })
    await expect(changes.getByRole('listitem')).toHaveText([
      /^Changed setting: Default release.*Unknown user, between .*Seen in MAAS.*jammy.*noble$/s,
      /^Changed setting: Default minimum kernel.*Done.*ga-24.04$/s,
      /^Changed setting: Commissioning release.*Done.*jammy.*noble$/s,
    ])
    const images = page.getByRole('list', { name: /23 Nov 2026/ })
    await expect(images.getByRole('listitem').first()).toHaveText(
      /arm64\s*New: \d{8}.*; size 8\d\d\.\d MB; seen 23 Nov 2026/,
    )
    expect(await sideways(page)).toBe(0)
    await expectAccessible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export activity as CSV' }).focus()
    await page.keyboard.press('Enter')
    expect((await download).suggestedFilename()).toBe('maas-images-activity.csv')
    await page.getByRole('combobox', { name: 'Who' }).selectOption('Seen in MAAS')
    await expect(changes.getByRole('listitem')).toHaveCount(1)
    await expectAccessible()
  })
})

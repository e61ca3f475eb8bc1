import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/test.ts'

const MIRROR = 'http://mirror.example.com/ubuntu/'

/** Nothing may be wider than the screen: WCAG 1.4.10, Reflow. */
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test.describe('on a screen of 320 pixels in the dark theme', () => {
  test.use({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' })

  test('an administrator reads the recipe, checks a mirror with the keyboard, and uses it', async ({
    page,
    open,
    expectAccessible,
  }) => {
    await open()
    await page.getByRole('link', { name: 'Local mirror' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Local mirror' })).toBeVisible()
    await expect(page.getByText('stored once')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Recipe' })).toContainText("'os~(grub*|pxelinux)'")
    expect(await sideways(page)).toBe(0)
    await expectAccessible()

    await expect(page.getByRole('radio', { name: 'Other images' })).toBeEnabled()
    await page.getByRole('radio', { name: 'Other images' }).focus()
    await page.keyboard.press('Space')
    const noble = page.getByRole('group', { name: 'Ubuntu 24.04 LTS' })
    await expect(noble.getByRole('checkbox', { name: 'amd64' })).toBeChecked()
    expect(await sideways(page)).toBe(0)
    await expectAccessible()

    await page.getByRole('textbox', { name: 'Folder on the mirror' }).fill('srv')
    await expect(page.getByText('Enter an absolute path')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Recipe' })).toBeHidden()
    await expectAccessible()
    await page.getByRole('textbox', { name: 'Folder on the mirror' }).fill('/srv/maas')
    await page.getByRole('textbox', { name: 'URL of the mirror' }).fill(MIRROR)

    const check = page.getByRole('button', { name: 'Check mirror' })
    await check.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('list', { name: 'Findings' })).toContainText('files are missing')
    await expect(check).toBeFocused()
    expect(await sideways(page)).toBe(0)
    await expectAccessible()

    const use = page.getByRole('link', { name: 'Use this mirror' })
    await use.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Change source' })
    await expect(dialog.getByRole('textbox', { name: 'URL' })).toHaveValue(MIRROR)
    await dialog.getByRole('button', { name: 'Connect' }).click()
    await expect(dialog.getByRole('button', { name: 'Change source' })).toBeVisible()
    await expectAccessible()
  })
})

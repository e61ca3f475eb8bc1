import { expect, test } from '#e2e/test.ts'

test(
  'images are deleted with the keyboard, on a narrow dark screen, and what is not offered is found',
  { tag: '@demo' },
  async ({ page, open, images, control, expectAccessible }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 320, height: 900 })
    await open()
    const choice = (name: string) => page.getByRole('checkbox', { name: `Choose ${name}` })
    const fits = () =>
      expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)

    await test.step('a range of images is chosen with Shift and arrow keys', async () => {
      await expect(page.getByRole('button', { name: 'Delete images' })).toBeEnabled()
      await page.getByRole('button', { name: 'Delete images' }).press('Enter')
      await expect(page.getByRole('heading', { name: 'Delete images' })).toBeFocused()
      const list = page.getByRole('combobox', { name: 'Images to list' })
      await list.selectOption('not-offered')
      await expect(page.getByRole('button', { name: /^Replace Ubuntu 18.10/ })).toBeVisible()
      await page.getByRole('button', { name: 'Keep Ubuntu 18.10 (amd64) without updates' }).press('Enter')
      await expect(page.getByRole('button', { name: 'Report again: Ubuntu 18.10 (amd64)' })).toBeFocused()
      await expect(page.getByRole('cell', { name: 'Kept without updates' })).toBeVisible()
      await fits()
      await expectAccessible()
      await list.selectOption('all')
      // without columns, the words are in each row
      await expect(page.getByText('All images shown')).toBeVisible()
      await expect(page.getByText('Last deployed: Never').first()).toBeVisible()
      await choice('Ubuntu 18.10 (amd64)').focus()
      await page.keyboard.press('Space')
      await page.keyboard.press('Shift+ArrowDown')
      await page.keyboard.press('Shift+ArrowDown')
      await expect(choice('Build agent (hardened) (amd64)')).toBeFocused()
      await expect(page.getByText(/^3 images chosen/)).toBeVisible()
      await fits()
      await expectAccessible()
    })

    await test.step('the dialog names what depends on them and what undoing costs', async () => {
      await page.getByRole('button', { name: 'Delete chosen images' }).press('Enter')
      const dialog = images.dialog('Delete 3 images?')
      await expect(dialog.getByText('2 machines deployed with it.')).toBeVisible()
      await expect(dialog.getByText(/^MAAS frees/)).toBeVisible()
      await fits()
      await expectAccessible()
      await dialog.getByRole('button', { name: 'Show as' }).press('Enter')
      await expect(images.dialog('Show as')).toContainText('boot-resource delete')
      await images.dialog('Show as').getByRole('button', { name: 'Close' }).first().press('Enter')
      await expect(images.dialog('Show as')).toBeHidden()
      await dialog.getByRole('button', { name: 'Delete 3 images' }).press('Enter')
    })

    await test.step('the images are deleted, and can be selected again', async () => {
      await expect(page.getByText('3 images deleted', { exact: true })).toBeVisible()
      const { resources } = await control.readState()
      expect(resources.filter(({ name }) => /cosmic|centos|build-agent/.test(name))).toEqual([])
      await expect(page.getByRole('region', { name: 'Deletion' })).toBeFocused()
      await expectAccessible()
      await page.getByRole('combobox', { name: 'Images to list' }).selectOption('not-offered')
      await expect(page.getByText('The sources offer every image that the region holds.')).toBeVisible()
      await page.getByRole('button', { name: 'Back to the selection' }).press('Enter')
      await page.reload()
      await expect(page.getByText('3 images deleted', { exact: true })).toBeVisible()
      await fits()
      await expectAccessible()
      await page.getByRole('button', { name: 'Select again' }).press('Enter')
      await expect(images.bar).toContainText('1 image to add')
    })
  },
)

import { expect, test } from '#e2e/test.ts'

test('the whole page works by keyboard alone', async ({ page, open, images, region, pass }) => {
  await open()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const focused = page.locator(':focus')

  await test.step('Tab goes through the frame and the header in order', async () => {
    await press('Tab')
    await expect(page.getByRole('link', { name: 'Skip to the images' })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('link', { name: 'MAAS Images' })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('link', { name: 'Images', exact: true })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('link', { name: 'Boot sources' })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('link', { name: 'Local mirror' })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('link', { name: 'Activity' })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('button', { name: 'Commands' })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('button', { name: 'Stop import' })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('button', { name: 'Show as' })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('link', { name: 'Change source' })).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('link', { name: 'Upload image' })).toBeFocused()
    for (const name of ['Selection file', 'Default images', 'Delete images']) {
      await press('Tab')
      await expect(page.getByRole('button', { name })).toBeFocused()
    }
    await press('Tab')
    await expect(page.getByRole('link', { name: 'What changed' })).toBeFocused()
    await press('Tab')
    await expect(focused).toHaveText(/^Preflight: /)
    await press('Tab')
    await expect(page.getByRole('switch', { name: 'Automatically sync images' })).toBeFocused()
  })

  await test.step('the grid is one tab stop; arrow keys move inside it and the focus is visible', async () => {
    await press('Tab')
    // the fold of a running import is in between as soon as its progress is known
    if (await focused.evaluate((element) => element.closest('.import-progress') !== null)) await press('Tab')
    await expect(images.search).toBeFocused()
    for (let count = 0; count < 20; count += 1) {
      await press('Tab')
      if (await focused.evaluate((element) => element.closest('[role=grid] .grid__body') !== null)) break
    }
    await press('Control+Home')
    await expect(images.grid.getByRole('checkbox', { name: 'All Ubuntu images shown' })).toBeFocused()
    await press('ArrowDown', 'ArrowRight')
    await expect(images.opener('26.04 LTS')).toBeFocused()
    const outline = await focused.evaluate((element) => {
      const style = getComputedStyle(element)
      return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
    })
    expect(outline).toBe(true)
  })

  await test.step('Enter opens a row and closes it', async () => {
    await press('Enter')
    await expect(images.opener('26.04 LTS')).toHaveAttribute('aria-expanded', 'true')
    await press('Enter')
    await expect(images.opener('26.04 LTS')).toHaveAttribute('aria-expanded', 'false')
  })

  await test.step('Space selects', async () => {
    await press('ArrowRight', 'ArrowRight')
    await expect(images.box('Ubuntu 26.04 LTS', 'amd64')).toBeFocused()
    await press('Space')
    await expect(images.box('Ubuntu 26.04 LTS', 'amd64')).toBeChecked()
    await expect(images.box('Ubuntu 26.04 LTS', 'amd64')).toBeFocused()
  })

  await test.step('a dialog takes the focus, keeps it, and returns it on Escape', async () => {
    await press('Tab')
    await expect(images.review).toBeFocused()
    await press('Enter')
    const review = images.dialog('Review changes')
    await expect(review).toBeVisible()
    for (let count = 0; count < 6; count += 1) {
      await press('Tab')
      expect(await focused.evaluate((element) => element.closest('[role=dialog]') !== null)).toBe(true)
    }
    await press('Escape')
    await expect(review).toBeHidden()
    await expect(images.review).toBeFocused()
  })

  await test.step('saving keeps the focus on the page', async () => {
    await press('Tab', 'Tab', 'Tab')
    await expect(images.save).toBeFocused()
    await press('Enter')
    await expect(images.bar).toContainText('Selection saved')
    await expect(images.bar.getByRole('status')).toBeFocused()
    expect(region.selections(1).some(({ release }) => release === 'resolute')).toBe(true)
    await pass(5)
  })
})

test('the skip link skips the frame', async ({ page, open, images }) => {
  await open()
  await expect(images.row('22.04 LTS')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Stop import' })).toBeFocused()
})

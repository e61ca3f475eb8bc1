import { expect, test } from '#e2e/test.ts'

test('pages, actions and images are reached by name, with the keyboard alone', async ({
  page,
  open,
  images,
  expectAccessible,
}) => {
  await open()
  await expect(images.box('Ubuntu 26.04 LTS', 'amd64')).toBeVisible()
  const palette = page.getByRole('dialog', { name: 'Commands' })
  const search = palette.getByRole('combobox', { name: 'Commands' })
  const marked = palette.getByRole('option', { selected: true })

  await test.step('an image is shown', async () => {
    await page.keyboard.press('Control+k')
    await expect(search).toBeFocused()
    await page.keyboard.type('noble')
    await expect(marked).toHaveText('Show Ubuntu 24.04 LTS')
    await page.keyboard.press('Enter')
    await expect(palette).toBeHidden()
    await expect(images.opener('24.04 LTS')).toHaveAttribute('aria-expanded', 'true')
    await expect(images.opener('24.04 LTS')).toBeFocused()
    await expect(images.row('26.04 LTS')).toBeHidden()
  })

  await test.step('a change is reviewed, and Escape returns the focus', async () => {
    const box = images.box('Ubuntu 24.04 LTS', 'arm64')
    await box.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Control+k')
    await expect(search).toBeFocused()
    await page.keyboard.type('review')
    await page.keyboard.press('Enter')
    await expect(images.dialog('Review changes')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(box).toBeFocused()
  })

  await test.step('a search without a match says so, at 320 px and in the dark theme', async () => {
    await page.setViewportSize({ width: 320, height: 700 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.getByRole('button', { name: 'Commands' }).click()
    await expect(search).toBeFocused()
    await expectAccessible()
    await page.keyboard.type('no such thing')
    await expect(palette).toContainText('No results.')
    await expectAccessible()
    await page.keyboard.press('Escape')
  })

  await test.step('a question mark shows the shortcuts, but not while typing', async () => {
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await images.search.focus()
    await page.keyboard.type('?')
    await expect(images.search).toHaveValue(/\?$/)
    await expect(sheet).toBeHidden()
    await page.getByRole('button', { name: 'Commands' }).focus()
    await page.keyboard.press('?')
    await expect(sheet.getByRole('row', { name: 'Ctrl+K' })).toBeVisible()
    await expectAccessible()
    const switchOff = sheet.getByRole('checkbox', { name: '? shows these shortcuts' })
    await switchOff.click()
    await expect(switchOff).not.toBeChecked()
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
    await page.keyboard.press('?')
    await page.keyboard.press('Control+k')
    await expect(search).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
  })

  await test.step('the change is discarded, and a page is opened', async () => {
    await page.keyboard.press('Control+k')
    await expect(search).toBeFocused()
    await page.keyboard.type('discard')
    await page.keyboard.press('Enter')
    await expect(images.bar).toContainText('Your changes were discarded.')
    await page.keyboard.press('Control+k')
    await expect(search).toBeFocused()
    await page.keyboard.type('boot sources')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Boot sources', level: 1 })).toBeVisible()
  })
})

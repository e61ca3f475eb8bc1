import { expect, test } from '#e2e/test.ts'

test('releases whose support has ended are marked, and hidden by a filter unless they are in use', async ({
  page,
  open,
  images,
  expectAccessible,
}) => {
  await open()
  const filter = page.getByRole('checkbox', { name: 'Hide ended releases', exact: true })
  const status = page.getByRole('region', { name: 'Search and filters' }).getByRole('status')

  await test.step('the end of support is shown, and whether it is past', async () => {
    await expect(
      images.row('24.04 LTS').getByRole('gridcell', { name: '31 May 2029', exact: true }),
    ).toBeVisible()
    await expect(
      images.row('20.04 LTS').getByRole('gridcell', { name: 'Ended 29 May 2025', exact: true }),
    ).toBeVisible()
  })

  await test.step('by keyboard, the filter hides and counts releases that are neither selected nor held', async () => {
    await images.search.fill('ubuntu')
    await expect(images.row('24.10')).toBeVisible()
    await filter.focus()
    await page.keyboard.press('Space')
    await expect(filter).toBeChecked()
    await expect(filter).toHaveAccessibleDescription(
      'Ended releases that are selected or held stay in the list.',
    )
    await expect(images.row('24.10')).toHaveCount(0)
    await expect(images.row('24.04 LTS')).toBeVisible()
    await expect(status).toContainText(/^\d+ of \d+ releases, \d+ ended releases are hidden/)
    await expectAccessible()
  })

  await test.step('an ended release that is held stays visible, even while it is being cleared', async () => {
    await expect(images.box('Ubuntu 20.04 LTS', 'arm64')).toBeChecked()
    await images.box('Ubuntu 20.04 LTS', 'arm64').click()
    await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', 'Will be removed')).not.toBeChecked()
    await images.discard.click()
  })

  await test.step('the address keeps it', async () => {
    await expect(page).toHaveURL(/[?&]ended=hide/)
    await page.reload()
    await expect(filter).toBeChecked()
    await expect(images.row('24.04 LTS')).toBeVisible()
    await expect(images.row('24.10')).toHaveCount(0)
  })

  await test.step('if everything is hidden, the count offers to show the ended releases', async () => {
    await images.search.fill('24.10')
    await expect(images.grid).toContainText('No images match.')
    await expect(status).toContainText('1 ended release is hidden')
    await expectAccessible()
    await page.getByRole('button', { name: 'Show ended releases' }).click()
    await expect(filter).toBeFocused()
    await expect(filter).not.toBeChecked()
    await expect(images.row('24.10')).toBeVisible()
    await expect(page).not.toHaveURL(/ended=/)
  })

  await test.step('Clear filters takes it back too', async () => {
    await filter.check()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(filter).not.toBeChecked()
    await expect(images.search).toBeFocused()
  })
})

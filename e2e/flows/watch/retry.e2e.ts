import { expect, test } from '#e2e/test.ts'

test.use({ scenario: 'stalled', colorScheme: 'dark', viewport: { width: 320, height: 800 } })

test('a stalled import is explained, and retried with the keyboard on a narrow, dark page', async ({
  page,
  open,
  pass,
  region,
  images,
  expectAccessible,
}) => {
  await open()
  await expect(images.grid).toBeVisible()
  await pass(5)
  const progress = page.getByRole('region', { name: 'Import progress' })
  await expect(progress).toBeVisible()

  await test.step('after 2 minutes without data the page says so', async () => {
    await pass(130)
    await pass(5)
    await expect(progress).toContainText(/No data has arrived for 2 minutes\./)
    await expect(progress).toContainText('Neither MAAS nor Preflight reports a cause.')
    await expect(progress).toContainText('MAAS ends this import at about 10:59 UTC, 2 hours after it began.')
    await expectAccessible()
  })

  await test.step('a retry shows each step, and completes the download', async () => {
    await progress.getByRole('button', { name: 'Retry import' }).focus()
    await page.keyboard.press('Enter')
    const dialog = images.dialog('Retry import')
    await expect(dialog).toContainText('Completed images are kept; partial downloads start over')
    const retry = dialog.getByRole('button', { name: 'Retry import' })
    await retry.focus()
    const stopped = page.waitForResponse((response) => response.url().includes('op=stop_import'))
    await page.keyboard.press('Enter')
    await stopped
    const steps = dialog.getByRole('list', { name: 'Steps of the retry' }).getByRole('listitem')
    await expect(steps.first()).toContainText('The import is being stopped.')
    await expectAccessible()
    await pass(2)
    await expect(dialog.getByText('Import started.')).toBeVisible()
    await expect(steps).toHaveText(['Stop the running import: done', 'Start the import: done'])
    await expectAccessible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await pass(60)
    await pass(60)
    expect(region.isImporting()).toBe(false)
  })

  await test.step('the proxy settings are reached from Preflight', async () => {
    await page.getByText(/^Preflight: /).click()
    await page.getByRole('button', { name: 'Proxy for images' }).click()
    await expect(images.dialog('Proxy for images')).toContainText('MAAS downloads images without a proxy')
    await expectAccessible()
  })
})

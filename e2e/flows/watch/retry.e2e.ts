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

  await test.step('an import that fails names its causes, with the message of MAAS and the proxy', async () => {
    region.setConfig('http_proxy', 'http://maas:proxy-password@proxy.example.com:3128/')
    region.setSourcesAnswer(false)
    await images.order('Import now')
    await pass(3)
    await pass(61)
    const causes = page.getByRole('list', { name: 'Likely causes' })
    await expect(causes).toContainText('MAAS cannot reach maas.io.')
    await expect(causes).toContainText('through the proxy http://maas:***@proxy.example.com:3128/.')
    await causes.getByText('Message of MAAS').focus()
    await page.keyboard.press('Enter')
    await expect(causes).toContainText('Connection refused')
    await expectAccessible()

    await page.getByText(/^Preflight: /).click()
    await page.getByRole('button', { name: 'Proxy for images' }).first().click()
    const dialog = images.dialog('Proxy for images')
    await dialog.getByRole('checkbox', { name: 'Connect to boot sources without the proxy' }).focus()
    await page.keyboard.press('Space')
    await expect(dialog).toContainText('Saved: “Connect to boot sources without the proxy” is on.')
    await expectAccessible()
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await expect(dialog).toContainText('“Connect to boot sources without the proxy” is off.')
    expect(region.getConfig('boot_images_no_proxy')).toBe(false)
    await expect(page.locator('body')).not.toContainText('proxy-password')
  })
})

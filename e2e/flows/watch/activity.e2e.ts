import { readFile } from 'node:fs/promises'
import { expect, test } from '#e2e/test.ts'

const NOTIFICATIONS = `
  globalThis.shownNotifications = []
  globalThis.Notification = class extends EventTarget {
    static permission = 'granted'
    constructor(title) {
      super()
      shownNotifications.push(title)
    }
  }`

test.use({ colorScheme: 'dark', viewport: { width: 320, height: 900 } })

test('what changed, and what is stored, is read with the keyboard on a narrow, dark page', async ({
  page,
  open,
  pass,
  region,
  images,
  expectAccessible,
}) => {
  // a browser without windows permits no notifications
  await page.addInitScript(NOTIFICATIONS)
  const shown = () => page.evaluate<string[]>('shownNotifications')
  await open()
  // the table shows only the rows in view
  await images.search.fill('20.04')
  await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /Downloading \d+ %$/)).toBeChecked()
  // what records changes is loaded after the table
  await page.waitForLoadState('networkidle')
  await pass(60)
  await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', 'Synced')).toBeChecked()
  region.setConfig('commissioning_distro_series', 'noble')
  await pass(60)
  await page.getByRole('link', { name: 'Activity' }).click()

  await test.step('the image that the import brought, with its size', async () => {
    const changed = page.getByRole('listitem').filter({ hasText: 'Ubuntu 20.04 LTS arm64' })
    await expect(changed).toContainText(/New: 20\d{6}; size [\d.]+ MB; seen /)
    await expect(page.getByText(/MAAS does not show how much it downloaded/)).toBeVisible()
  })

  await test.step('the storage, as a chart and as a table', async () => {
    await expect(page.getByRole('img', { name: /^Storage by operating system: Ubuntu / })).toBeVisible()
    await page.getByText('Storage as a table').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('table', { name: 'Storage' })).toContainText('Bootloaders')
  })

  await test.step('the export opens in a spreadsheet: it begins with a byte order mark', async () => {
    await page.getByRole('button', { name: 'Export activity as CSV' }).focus()
    const saved = page.waitForEvent('download')
    await page.keyboard.press('Enter')
    const text = await readFile(await (await saved).path(), 'utf8')
    expect(text).toMatch(/^\uFEFF"time",/)
    expect(text).toContain('Changed setting: Commissioning release')
  })

  await test.step('the end of the next import is shown as a notification of the browser', async () => {
    await page.getByRole('switch', { name: 'Notify me when an import ends' }).press('Space')
    await expect.poll(shown).toEqual(['Notifications are on'])
    await expect(page.getByRole('switch', { name: 'Notify me when an import ends' })).toBeChecked()
    const lists = { arches: ['amd64', 'arm64'], subarches: ['*'], labels: ['*'] }
    region.createSelection(1, { os: 'ubuntu', release: 'resolute', ...lists })
    region.startImport()
    const read = page.waitForResponse((response) => response.url().endsWith('/gateway/images'))
    await pass(31)
    expect(await (await read).json()).toMatchObject({ importing: true })
    // a page that still works on an answer does not ask again
    await expect(async () => {
      await pass(60)
      expect(await shown()).toEqual(['Notifications are on', 'Import ended'])
    }).toPass()
  })

  await expectAccessible()
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(tooWide).toBe(0)
})

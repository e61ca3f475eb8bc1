import type { Page } from '@playwright/test'
import { START } from '#e2e/setup/app.ts'
import { ImagesPage } from '#kit/playwright.ts'
import { hasStoredRecords } from '#e2e/setup/stored-records.ts'
import { profileBrowser } from '#e2e/setup/profile-browser.ts'
import { selectionOf } from '#e2e/setup/region-state.ts'
import { expect, test } from '#e2e/test.ts'

const OFFER = 'Unsaved selection from 09:00 UTC'

test('an unsaved selection is offered again after the browser was killed, can be restored, and is removed when saved', async ({
  app,
  region,
  watch,
  expectAccessible,
}) => {
  const browser = await profileBrowser()
  const show = async (page: Page) => {
    watch.add(page)
    await page.clock.install({ time: START })
    await page.goto(`${app.url}/images`)
    return new ImagesPage(page)
  }
  try {
    const first = await browser.start()
    const before = await show(first)
    await before.box('Ubuntu 24.04 LTS', 'arm64').click()
    await hasStoredRecords(first)
    await browser.kill()

    const again = await browser.start()
    const images = await show(again)
    const offer = images.notice(OFFER)
    await expect(offer).toContainText('Ubuntu 24.04 LTS')
    // the offer pushes the row out of the window
    await images.row('24.10').scrollIntoViewIfNeeded()
    await expect(images.box('Ubuntu 24.04 LTS', 'arm64')).not.toBeChecked()
    await expect(images.bar).toBeHidden()
    await expectAccessible(again)

    await offer.getByRole('button', { name: 'Restore selection' }).click()
    await expect(images.boxIn('Ubuntu 24.04 LTS', 'arm64', 'Selected')).toBeChecked()
    await expect(offer).toBeHidden()

    await test.step('a reload keeps it in this tab, and another tab is not offered a draft that is open here', async () => {
      await again.reload()
      await expect(images.boxIn('Ubuntu 24.04 LTS', 'arm64', 'Selected')).toBeChecked()
      const other = await show(await again.context().newPage())
      await expect(other.box('Ubuntu 24.04 LTS', 'arm64')).not.toBeChecked()
      await images.save.click()
      await expect(images.bar).toContainText('Selection saved')
      expect(selectionOf(region, 1)).toContain('ubuntu/noble amd64+arm64')
      await expect(other.notice(OFFER)).toHaveCount(0)
    })

    await test.step('once saved, it is no longer offered', async () => {
      const context = again.context()
      await again.close()
      const last = await show(await context.newPage())
      await expect(last.box('Ubuntu 24.04 LTS', 'arm64')).toBeChecked()
      await expect(last.notice(OFFER)).toHaveCount(0)
    })
  } finally {
    await browser.remove()
  }
})

test('the draft of a closed tab is offered only for its source, and removed when discarded', async ({
  context,
  app,
  page,
  open,
  images,
  region,
  watch,
}) => {
  await open()
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  await hasStoredRecords(page)
  await page.close()

  const tab = await context.newPage()
  watch.add(tab)
  await tab.clock.install({ time: START })
  const view = new ImagesPage(tab)
  const { url } = region.source(1)
  await test.step('the source has another address', async () => {
    region.updateSource(1, { url: 'http://mirror.example.com/ubuntu/' })
    await tab.goto(`${app.url}/images`)
    await expect(tab.getByText('Synced from mirror.example.com/ubuntu', { exact: true })).toBeVisible()
    await expect(view.notice(OFFER)).toHaveCount(0)
  })

  await test.step('the source has its address again', async () => {
    region.updateSource(1, { url })
    await tab.reload()
    await view.notice(OFFER).getByRole('button', { name: 'Discard selection' }).click()
    await expect(view.notice(OFFER)).toBeHidden()
    await tab.reload()
    await expect(view.box('Ubuntu 24.04 LTS', 'arm64')).not.toBeChecked()
    await expect(view.notice(OFFER)).toHaveCount(0)
  })
})

test('in a browser that denies storage, the page says once what is lost, and everything works', async ({
  page,
  open,
  images,
  source,
  region,
  simulator,
  expectAccessible,
}) => {
  await page.addInitScript(() => {
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        },
      })
  })
  simulator.clock.advance(600_000)
  await open()
  const notice = images.notice('This browser does not allow the page to store data')
  await expect(notice).toContainText('an unsaved selection')
  await expectAccessible()

  await test.step('leaving the page says how long the selection is kept', async () => {
    await images.box('Ubuntu 24.04 LTS', 'arm64').click()
    await page.getByRole('link', { name: 'Boot sources' }).click()
    const dialog = images.dialog('Leave without saving?')
    await expect(dialog).toContainText('kept until this tab is closed or reloaded')
    await dialog.getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('link', { name: 'Images', exact: true }).click()
    await expect(images.boxIn('Ubuntu 24.04 LTS', 'arm64', 'Selected')).toBeChecked()
  })

  await notice.getByRole('button', { name: 'Close notification' }).click()
  await expect(notice).toBeHidden()
  await images.save.click()
  await expect(images.bar).toContainText('Selection saved')
  expect(selectionOf(region, 1)).toContain('ubuntu/noble amd64+arm64')
  simulator.clock.advance(600_000)

  await page.getByRole('link', { name: 'Change source' }).click()
  await source.candidate.check()
  await source.connects()
  await source.changes()
  await expect(source.undo).toBeVisible()
  await expect(notice).toBeHidden()
})

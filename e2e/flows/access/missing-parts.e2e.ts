import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/test.ts'

/** The files of the dialogs; the page itself needs none of them. */
const DIALOGS =
  /\/assets\/(source-dialog|review-dialog|modal|edit-details|source-routes|delete-source)-[^/]*\.js$/

/** Makes these files fail to load. Returns a function that lets them load again. */
async function without(page: Page, files: RegExp, answer: 'none' | 404): Promise<() => Promise<void>> {
  await page.route(files, (route) =>
    answer === 'none' ? route.abort('connectionreset') : route.fulfill({ status: answer, body: 'Not found' }),
  )
  return () => page.unroute(files)
}

test('a dialog whose file does not arrive says so; Try again opens it, and the draft is kept', async ({
  page,
  open,
  images,
  source,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/ERR_CONNECTION_RESET/, 'the files of the dialogs do not arrive')
  const arrives = await without(page, DIALOGS, 'none')
  await open()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  const opener = page.getByRole('link', { name: 'Change source' })
  await opener.click()
  const failed = page.getByRole('dialog', { name: 'Could not open this dialog' })
  await expect(failed.getByRole('alert')).toHaveText(
    'The gateway did not send a file of this page. Try again, or reload the page. An unsaved selection is kept.',
  )
  await expectAccessible()

  await test.step('closing it leads back to the page, and to what opened it', async () => {
    await page.keyboard.press('Escape')
    await expect(failed).toBeHidden()
    await expect(page).toHaveURL(/\/images$/)
    await expect(opener).toBeFocused()
  })

  await test.step('a second failure is reported again, and the dialog opens once its file arrives', async () => {
    await opener.click()
    await failed.getByRole('button', { name: 'Try again' }).click()
    await expect(failed.getByRole('button', { name: 'Try again' })).toBeVisible()
    await arrives()
    await failed.getByRole('button', { name: 'Try again' }).click()
    await expect(source.dialog).toBeVisible()
    await expect(failed).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(opener).toBeFocused()
    await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Selected')).toBeChecked()
  })
})

test('a dialog of a version that was replaced offers to reload, which keeps the draft', async ({
  page,
  open,
  images,
  app,
  expectConsole,
}) => {
  expectConsole(/404/, 'the files of the previous version are gone')
  const arrives = await without(page, DIALOGS, 404)
  await open()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await expect(images.bar).toContainText('1 image to add')
  // the gateway now sends the page of another build
  const started = `${app.url}/`
  await page.route(started, async (route) => {
    const answer = await route.fetch()
    const html = (await answer.text()).replace(/index-[\w-]+\.js/, 'index-newbuild.js')
    await route.fulfill({ response: answer, body: html })
  })
  await images.bar.getByRole('button', { name: 'Review' }).click()
  const failed = page.getByRole('dialog', { name: 'Could not open this dialog' })
  await expect(failed.getByRole('alert')).toHaveText(
    'MAAS Images was updated while this page was open. Reload the page to continue with the new version. An unsaved selection is kept.',
  )
  await expect(failed.getByRole('button', { name: 'Try again' })).toBeHidden()
  await arrives()
  await page.unroute(started)
  await failed.getByRole('button', { name: 'Reload page' }).click()
  await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Selected')).toBeChecked()
  await images.bar.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('dialog', { name: 'Review changes' })).toBeVisible()
})

test('a dialog says that the gateway does not answer', async ({ page, open, images, app, expectConsole }) => {
  expectConsole(/ERR_CONNECTION/, 'no process listens while the gateway is stopped')
  const arrives = await without(page, DIALOGS, 'none')
  await open()
  await expect(images.row('22.04 LTS')).toContainText('Synced')
  await app.stopGateway()
  await page.getByRole('link', { name: 'Change source' }).click()
  const failed = page.getByRole('dialog', { name: 'Could not open this dialog' })
  await expect(failed.getByRole('alert')).toContainText('The gateway does not answer.')
  await app.restartGateway()
  await arrives()
  await failed.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('dialog', { name: 'Change source' })).toBeVisible()
})

test('a page whose file does not arrive shows a message instead', async ({
  page,
  open,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/ERR_CONNECTION_RESET/, 'the file of the page does not arrive')
  const arrives = await without(page, /\/assets\/sources-page-[^/]*\.js$/, 'none')
  await open('/sources')
  await expect(page.getByRole('heading', { name: 'Could not show this page' })).toBeVisible()
  await expectAccessible()
  await arrives()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Boot sources' })).toBeVisible()
})

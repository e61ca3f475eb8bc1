import type { Page } from '@playwright/test'
import { breakCall } from '#e2e/setup/source-faults.ts'
import { expect, test } from '#e2e/test.ts'

const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'

/** Holds this page's writes to MAAS with one method until `release` is called. */
async function hold(page: Page, method: 'PUT' | 'POST') {
  let release = () => undefined as void
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/MAAS/api/2.0/boot-sources/**', async (route) => {
    if (route.request().method() === method) await released
    await route.continue()
  })
  return () => release()
}

test('Back does not stop a running change: the Images page shows its progress and its result', async ({
  page,
  open,
  source,
  region,
  simulator,
  expectAccessible,
}) => {
  simulator.clock.advance(600_000)
  await open()
  await page.getByRole('link', { name: 'Change source' }).click()
  await source.candidate.check()
  await source.connects()
  const release = await hold(page, 'PUT')
  await source.change.click()
  await expect(source.step('Change the source')).toContainText('running')

  await page.goBack()
  await expect(page).toHaveURL(/\/images$/)
  await expect(source.step('Change the source')).toContainText('running')
  // a second run would write between the calls of the first one
  await expect(source.unfinished).toBeHidden()
  await expectAccessible()

  release()
  await expect(source.done).toBeVisible()
  expect(region.source(1).url).toBe(CANDIDATE)
  await source.closeIt()
  await expect(source.undo).toBeVisible()
})

test('another tab sees that a change is running, starts none, and updates when it is done', async ({
  page,
  context,
  watch,
  open,
  source,
  region,
  simulator,
  expectAccessible,
}) => {
  simulator.clock.advance(600_000)
  await open('/images/source')
  await source.candidate.check()
  await source.connects()
  const other = await context.newPage()
  watch.add(other)
  await other.goto(new URL('/images/source', page.url()).href)
  await other.getByRole('radio', { name: /^Candidate/ }).check()
  await other.getByRole('button', { name: 'Connect' }).click()
  const change = other.getByRole('button', { name: 'Change source' })
  await expect(change).toBeVisible()

  const resting = await context.newPage()
  watch.add(resting)
  await resting.goto(new URL('/images', page.url()).href)
  await expect(resting.getByText('Synced from maas.io', { exact: true })).toBeVisible()

  const release = await hold(page, 'PUT')
  await source.change.click()
  await expect(source.step('Change the source')).toContainText('running')

  await test.step('an idle tab says so', async () => {
    await expect(resting.getByText('Another tab of this browser is changing the source')).toBeVisible()
  })

  await test.step('a change prepared there does not start at the same time', async () => {
    await change.click()
    const dialog = other.getByRole('dialog')
    await expect(dialog.getByText('Another tab of this browser is changing the source')).toBeVisible()
    await expect(dialog).toContainText('Nothing was changed from this tab.')
    await expectAccessible(other)
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    expect(region.source(1).url).not.toBe(CANDIDATE)
  })

  await test.step('nor can the change be finished or undone there', async () => {
    const notice = other.getByText('Another tab of this browser is changing the source')
    await expect(notice).toBeVisible()
    await expect(other.getByText('A source change was not completed')).toBeHidden()
    await expect(other.getByRole('button', { name: /^Finish|^Go back/ })).toHaveCount(0)
    await expectAccessible(other)
  })

  release()
  await expect(source.done).toBeVisible()
  await expect(other.getByText('Another tab of this browser is changing the source')).toBeHidden()
  await expect(other.getByRole('link', { name: 'Undo' })).toBeVisible()
  for (const tab of [other, resting]) {
    await expect(tab.getByText('Synced from maas.io candidate', { exact: true })).toBeVisible()
    await expect(tab.getByRole('link', { name: 'Undo' })).toBeVisible()
  }
})

test('Back does not reopen a closed dialog; while a source is added, the list shows its progress and its result', async ({
  page,
  open,
  source,
  simulator,
}) => {
  simulator.clock.advance(600_000)
  await open('/images')
  await page.getByRole('link', { name: 'Boot sources' }).click()
  await page.getByRole('link', { name: 'Add source' }).click()
  await expect(source.dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(source.dialog).toBeHidden()
  await expect(page).toHaveURL(/\/sources$/)
  await page.goBack()
  await expect(page).toHaveURL(/\/images$/)

  await page.getByRole('link', { name: 'Boot sources' }).click()
  await page.getByRole('link', { name: 'Add source' }).click()
  await source.fill('http://mirror.example.com/ubuntu/')
  await source.connects()
  const release = await hold(page, 'POST')
  await source.change.click()
  await expect(source.step('Create the source')).toContainText('running')

  await page.goBack()
  await expect(page).toHaveURL(/\/sources$/)
  await expect(source.step('Create the source')).toContainText('running')
  release()
  await expect(source.done).toContainText('is added')
  await source.closeIt()
  await expect(page.getByRole('link', { name: /^Update .*mirror/ })).toBeVisible()
})

test('while an earlier change is not completed, another one says that it replaces it', async ({
  open,
  source,
  simulator,
  expectConsole,
  expectAccessible,
}) => {
  expectConsole(/50\d .*MAAS\/api/, 'MAAS fails')
  simulator.clock.advance(600_000)
  await open('/images/source')
  await source.candidate.check()
  await source.connects()
  await expect(source.dialog).not.toContainText('this change replaces it')
  breakCall(simulator, 'import', '500')
  await source.change.click()
  await expect(source.outcome).toBeVisible()
  simulator.resetHandlers()
  await source.closeIt()
  await expect(source.unfinished).toBeVisible()

  await open('/images/source')
  await source.stable.check()
  await source.connects()
  await expect(source.dialog).toContainText(
    'If you continue, this change replaces it, and you can no longer go back from the earlier one.',
  )
  await expectAccessible()
})

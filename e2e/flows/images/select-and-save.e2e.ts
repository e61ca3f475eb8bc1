import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/test.ts'

/** Until the page would confirm leaving: the code for it loads with the first change. */
const guarded = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true }))))
    .toBe(false)

test('an administrator changes the selection across systems, releases and architectures', async ({
  open,
  images,
  pass,
  control,
  expectAccessible,
}) => {
  await open()
  await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /^Downloading/)).toBeChecked()

  await test.step('changes make a draft, and nothing is sent', async () => {
    const before = await control.readState()
    await images.box('Ubuntu 24.04 LTS', 'arm64').click()
    await images.box('Ubuntu 26.04 LTS', 'amd64').click()
    await images.search.fill('centos')
    await images.box('CentOS 8', 'amd64').click()
    await images.box('CentOS 7', 'amd64').click()
    await images.search.fill('')
    await expect(images.bar).toContainText(/3 images to add, 1 image to remove · .*to download · .*freed/)
    expect((await control.readState()).selections).toEqual(before.selections)
    await expectAccessible()
  })

  await test.step('the review names every change', async () => {
    await images.review.click()
    const review = images.dialog('Review changes')
    await expect(review.getByRole('table', { name: /^To add/ }).getByRole('row')).toHaveCount(3)
    await expect(review.getByRole('table', { name: /^To add/ })).toContainText('Ubuntu 24.04 LTS')
    await expect(review.getByRole('table', { name: /^To remove/ })).toContainText('CentOS 8')
    await expectAccessible()
    await review.getByRole('button', { name: 'Save selection' }).click()
    await expect(review).toBeHidden()
  })

  await test.step('saving writes exactly these changes', async () => {
    await expect(images.bar).toContainText('Selection saved. The running import also applies these changes.')
    const { selections } = await control.readState()
    const wanted = selections.map(({ release, arches }) => `${release} ${arches.join('+')}`)
    expect(wanted.toSorted()).toEqual([
      'centos70 amd64',
      'cosmic amd64',
      'focal arm64',
      'jammy amd64',
      'noble amd64+arm64',
      'resolute amd64',
    ])
    await images.bar.getByRole('button', { name: 'Dismiss' }).click()
    await expect(images.bar).toBeHidden()
  })

  await test.step('the import downloads added images and deletes removed ones', async () => {
    await pass(600)
    await expect(images.boxIn('Ubuntu 24.04 LTS', 'arm64', 'Synced')).toBeChecked()
    await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Synced')).toBeChecked()
    await images.search.fill('centos')
    await expect(images.boxIn('CentOS 7', 'amd64', 'Synced')).toBeChecked()
    await expect(images.boxIn('CentOS 8', 'amd64', 'Not selected')).not.toBeChecked()
  })
})

test('the commissioning release cannot be cleared by accident', async ({
  open,
  images,
  expectAccessible,
}) => {
  await open()
  const last = images.box('Ubuntu 22.04 LTS', 'amd64')
  await expect(last).toHaveAttribute('aria-disabled', 'true')
  await last.click({ force: true })
  await expect(last).toBeChecked()
  await expect(images.bar.getByRole('alert')).toContainText(
    'Ubuntu 22.04 LTS is the commissioning release, so one architecture must stay.',
  )
  await expectAccessible()

  // if another architecture stays, this one can be cleared
  await images.box('Ubuntu 22.04 LTS', 'arm64').click()
  await images.box('Ubuntu 22.04 LTS', 'amd64').click()
  await expect(images.box('Ubuntu 22.04 LTS', 'amd64')).not.toBeChecked()
  await expect(images.bar).toContainText('machines of that architecture cannot be commissioned')
})

test('group and column boxes select many images and show if only some are selected', async ({
  open,
  images,
  region,
}) => {
  await open()
  const all = images.grid.getByRole('checkbox', { name: 'All Ubuntu images shown' })
  const column = images.grid.getByRole('checkbox', { name: 'amd64 of all Ubuntu LTS releases' })
  const row = images.grid.getByRole('checkbox', { name: 'All architectures of Ubuntu 24.04 LTS' })
  await expect(all).toBeChecked({ indeterminate: true })
  await expect(column).toBeChecked({ indeterminate: true })
  await expect(row).toBeChecked({ indeterminate: true })

  await row.click()
  await expect(row).toBeChecked()
  await expect(images.box('Ubuntu 24.04 LTS', 's390x')).toBeChecked()

  await column.click()
  await expect(column).toBeChecked()
  await expect(images.box('Ubuntu 26.04 LTS', 'amd64')).toBeChecked()
  await expect(images.box('Ubuntu 25.10', 'amd64')).not.toBeChecked()

  await all.click()
  await expect(all).toBeChecked()
  await expect(images.box('Ubuntu 25.10', 'amd64')).toBeChecked()

  // one box of the commissioning release is left, and the page says why
  await all.click()
  await expect(all).toBeChecked({ indeterminate: true })
  await expect(images.box('Ubuntu 22.04 LTS', 'amd64')).toBeChecked()
  await expect(images.bar).toContainText('one architecture must stay')
  await images.save.click()
  await expect(images.bar).toContainText('Selection saved')
  expect(
    region
      .selections(1)
      .map(({ os, release }) => `${os}/${release}`)
      .toSorted(),
  ).toEqual(['centos/8', 'ubuntu/jammy'])
})

test('a draft survives a reload and changes by someone else, and leaving asks first', async ({
  page,
  open,
  images,
  pass,
  expectAccessible,
}) => {
  await open('/no-such-page')
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  await expectAccessible()
  await page.getByRole('link', { name: 'Go to the images' }).click()
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  await expect(page).toHaveTitle(/not saved/)
  await guarded(page)

  await test.step('a reload asks, and keeps it', async () => {
    const question = page.waitForEvent('dialog')
    const reloaded = page.reload()
    expect((await question).type()).toBe('beforeunload')
    await (await question).accept()
    await reloaded
    await expect(images.boxIn('Ubuntu 24.04 LTS', 'arm64', 'Selected')).toBeChecked()
    await pass(120)
    await expect(images.boxIn('Ubuntu 24.04 LTS', 'arm64', 'Selected')).toBeChecked()
    await expect(images.bar).toContainText('1 image to add')
  })

  await test.step('going back asks first', async () => {
    await guarded(page)
    await page.goBack()
    const question = images.dialog('Leave without saving?')
    await expect(question).toBeVisible()
    await expectAccessible()
    await question.getByRole('button', { name: 'Stay' }).click()
    await expect(question).toBeHidden()
    await expect(images.boxIn('Ubuntu 24.04 LTS', 'arm64', 'Selected')).toBeChecked()
    await page.goBack()
    await question.getByRole('button', { name: 'Leave' }).click()
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  })
})

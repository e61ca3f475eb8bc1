import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '#e2e/test.ts'

const MIRROR = 'http://mirror.example.com/ubuntu/'
const COMMAND = /boot-source-selections create 1 os=ubuntu release=resolute arches=amd64/

/** Opens the dialog by the button in this place. */
async function showAs(page: Page, place: Locator) {
  await place.getByRole('button', { name: 'Show as', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Show as' })
  return { dialog, text: (name: string) => dialog.getByRole('region', { name, exact: true }) }
}

test('the draft is shown as commands, on the save bar and in the review, and copied and saved', async ({
  page,
  context,
  open,
  images,
  region,
  expectAccessible,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open()
  await test.step('the present state', async () => {
    const { dialog, text } = await showAs(page, page.getByRole('main'))
    await expect(text('maas CLI')).toContainText('boot-sources create url=http://images.maas.io')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })
  const before = JSON.stringify(region.selections(1))
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()

  await test.step('on the save bar', async () => {
    const { dialog, text } = await showAs(page, images.bar)
    await expect(text('maas CLI')).toContainText(COMMAND)
    await expectAccessible()
    await dialog.getByRole('button', { name: 'Copy' }).click()
    await expect(dialog.getByText('Copied')).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(COMMAND)
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Save as a file' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('maas-images.sh')
    expect(await readFile(await file.path(), 'utf8')).toContain(
      'select_release 1 ubuntu resolute arches=amd64',
    )
    await page.keyboard.press('Escape')
    await expect(images.bar.getByRole('button', { name: 'Show as' })).toBeFocused()
  })

  await test.step('in the review, on a narrow dark screen, with the keyboard', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await images.review.click()
    const { dialog, text } = await showAs(page, images.dialog('Review changes'))
    await dialog.getByRole('tab', { name: 'maas CLI' }).click()
    for (const name of ['curl', 'Terraform', 'Ansible', 'JSON']) {
      await page.keyboard.press('ArrowRight')
      await expect(text(name)).toContainText('resolute')
      await expectAccessible()
    }
    await page.keyboard.press('Tab')
    await expect(text('JSON')).toBeFocused()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await page.keyboard.press('Escape')
    await expect(images.dialog('Review changes')).toBeVisible()
  })
  expect(JSON.stringify(region.selections(1))).toBe(before)
})

test('boot sources, a change of source and a deletion are shown as commands', async ({
  page,
  open,
  source,
  expectAccessible,
}) => {
  await open('/sources')
  await test.step('the boot sources that MAAS has', async () => {
    const { text } = await showAs(page, page.getByRole('main'))
    await expect(text('maas CLI')).toContainText('boot-sources create url=http://images.maas.io')
    await expectAccessible()
    await page.keyboard.press('Escape')
  })

  await test.step('a change of source', async () => {
    await page.getByRole('link', { name: /^Update / }).click()
    await source.fill(MIRROR)
    await source.connects()
    const { text, dialog } = await showAs(page, page.getByRole('dialog'))
    await expect(text('maas CLI')).toContainText(`boot-source update 1 url=${MIRROR}`)
    await dialog.getByRole('tab', { name: 'Terraform' }).click()
    await expect(text('Terraform')).toContainText(new RegExp(`url +=.*${MIRROR}`))
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  })

  await test.step('a deletion', async () => {
    await page.getByRole('link', { name: /^Delete / }).click()
    const { text } = await showAs(page, page.getByRole('dialog'))
    await expect(text('maas CLI')).toContainText('maas "$PROFILE" boot-source delete 1')
    await expectAccessible()
  })
})

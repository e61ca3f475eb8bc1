import type { Locator } from '@playwright/test'
import type { ImagesPage } from '#kit/playwright.ts'
import { expect } from './maas-test.ts'
import { SLOW, test } from './maas-writes.ts'
import { stopImports } from './restore.ts'
import { isFrom38 } from './write-needs.ts'
import { contentOf, findState } from './restore-content.ts'

/** An image that can be added, by the name of its box; the largest comes first, so the last one costs least. */
async function nameOfUnselected(images: ImagesPage, open: (path: string) => Promise<void>): Promise<string> {
  await open('/images?state=not-selected&sort=size')
  const free = images.boxes(/^Not selected/).last()
  await expect(free).toBeVisible({ timeout: 60_000 })
  const name = (await free.getAttribute('aria-label')) ?? ''
  // sizes are still being read, so its row may move out of the rows that are rendered
  await images.search.fill(name)
  return name
}

const box = (images: ImagesPage, name: string): Locator =>
  images.grid.getByRole('checkbox', { name, exact: true })

async function saves(images: ImagesPage): Promise<void> {
  await images.save.click()
  await expect(images.bar).toContainText('Selection saved', SLOW)
}

test('a selection is added, saved, removed and saved again; the region ends as it began', async ({
  open,
  images,
  maas,
  found,
}) => {
  test.setTimeout(900_000)
  const name = await nameOfUnselected(images, open)
  await test.step(`add ${name}`, async () => {
    await box(images, name).click()
    await saves(images)
    expect(contentOf(await findState(maas)).selections).not.toEqual(contentOf(found).selections)
  })
  await test.step('stop the import that it began', () => stopImports(maas))
  await test.step('remove it', async () => {
    await open(`/images?selected=1&q=${encodeURIComponent(name)}`)
    await box(images, name).click()
    await saves(images)
    expect(contentOf(await findState(maas))).toEqual(contentOf(found))
  })
})

test('the kernels of an image are chosen and saved', async ({ page, open, images, maas, found }) => {
  test.setTimeout(900_000)
  const version = await maas.version()
  test.skip(isFrom38(version), `MAAS ${version} imports every kernel of a selected image`)
  const name = await nameOfUnselected(images, open)
  await box(images, name).click()
  const row = images.grid.getByRole('row').filter({ has: page.getByRole('checkbox', { name, exact: true }) })
  await row.getByRole('rowheader').getByRole('button').first().click()
  const kernels = page.getByRole('group', { name: /^Kernels of / })
  await kernels.getByRole('radio', { name: 'Only these' }).click()
  const chosen = kernels.getByRole('checkbox', { checked: true })
  const count = await chosen.count()
  test.skip(count < 2, `${name} is offered with one kernel, which cannot be cleared`)
  await chosen.last().click()
  await expect(chosen).toHaveCount(count - 1)
  await saves(images)
  const { selections } = await findState(maas)
  const changed = selections.filter(({ id, subarches }) => {
    const before = found.selections.find((one) => one.id === id)
    return before?.subarches.join() !== subarches.join()
  })
  expect(changed).toHaveLength(1)
  expect(changed[0]?.subarches, 'without all future kernels').not.toContain('*')
})

test('an import starts and stops, as MAAS reports it', async ({ page, open, maas, found }) => {
  test.setTimeout(900_000)
  expect(found.sources.length).toBeGreaterThan(0)
  await open('/images')
  const start = page.getByRole('button', { name: 'Import now' })
  const stop = page.getByRole('button', { name: 'Stop import' })
  // the button is found under this name before the page knows whether an import is running; then it may be Stop import
  await expect(start).toBeEnabled(SLOW)
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().includes('op=import'),
  )
  await start.click()
  expect((await answered).ok()).toBe(true)
  // an import that has nothing to do may have ended before the page reads the region again, and MAAS 3.8 logs none
  if (isFrom38(await maas.version()))
    await expect.poll(async () => (await stop.isVisible()) === (await maas.isImporting()), SLOW).toBe(true)
  else await expect(stop.or(page.getByText(/Last import started/)).first()).toBeVisible(SLOW)
  if (await stop.isVisible())
    // it may also end before the click
    await Promise.any([stop.click(), expect(start).toBeEnabled(SLOW)])
  await stopImports(maas)
  await expect(start).toBeEnabled(SLOW)
})

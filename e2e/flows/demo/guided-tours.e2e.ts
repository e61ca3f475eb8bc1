import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/demo-test.ts'
import { TOURS } from '#demo/tour/tours.ts'

const bar = (page: Page) => page.getByRole('region', { name: 'Demo' })
const card = (page: Page) => page.getByRole('group', { name: /^Tour: / })

test('each tour can be walked with Next alone, and does on the page what it says', async ({
  demo,
  page,
  images,
  expectAccessible,
}) => {
  demo.expectConsole(/400.*selections/, 'first run: MAAS refuses a selection until it has read its source')
  demo.expectConsole(/502.*selections/, 'partial failure: a save fails half-way')
  for (const { name, title, steps } of TOURS) {
    await test.step(name, async () => {
      await page.goto(`${demo.url}?tour=${name}`)
      await expect(card(page).getByRole('heading', { name: `${title}: step 1` })).toBeFocused()
      for (const [index, { caption }] of steps.entries()) {
        await expect(card(page).getByRole('heading')).toHaveText(
          `${title}: step ${index + 1} of ${steps.length}`,
        )
        await expect(card(page).getByRole('status')).toHaveText(caption)
        if (name === 'first-run' && index === 1) await expectAccessible()
        const next = card(page).getByRole('button', { name: 'Next' })
        if (index > 0) await expect(next).toBeFocused()
        await next.press('Enter')
      }
      await expect(card(page).getByRole('status')).toHaveText('This is the end of the tour.')
    })
    if (name === 'first-run') await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Synced')).toBeChecked()
    if (name === 'stream-switching')
      await expect(page.getByText('Synced from maas.io candidate', { exact: true })).toBeVisible()
  }
  await page.keyboard.press('Escape')
  await expect(card(page)).toBeHidden()
  await expect(page.getByRole('button', { name: 'Demo', exact: true })).toBeFocused()
})

test.describe('on a screen of 320 pixels in the dark theme', () => {
  test.use({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' })

  test('a presenter changes clock, failures and scenario with the keyboard, and leaves a tour', async ({
    demo,
    page,
    images,
    source,
    expectAccessible,
  }) => {
    await page.goto(demo.url)
    const opener = page.getByRole('button', { name: 'Demo', exact: true })
    const press = async (name: string) => {
      await bar(page).getByRole('button', { name, exact: true }).press('Enter')
    }
    await test.step('the panel shows what is in force', async () => {
      await opener.press('Enter')
      await expect(opener).toHaveAttribute('aria-expanded', 'true')
      await page.getByRole('combobox', { name: 'Clock speed' }).selectOption({ label: 'Hold' })
      await press('Fill the disk')
      await expect(bar(page)).toContainText('the clock is on hold; the disk of MAAS is full.')
      await expect(bar(page).getByRole('button', { name: 'Fill the disk' })).toHaveAttribute(
        'aria-pressed',
        'true',
      )
      await expectAccessible()
      await press('End all failures')
      await expect(bar(page)).toContainText('no failure is in force')
    })
    await test.step('the page shows a change immediately', async () => {
      await press('Run until idle')
      await expect(bar(page)).toContainText('The region is idle.')
      await expect(page.getByRole('button', { name: 'Import now' })).toBeVisible()
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(wide).toBe(0)
    })
    await test.step('starting over asks first, and discards an unsaved selection', async () => {
      await images.box('Ubuntu 26.04 LTS', 'amd64').press('Space')
      await expect(images.save).toBeVisible()
      await page.getByRole('combobox', { name: 'Scenario' }).selectOption('maas-3.8')
      await press('Start over')
      await expectAccessible()
      await press('Discard and start over')
      await expect(page.getByText('MAAS 3.8')).toBeVisible()
      await expect(bar(page)).toContainText('Scenario maas-3.8')
      await expect(images.bar).toBeHidden()
    })
    await test.step('in a dialog, the tour stays in reach, and Escape leaves it and keeps the dialog', async () => {
      await opener.press('Enter')
      await press('Tour: Switch from stable to candidate')
      await page.getByRole('link', { name: 'Change source' }).click()
      await expect(card(page).getByRole('heading')).toContainText('step 2')
      await source.candidate.check()
      await expect(card(page).getByRole('heading')).toContainText('step 3')
      await expectAccessible()
      await card(page).getByRole('button', { name: 'Next' }).focus()
      await page.keyboard.press('Escape')
      await expect(card(page)).toBeHidden()
      await expect(source.candidate).toBeChecked()
    })
    await test.step('a reload ends a tour, and time passes again', async () => {
      await page.goto(`${demo.url}?tour=partial-failure`)
      await expect(card(page)).toBeVisible()
      await expect(bar(page)).toContainText('the clock is on hold')
      await page.reload()
      await expect(bar(page)).toContainText('the clock runs as usual')
      await expect(card(page)).toBeHidden()
    })
  })
})

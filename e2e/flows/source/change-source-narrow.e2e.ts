import type { Page } from '@playwright/test'
import { faultsInBothThemes } from '#kit/playwright/accessible.ts'
import { breakCall } from '#e2e/setup/source-faults.ts'
import { expect, test } from '#e2e/test.ts'

const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'

/** Nothing may be wider than the screen or the dialog: WCAG 1.4.10, Reflow. */
async function expectNoSidewaysScrolling(page: Page) {
  const wide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('[role=dialog], [role=dialog] *')]
      .filter((element) => {
        const scrolls = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
        return (
          (element === document.documentElement || scrolls) && element.scrollWidth > element.clientWidth + 1
        )
      })
      .map((element) => `${element.tagName} ${element.className}`),
  )
  expect(wide).toEqual([])
}

/** In both themes. `part`: the page behind an open dialog is checked when the dialog opens. */
async function expectFits(page: Page, part: 'open dialog' | 'whole page' = 'open dialog') {
  await expectNoSidewaysScrolling(page)
  expect(await faultsInBothThemes(page, part)).toEqual([])
}

test.describe('a screen of 320 pixels in the light and the dark theme', () => {
  test.use({ viewport: { width: 320, height: 640 } })

  test('every state of a source change fits and is accessible', async ({
    page,
    open,
    source,
    region,
    simulator,
    expectConsole,
  }) => {
    expectConsole(/50\d |400 /, 'the first attempt fails')
    const fits = () => expectFits(page)
    simulator.clock.advance(600_000)
    await open()
    await page.getByRole('link', { name: 'Change source' }).click()
    await expect(source.stable).toBeChecked()
    await expectFits(page, 'whole page')

    await source.fill('http://mirror.example.com/streams/that/are/not/there/at/all/')
    await source.connect.click()
    await expect(source.refusal).toContainText('Nothing has been changed.')
    await expect(source.refusal.getByText('Nothing has been changed.')).toBeInViewport()
    await fits()

    await source.openAdvanced()
    await source.filename.fill('')
    await source.data.fill('no keyring')
    await source.connect.click()
    await expect(source.data).toHaveAttribute('aria-invalid', 'true')
    await expect(source.data).toBeInViewport()
    await fits()

    await source.dialog.getByRole('button', { name: 'Use Ubuntu’s keyring' }).click()
    await source.fill('http://mirror.example.com/other/')
    await source.connects()
    await expect(source.refusal).toContainText('This source would stop all imports')
    await fits()

    await source.maasIo.check()
    await source.candidate.check()
    await source.connects()
    await expect(source.change).toBeInViewport()
    // only the part between header and footer scrolls
    expect(await source.dialog.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0)
    await fits()

    breakCall(simulator, 'import', '500')
    await source.change.click()
    await expect(source.outcome).toBeVisible()
    await expect(source.finish).toBeVisible()
    await fits()
    simulator.resetHandlers()
    await source.finish.click()
    await expect(source.done).toBeVisible()
    await fits()
    await source.closeIt()
    expect(region.source(1).url).toBe(CANDIDATE)
    await expect(source.undo).toBeVisible()
    await fits()
  })

  test.describe('with two sources', () => {
    test.use({ scenario: 'two-sources' })

    test('the page of boot sources and its dialogs fit and are accessible', async ({
      page,
      open,
      source,
    }) => {
      await open('/sources')
      const list = page.getByRole('list', { name: 'Boot sources' })
      await expect(list).toContainText('Signed by MAAS Images demo streams')
      const fits = () => expectFits(page)
      await fits()
      await page.getByText('Source details of mirror.example.com/ubuntu').click()
      await expect(list).toContainText('listed images are missing on the mirror')
      await fits()
      for (const path of ['/sources/add', '/sources/2', '/sources/2/delete', '/sources/99']) {
        await open(path)
        await expect(source.dialog.getByRole('heading')).toBeVisible()
        await expectFits(page, path === '/sources/add' ? 'whole page' : 'open dialog')
      }
    })
  })
})

test('a source change works by keyboard alone, and the focus returns', async ({
  page,
  open,
  images,
  source,
  region,
  simulator,
}) => {
  simulator.clock.advance(600_000)
  await open()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  /** Presses Tab until the element has the focus. Elements outside the dialog must never get it. */
  const tabTo = async (name: string, isThere: () => Promise<boolean>) => {
    for (let count = 0; count < 40; count += 1) {
      if (await isThere()) return
      await press('Tab')
      expect(
        await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null),
        'the focus stays in the dialog',
      ).toBe(true)
    }
    throw new Error(`Tab does not lead to ${name}.`)
  }
  const isFocused = (name: string) => () =>
    page.evaluate((text) => document.activeElement?.textContent === text, name)

  const link = page.getByRole('link', { name: 'Change source' })
  await link.focus()
  await press('Enter')
  await expect(source.dialog).toBeVisible()

  await test.step('Escape closes it, and the focus is where it was', async () => {
    await press('Escape')
    await expect(source.dialog).toBeHidden()
    await expect(link).toBeFocused()
    await press('Enter')
    await expect(source.stable).toBeChecked()
  })

  await test.step('arrows choose, Enter connects, and the focus is not lost', async () => {
    // Close comes first; the form fits and need not scroll, so it is not a stop of its own
    await press('Tab', 'Tab')
    await expect(source.maasIo).toBeFocused()
    await press('Tab')
    await expect(source.stable).toBeFocused()
    await press('ArrowDown')
    await expect(source.candidate).toBeChecked()
    await press('Enter')
    await expect(source.read).toBeVisible()
    expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true)
  })

  await test.step('the choices can be changed', async () => {
    const choice = source.release('18.10').getByRole('combobox')
    await tabTo('the choice of 18.10', () => choice.evaluate((one) => one === document.activeElement))
    await press('End')
    await expect(choice.getByRole('option', { selected: true })).toHaveText('Clear the release')
  })

  await test.step('the change is done, and the focus stays in the dialog until it is closed', async () => {
    await tabTo('Change source', isFocused('Change source'))
    await press('Enter')
    await expect(source.done).toBeVisible()
    await tabTo('Close', isFocused('Close'))
    await press('Enter')
    await expect(source.dialog).toBeHidden()
    expect(region.source(1).url).toBe(CANDIDATE)
    expect(region.selections(1).some(({ release }) => release === 'cosmic')).toBe(false)
    await expect(link).toBeFocused()
  })
})

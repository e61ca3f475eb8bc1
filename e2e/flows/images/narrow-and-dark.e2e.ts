import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/test.ts'

/** Nothing may be wider than the screen: WCAG 1.4.10, Reflow. */
async function expectNoSidewaysScrolling(page: Page) {
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }))
  expect(content).toBeLessThanOrEqual(screen)
}

// The other flows use reduced motion. These run with all animations, as most people see the page.
test.use({ contextOptions: { reducedMotion: 'no-preference' } })

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`a screen of 320 pixels in the ${colorScheme} theme`, () => {
    test.use({ viewport: { width: 320, height: 640 }, colorScheme })

    test('can be read, selected from, reviewed and saved without scrolling sideways', async ({
      page,
      open,
      images,
      region,
      expectAccessible,
    }) => {
      await open()
      await expect(images.row('26.04 LTS')).toBeVisible()
      await expectNoSidewaysScrolling(page)
      await expectAccessible()

      await images.box('Ubuntu 26.04 LTS', 'amd64').click()
      await expect(images.bar).toBeInViewport()
      await expect(images.save).toBeInViewport()
      await expectNoSidewaysScrolling(page)
      await expectAccessible()

      await images.opener('26.04 LTS').click()
      await expect(page.getByRole('group', { name: 'Kernels of 26.04 LTS' })).toBeVisible()
      await expectNoSidewaysScrolling(page)
      await expectAccessible()

      await images.review.click()
      const review = images.dialog('Review changes')
      await expect(review.getByRole('button', { name: 'Save selection' })).toBeInViewport()
      await expectNoSidewaysScrolling(page)
      await expectAccessible()
      await review.getByRole('button', { name: 'Save selection' }).click()
      await expect(images.bar).toContainText('Selection saved')
      expect(region.selections(1).some(({ release }) => release === 'resolute')).toBe(true)
    })
  })
}

test('the theme follows the system while the page is open', async ({ page, open, images }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.emulateMedia({ colorScheme: 'light' })
  await open()
  await expect(images.row('26.04 LTS')).toBeVisible()
  const light = await background()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(background).not.toBe(light)
})

test.describe('dark theme on a wide screen', () => {
  test.use({ colorScheme: 'dark' })

  test('has enough contrast in every state of the table', async ({
    page,
    open,
    images,
    expectAccessible,
  }) => {
    await open('/images?sort=state')
    await expect(images.row('20.04 LTS')).toBeVisible()
    await expectAccessible()
    await images.box('Ubuntu 24.04 LTS', 'amd64').click()
    await images.box('Ubuntu 24.04 LTS', 'arm64').click()
    await images.opener('24.04 LTS').click()
    await expectAccessible()
    await page.getByRole('link', { name: 'Change source' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible()
  })
})

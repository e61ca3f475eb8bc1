import { expect, test } from '#e2e/test.ts'

test('the region becomes unreachable while the page is open, and comes back', async ({
  page,
  open,
  images,
  simulator,
  pass,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/502|503|504/, 'the gateway says that its region does not answer')
  await open()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()

  await test.step('the last data stay visible with their age, and nothing can be saved', async () => {
    simulator.setOffline(true)
    await pass(10)
    await pass(60)
    await expect(page.getByRole('alert').filter({ hasText: 'The region does not answer' })).toContainText(
      /This page shows the state of \d\d:\d\d/,
    )
    await expect(images.row('22.04 LTS')).toContainText('synced')
    await expect(images.save).toHaveAttribute('aria-disabled', 'true')
    await expect(images.save).toHaveAttribute('title', /does not answer/)
    await expect(images.box('Ubuntu 22.04 LTS', 'arm64')).toHaveAttribute('aria-disabled', 'true')
    await expectAccessible()
  })

  await test.step('when the region answers again, the page continues, and the draft is kept', async () => {
    simulator.setOffline(false)
    await pass(60)
    await expect(page.getByText('The region does not answer')).toBeHidden()
    await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Selected')).toBeChecked()
    await images.save.click()
    await expect(images.bar).toContainText('Selection saved')
  })
})

test('the gateway stops and starts again at the same address', async ({
  page,
  open,
  images,
  app,
  pass,
  expectConsole,
}) => {
  expectConsole(/ERR_CONNECTION_REFUSED/, 'no process listens while the gateway is stopped')
  await open()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  await expect(images.box('Ubuntu 26.04 LTS', 'amd64')).toBeVisible()
  // parts that are loaded after the table would report the stopped gateway, too
  await page.waitForLoadState('networkidle')
  await app.stopGateway()
  await pass(10)
  await pass(60)
  const gone = page.getByRole('alert').filter({ hasText: 'The gateway of this page does not answer' })
  await expect(gone).toBeVisible()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  await app.restartGateway()
  await pass(60)
  await expect(gone).toBeHidden()
  await expect(images.box('Ubuntu 26.04 LTS', 'amd64')).not.toHaveAttribute('aria-disabled', 'true')
})

test.describe('a region that is unreachable from the start', () => {
  test.use({ scenario: 'offline' })

  test('the page says so, keeps its frame, and Try again works', async ({
    page,
    open,
    images,
    simulator,
    expectAccessible,
    expectConsole,
  }) => {
    expectConsole(/502|503|504/, 'the region is unreachable')
    await open()
    await expect(page.getByRole('heading', { name: 'Images', level: 1 })).toBeVisible()
    await expect(page.getByRole('alert').filter({ hasText: 'Could not read the images' })).toBeVisible()
    await expectAccessible()
    simulator.setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(images.row('22.04 LTS')).toContainText('synced')
    await expect(page.getByText('Could not read the images')).toBeHidden()
  })
})

import { expect, test } from '#e2e/test.ts'

test.use({ scenario: 'maas-3.8' })

test('if the review cannot be loaded, the page says so, loses nothing, and opens it on another try', async ({
  page,
  open,
  images,
  region,
  pass,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/forecast.*\.js/, 'this test makes the code of the forecast fail to load')
  await pass(600)
  const stable = region.sources().find(({ name }) => name === 'MAAS Stable')?.id ?? 0
  const focal = region.selections(stable).find(({ release }) => release === 'focal')?.id ?? 0
  region.updateSelection(stable, focal, { arches: ['amd64', 'arm64'] })
  await open('/images?q=20.04')
  const rules = /\/forecast-[^/]*\.js$/
  await page.route(rules, (route) => route.abort())
  const box = images.box('Ubuntu 20.04 LTS from MAAS Stable', 'arm64')
  const before = JSON.stringify(region.ownSelections())
  await box.click()

  await test.step('the bar says what failed, and Save sends nothing', async () => {
    await expect(images.bar).toContainText('Could not load the review.')
    await images.bar.getByRole('button', { name: 'Save selection' }).click()
    await expect(images.bar).toContainText(
      'Could not load the review. Nothing was saved, and your changes are kept.',
    )
    expect(JSON.stringify(region.ownSelections())).toBe(before)
    await expect(box).not.toBeChecked()
    await expectAccessible()
  })

  await test.step('Try again opens the review', async () => {
    await page.unroute(rules)
    await images.bar.getByRole('button', { name: 'Try again' }).click()
    await expect(images.dialog('Review changes')).toBeVisible()
    await expect(images.dialog('Review changes')).toContainText('20.04 LTS')
    await expectAccessible()
  })
})

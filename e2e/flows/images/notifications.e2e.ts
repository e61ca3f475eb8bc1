import { expect, test } from '#e2e/test.ts'

test.describe('a region that cannot reach its source', () => {
  test.use({ scenario: 'import-fails' })

  test('a dismissed notification of MAAS stays gone after a reload', async ({
    page,
    open,
    images,
    expectAccessible,
  }) => {
    await open()
    const notice = page.getByRole('alert').filter({ hasText: 'The last import failed' })
    const dismiss = notice.getByRole('button', { name: 'Dismiss notification' })
    await expect(dismiss).toHaveAccessibleDescription(/^Failed to import images from/)
    await expectAccessible()
    await dismiss.click()
    await expect(notice).toHaveCount(0)
    await expect(page.getByRole('main')).toBeFocused()
    await page.reload()
    await expect(images.grid).toBeVisible()
    await expect(notice).toHaveCount(0)
  })
})

test('a notification whose cause is gone is folded as outdated until it is dismissed', async ({
  page,
  open,
  images,
  pass,
  region,
  simulator,
  expectAccessible,
}) => {
  const [stable] = region.sources()
  const message = page.getByText(
    /^ubuntu jammy is configured as the commissioning release but it is not selected/,
  )
  const outdated = page.getByRole('status').filter({ hasText: 'Outdated MAAS notification' })

  await test.step('a source is replaced, and its selections are gone', async () => {
    region.stopImport()
    // without any source, MAAS would also miss the release in what they offer
    const url = stable?.url.replace(/\/$/, '') ?? ''
    region.createSource({ url, keyringFilename: stable?.keyringFilename ?? '' })
    simulator.clock.advance(2_000)
    region.deleteSource(stable?.id ?? 0)
    simulator.clock.advance(2_000)
    await open()
    await expect(page.getByRole('alert').filter({ hasText: 'MAAS notification' })).toBeVisible()
    await expect(message).toBeVisible()
    await expectAccessible()
  })

  await test.step('the release is selected again, and MAAS keeps the notification', async () => {
    const [source] = region.sources()
    const every = { arches: ['amd64'], subarches: ['*'], labels: ['*'] }
    region.createSelection(source?.id ?? 0, { os: 'ubuntu', release: 'jammy', ...every })
    region.startImport()
    simulator.clock.advance(600_000)
    await page.reload()
    await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeChecked()
    expect(region.notifications().map(({ ident }) => ident)).toEqual(['commissioning_series_unselected'])
    await expect(outdated).toBeVisible()
    await expect(message).toBeHidden()
    await expectAccessible()
  })

  await test.step('it can be read and dismissed', async () => {
    await outdated.getByText('The cause no longer exists. MAAS keeps it until you dismiss it.').click()
    await expect(message).toBeVisible()
    await expectAccessible()
    await outdated.getByRole('button', { name: 'Dismiss notification' }).click()
    await expect(outdated).toHaveCount(0)
    await page.reload()
    await expect(images.grid).toBeVisible()
    await expect(outdated).toHaveCount(0)
    await pass(60)
    await expect(outdated).toHaveCount(0)
  })
})

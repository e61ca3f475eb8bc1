import { expect, test } from '#e2e/test.ts'

test.describe('two sources that list the same images', () => {
  test.use({ scenario: 'two-sources' })

  test('each row says from which other source MAAS also imports an image, and where it gets files that a mirror lacks', async ({
    open,
    images,
    expectAccessible,
  }) => {
    await open('/images?q=24.04')
    const mirrored = '24.04 LTS Noble Numbat from mirror.example.com/ubuntu'
    const stable = '24.04 LTS Noble Numbat from maas.io'
    await expect(images.row(stable)).toContainText('1 also imported')
    await images.opener(mirrored).click()
    await expect(images.grid).toContainText(
      'MAAS also imports it from maas.io, which lists the same version.',
    )
    await images.opener(stable).click()
    await expect(images.grid).toContainText(
      'MAAS also imports it from this source: it is selected from mirror.example.com/ubuntu, and this source lists the same version.',
    )
    await expect(images.grid).not.toContainText('Select it to download it.')
    await expectAccessible()

    await images.box('Ubuntu 24.04 LTS from maas.io', 'arm64').click()
    await images.bar.getByRole('button', { name: 'Review' }).click()
    // the mirror lists it, but does not have its files
    const line = images.dialog('Review changes').getByRole('row', { name: /from maas.io, arm64/ })
    await expect(line).toBeVisible()
    await expect(line).not.toContainText('MAAS also imports it')
    await expectAccessible()

    await images.dialog('Review changes').getByRole('button', { name: 'Keep editing' }).click()
    await images.box('Ubuntu 24.04 LTS from maas.io', 'arm64').click()
    await images.box('Ubuntu 24.04 LTS from mirror.example.com/ubuntu', 'arm64').click()
    await images.bar.getByRole('button', { name: 'Review' }).click()
    await expect(
      images.dialog('Review changes').getByRole('row', { name: /from mirror.example.com.*, arm64/ }),
    ).toContainText('This source does not have all its files: MAAS imports them from maas.io.')
    await expectAccessible()
  })
})

test('Add source says which images of other sources MAAS also imports from the new one', async ({
  open,
  source,
  simulator,
  expectAccessible,
}) => {
  simulator.clock.advance(600_000)
  await open('/sources/add')
  await source.fill('http://mirror.example.com/ubuntu/')
  await source.connects()
  await expect(
    source.dialog.getByRole('status').filter({ hasText: 'from this source as well' }),
  ).toContainText(/MAAS imports 4 images of other sources .* ubuntu jammy amd64/)
  await expectAccessible()
})

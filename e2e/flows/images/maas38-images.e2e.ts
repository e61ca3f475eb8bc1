import { expect, test } from '#e2e/test.ts'

test.use({ scenario: 'maas-3.8' })

test('on MAAS 3.8 an import that MAAS does not report is shown by its bytes, and a stop says what it deletes', async ({
  page,
  open,
  images,
  region,
  pass,
  expectAccessible,
}) => {
  const focal = () => region.resources().filter(({ name }) => name === 'ubuntu/focal')
  const stop = page.getByRole('button', { name: 'Stop import' })
  await open('/images?q=20.04')

  await test.step('Stop import says that partial downloads are deleted', async () => {
    await expect(stop).toHaveAccessibleDescription(/partial downloads are deleted/)
    expect(focal()).not.toEqual([])
    await images.order('Stop import')
    await pass(10)
    await expect(page.getByRole('button', { name: 'Import now' })).toHaveAccessibleDescription(
      'Reads the sources, and downloads selected images that are new or have an update.',
    )
    expect(focal()).toEqual([])
    await expect(page.getByText('Automatic sync at the interval set in MAAS')).toBeVisible()
    await expect(page.getByRole('switch', { name: 'Automatically sync images' })).toHaveAccessibleDescription(
      'Changes to this setting take effect after the MAAS region restarts',
    )
  })

  await test.step('MAAS does not report the scheduled import, but its image is downloading', async () => {
    region.setBytesPerSecond(200_000)
    await pass(3_600)
    const box = images.boxIn('Ubuntu 20.04 LTS from MAAS Stable', 'arm64', /Downloading \d+ %$/)
    await expect(box).toBeVisible()
    // an answer may still be on its way, and the page sees bytes arrive only in the next one
    await expect(async () => {
      await pass(70)
      await expect(page.getByText('Downloading images now')).toBeVisible({ timeout: 1_000 })
    }).toPass({ timeout: 20_000 })
    await expect(box).toBeVisible()
    await expect(page.getByRole('button', { name: 'Import now' })).toBeVisible()
    expect(region.isImporting()).toBe(false)
    await expectAccessible()
  })

  await test.step('it is stalled if no data arrives for two minutes', async () => {
    region.setSourcesAnswer(false)
    const stalled = images.boxIn('Ubuntu 20.04 LTS from MAAS Stable', 'arm64', /Stalled at \d+ %$/)
    // an answer may still be on its way, and the time counts from its arrival
    await expect(async () => {
      await pass(130)
      await expect(stalled).toBeVisible({ timeout: 1_000 })
    }).toPass({ timeout: 20_000 })
    await images.opener('20.04 LTS Focal Fossa from MAAS Stable').click()
    await expect(
      images.grid.getByText(/Check the network between the region and the source\.$/),
    ).toBeVisible()
    await expectAccessible()
  })
})

test('on MAAS 3.8 rows say which source is used, and clearing says that images are deleted immediately', async ({
  open,
  images,
  region,
  pass,
  expectAccessible,
}) => {
  await pass(600)
  await open('/images')

  await test.step('of two sources that select an image, only one is used', async () => {
    await images.search.fill('24.04')
    await expect(images.boxIn('Ubuntu 24.04 LTS from MAAS Stable', 'amd64', 'Not used')).toBeChecked()
    await expect(images.box('Ubuntu 24.04 LTS from Local mirror', 'amd64')).not.toHaveAccessibleDescription(
      /Not used/,
    )
    await images.opener('24.04 LTS Noble Numbat from MAAS Stable').click()
    await expect(
      images.grid.getByText('MAAS imports this image from “Local mirror”, which has a higher priority.'),
    ).toBeVisible()
    await expectAccessible()
  })

  await test.step('before the save, the page says that a selection from a disabled source imports nothing', async () => {
    await images.box('Ubuntu 24.04 LTS from MAAS Candidate', 'arm64').check()
    await expect(
      images.boxIn('Ubuntu 24.04 LTS from MAAS Candidate', 'arm64', 'Selected. The source is disabled.'),
    ).toBeChecked()
    await expect(images.bar).toContainText(
      'MAAS does not import Ubuntu 24.04 LTS, arm64, from MAAS Candidate, because this source is disabled.',
    )
    await expectAccessible()
    await images.discard.click()
  })

  await test.step('an image whose source changes is deleted and downloaded again', async () => {
    await images.box('Ubuntu 24.04 LTS from Local mirror', 'amd64').click()
    await expect(images.bar).toContainText(
      'MAAS switches Ubuntu 24.04 LTS (amd64) to MAAS Stable: it deletes the current copy and downloads the image again.',
    )
    await images.discard.click()
  })

  await test.step('cleared images are deleted as soon as the selection is saved', async () => {
    await images.search.fill('18.10')
    await images.box('Ubuntu 18.10 from MAAS Stable', 'amd64').click()
    const text = 'MAAS deletes the cleared image as soon as you save, not at the next import.'
    await expect(images.bar).toContainText(text)
    await images.review.click()
    await expect(images.dialog('Review changes')).toContainText('Saving deletes images immediately')
    await expect(images.dialog('Review changes')).toContainText(text)
    await expectAccessible()
    region.setSourcesAnswer(false)
    await images.dialog('Review changes').getByRole('button', { name: 'Save selection' }).click()
    await expect(images.bar).toContainText('Selection saved')
    expect(region.resources().map(({ name }) => name)).not.toContain('ubuntu/cosmic')
  })
})

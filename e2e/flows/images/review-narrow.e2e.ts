import { expect, test } from '#e2e/test.ts'

test.use({ scenario: 'maas-3.8', viewport: { width: 320, height: 700 }, colorScheme: 'dark' })

test('on a narrow screen the whole warning is shown before MAAS 3.8 deletes images to clear one architecture', async ({
  page,
  open,
  images,
  region,
  pass,
  expectAccessible,
}) => {
  const noble = region.selections(1).find(({ release }) => release === 'noble')
  region.deleteSelection(1, noble?.id ?? 0)
  region.createSelection(1, {
    os: 'ubuntu',
    release: 'noble',
    arches: ['amd64', 'arm64'],
    subarches: ['*'],
    labels: ['*'],
  })
  await open('/images?q=24.04')
  await page.getByRole('checkbox', { name: 'Ubuntu 24.04 LTS from MAAS Stable arm64', exact: true }).focus()
  await page.keyboard.press('Space')
  const end = 'downloads the selected ones again'
  await expect(images.bar.getByText(end)).toBeInViewport({ ratio: 1 })
  await expectAccessible()

  await images.bar.getByRole('button', { name: 'Save selection' }).focus()
  await page.keyboard.press('Enter')
  const review = page.getByRole('dialog', { name: 'Review changes' })
  await expect(review.getByText(end)).toBeInViewport({ ratio: 1 })
  await expectAccessible()
  expect(region.selections(1).find(({ release }) => release === 'noble')?.arches).toEqual(['amd64', 'arm64'])

  await review.getByRole('button', { name: 'Save selection' }).click()
  await expect(images.bar).toContainText('An import is running. A new import would cancel it')
  expect(region.selections(1).find(({ release }) => release === 'noble')?.arches).toEqual(['amd64'])
  await expectAccessible()
  await pass(600)
  await expect(images.bar).toContainText('Selection saved')
})

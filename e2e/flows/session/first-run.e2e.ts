import { expect, test } from '#e2e/test.ts'

test.use({ scenario: 'fresh' })

test(
  'a new administrator goes from an empty region to the first synced image',
  { tag: '@demo' },
  async ({ page, open, images, pass, control, expectAccessible, expectConsole }) => {
    expectConsole(/400.*selections/, 'MAAS refuses a selection until it has read its source')

    await test.step('the page says what to do, and offers a usual selection', async () => {
      await open('/')
      await expect(page).toHaveURL(/\/images$/)
      await expect(page.getByRole('heading', { name: 'Images', level: 1 })).toBeVisible()
      await expect(page.getByText('No images are selected yet')).toBeVisible()
      await expect(images.bar).toBeHidden()
      await expectAccessible()
    })

    await test.step('accepting it selects one image and sends nothing', async () => {
      // the commissioning release
      await page.getByRole('button', { name: 'Select Ubuntu 22.04 LTS for amd64' }).click()
      await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Selected')).toBeChecked()
      await expect(images.bar).toContainText(/1 image to add · [\d.]+ [MG]B to download/)
      await expect(page.getByText('No images are selected yet')).toBeHidden()
      expect((await control.readState()).selections).toEqual([])
      await expectAccessible()
    })

    await test.step('another one is selected as well', async () => {
      await images.box('Ubuntu 26.04 LTS', 'amd64').click()
      await expect(images.bar).toContainText('2 images to add')
      await expect(images.bar).not.toContainText('commissioning release')
    })

    await test.step('saving waits until MAAS has read its source, and says so', async () => {
      await images.save.click()
      const steps = images.bar.getByRole('list', { name: 'Steps of saving' })
      await expect(steps).toContainText('Waiting for MAAS to read the boot source')
      await expectAccessible()
      await pass(5)
      await expect(images.bar).toContainText('Selection saved')
      const everything = { arches: ['amd64'], subarches: ['*'], labels: ['*'] }
      expect((await control.readState()).selections).toMatchObject([
        { os: 'ubuntu', release: 'jammy', ...everything },
        { os: 'ubuntu', release: 'resolute', ...everything },
      ])
    })

    await test.step('the images arrive one after the other', async () => {
      await pass(5)
      await expect(images.grid.getByRole('progressbar', { name: /^Download of Ubuntu/ })).toHaveCount(1)
      await expect(images.boxes(/^Downloading \d+ %/)).toHaveCount(1)
      await expectAccessible()
      await pass(300)
      await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeChecked()
      await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Synced')).toBeChecked()
      await expect(page.getByRole('button', { name: 'Import now' })).toBeVisible()
      await expectAccessible()
    })
  },
)

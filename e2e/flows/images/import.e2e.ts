import { expect, test } from '#e2e/test.ts'

test(
  'an administrator stops a running import and starts it again',
  { tag: '@demo' },
  async ({ page, open, images, pass, control, expectAccessible }) => {
    await open()
    const bar = images.grid.getByRole('progressbar', { name: 'Download of Ubuntu 20.04 LTS' })

    await test.step('it is downloading', async () => {
      await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /Downloading (39|40) %$/)).toBeChecked()
      const before = (await bar.getAttribute('value')) ?? ''
      expect(before).toMatch(/39|40/)
      await expect(images.row('20.04 LTS')).toContainText(/MB of .* [MG]B/)
      await pass(3)
      await expect(bar).not.toHaveAttribute('value', before)
    })

    await test.step('stopping keeps completed images', async () => {
      const stop = page.getByRole('button', { name: 'Stop import' })
      await expect(stop).toHaveAccessibleDescription(/Completed images are kept/)
      await images.order('Stop import')
      await pass(3)
      await expect(page.getByRole('button', { name: 'Import now' })).toBeVisible()
      await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /Stopped at \d+ %$/)).toBeChecked()
      await expect(images.row('20.04 LTS')).toContainText('1 stopped')
      await images.opener('20.04 LTS').click()
      await expect(images.grid).toContainText(
        'Completed images are kept; partial downloads start over at the next import.',
      )
      expect((await control.readState()).job).toBeNull()
      await expectAccessible()
      await images.opener('20.04 LTS').click()
    })

    await test.step('much later it is still stopped, not stalled', async () => {
      await pass(60)
      await pass(60)
      await pass(10)
      await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /Stopped at \d+ %$/)).toBeChecked()
    })

    await test.step('starting again completes the download', async () => {
      const start = page.getByRole('button', { name: 'Import now' })
      await expect(start).toHaveAccessibleDescription(
        /downloads selected images that are new or have an update/,
      )
      await images.order('Import now')
      await pass(3)
      await expect(page.getByRole('button', { name: 'Stop import' })).toBeVisible()
      await pass(300)
      await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', 'Synced')).toBeChecked()
      await expect(page.getByRole('button', { name: 'Import now' })).toBeVisible()
      // the same import also downloaded the available update
      await expect(images.boxIn('Ubuntu 24.04 LTS', 'amd64', 'Synced')).toBeChecked()
    })
  },
)

test('a selection saved while an import stops is imported by the next import', async ({
  page,
  open,
  images,
  pass,
  expectAccessible,
}) => {
  await open()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await page.getByRole('button', { name: 'Stop import' }).click()
  await expect(page.getByRole('button', { name: 'Stop import' })).toHaveAccessibleDescription(/^Stopping…/)
  await images.save.click()
  await expect(images.steps.last()).toContainText('The import is being stopped.')
  await expectAccessible()
  await pass(3)
  await expect(images.bar).toContainText('Selection saved. Import started.')
  await pass(600)
  await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Synced')).toBeChecked()
})

test('each kind of image is described in words, in the row and in its details', async ({
  page,
  open,
  images,
  region,
  expectAccessible,
}) => {
  await open('/images?sort=state')
  await expect(images.boxIn('Ubuntu 24.04 LTS', 'amd64', 'Update available')).toBeChecked()
  await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeChecked()
  await images.search.fill('18.10')
  await expect(images.boxIn('Ubuntu 18.10', 'amd64', 'Not offered')).toBeChecked()
  await images.opener('18.10').click()
  await expect(images.grid).toContainText('the source does not offer it')

  await test.step('a release of the source', async () => {
    await images.search.fill('24.04')
    await images.opener('24.04 LTS').click()
    const details = page.getByRole('group', { name: 'Images of 24.04 LTS' }).getByRole('table')
    await expect(details.getByRole('row', { name: /amd64/ })).toContainText('The region holds')
    await expect(details.getByRole('columnheader')).toContainText([
      'Image',
      'State',
      'Kernels',
      'Held version',
      'Newest',
    ])
  })

  await test.step('automatic downloads, the last group, cannot be selected', async () => {
    await images.search.fill('bootloader')
    const group = images.opener('Bootloaders and release notifications')
    await expect(group).toHaveAttribute('aria-expanded', 'false')
    await expect(page.getByText('Downloaded automatically with every image.')).toBeVisible()
    await expect(images.row('grub-efi-signed')).toHaveCount(0)
    await group.click()
    await expect(images.row('grub-efi-signed')).toContainText('synced')
    await expect(images.grid.getByRole('checkbox')).toHaveCount(0)
    await expectAccessible()
  })

  await test.step('a custom image, which is deleted only after confirmation', async () => {
    await images.search.fill('build agent')
    await expect(images.row('Build agent (hardened)')).toContainText('custom')
    await images.opener('Build agent (hardened)').click()
    await expect(images.grid).toContainText('No source updates it.')
    await expectAccessible()
    // so that the way back finds the search and the open row
    await expect(page).toHaveURL(/q=build.*open=/)
    const remove = images.grid.getByRole('button', { name: /^Delete Build agent/ })
    await remove.click()
    const question = page.getByRole('dialog', { name: /^Delete Build agent/ })
    await expectAccessible()
    await question.getByRole('button', { name: 'Keep image' }).click()
    await expect(question).toBeHidden()
    expect(region.resources('Uploaded')).toHaveLength(1)
    await page.goBack()
    await remove.click()
    await question.getByRole('button', { name: 'Delete image' }).click()
    await expect(page.getByText('Image deleted', { exact: true })).toBeVisible()
    expect(region.resources('Uploaded')).toHaveLength(0)
  })
})

test.describe('an import without data', () => {
  test.use({ scenario: 'stalled' })

  test('is shown as stalled after two minutes, and continues after stop and start', async ({
    open,
    images,
    pass,
    expectAccessible,
  }) => {
    // the advice above the table is long, and rows out of view are not rendered
    await open('/images?q=20.04')
    await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /Downloading 4[23] %$/)).toBeChecked()
    await pass(60)
    await pass(60)
    await pass(10)
    await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /Stalled at 4[23] %$/)).toBeChecked()
    await images.opener('20.04 LTS').click()
    await expect(images.grid).toContainText('stop the import and start it again')
    await expectAccessible()
    await images.order('Stop import')
    await pass(3)
    await images.order('Import now')
    await pass(3)
    await pass(300)
    await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', 'Synced')).toBeChecked()
  })
})

import { expect, test } from '#e2e/test.ts'

test('an administrator chooses the kernels of a release and saves, and the last one cannot be cleared', async ({
  page,
  open,
  images,
  control,
  pass,
  expectAccessible,
}) => {
  await open()
  await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /^Downloading/)).toBeChecked()
  await images.opener('22.04 LTS').click()
  const kernels = page.getByRole('group', { name: 'Kernels of 22.04 LTS' })
  const box = (name: string) =>
    kernels.getByRole('checkbox').and(kernels.getByLabel(new RegExp(`${name}(?![\\w-])`)))

  await test.step('all kernels are selected, including future ones', async () => {
    await expect(kernels.getByRole('radio', { name: 'All kernels, including future ones' })).toBeChecked()
    await expect(kernels.getByRole('checkbox')).toHaveCount(0)
    await expectAccessible()
  })

  await test.step('the choice starts with all kernels and names them in words', async () => {
    await kernels.getByRole('radio', { name: 'Only these' }).click()
    await expect(box('ga-22.04')).toBeChecked()
    await expect(box('hwe-22.04-edge')).toBeChecked()
    await box('hwe-22.04-edge').click()
    await expect(box('hwe-22.04-edge')).not.toBeChecked()
    await expect(images.bar).toContainText('other kernels for 1')
    await images.box('Ubuntu 22.04 LTS', 'arm64').check()
    const added = page
      .getByRole('group', { name: 'Images of 22.04 LTS' })
      .getByRole('row', { name: /^arm64/ })
    await expect(added).toContainText('ga-22.04')
    await expect(added).not.toContainText('hwe-22.04-edge')
    await images.box('Ubuntu 22.04 LTS', 'arm64').uncheck()
    await expectAccessible()
  })

  await test.step('it is saved as a list, and opens again as a list', async () => {
    await images.save.click()
    await expect(images.bar).toContainText('Selection saved')
    const { selections } = await control.readState()
    const jammy = selections.find(({ release }) => release === 'jammy')
    expect(jammy?.subarches).toContain('ga-22.04')
    expect(jammy?.subarches).not.toContain('hwe-22.04-edge')
    expect(jammy?.subarches).not.toContain('*')
    await pass(300)
    await expect(kernels.getByRole('radio', { name: 'Only these' })).toBeChecked()
    await expect(box('hwe-22.04-edge')).not.toBeChecked()
  })

  await test.step('the import has removed the kernel', async () => {
    const { resources } = await control.readState()
    const held = resources.filter(({ name }) => name === 'ubuntu/jammy')
    expect(held.map(({ architecture }) => architecture)).not.toContain('amd64/hwe-22.04-edge')
    expect(held.map(({ architecture }) => architecture)).toContain('amd64/ga-22.04')
  })

  await test.step('the last kernel stays', async () => {
    const state = await control.readState()
    for (const selection of state.selections)
      if (selection.release === 'jammy') selection.subarches = ['ga-22.04']
    await control.replaceState(state)
    await page.reload()
    const last = kernels.getByRole('checkbox', { checked: true })
    await expect(last).toHaveCount(1)
    await last.click({ force: true })
    await expect(last).toHaveCount(1)
    await expect(images.bar).toContainText('One kernel must stay')
    await expect(images.bar.getByRole('button', { name: 'Save selection' })).toBeHidden()
  })
})

test.describe('a MAAS that ignores the kernel choice', () => {
  test.use({ scenario: 'maas-3.8' })

  test('MAAS 3.8 says that it imports every kernel', async ({ page, open, images, expectAccessible }) => {
    await open('/images?q=22.04')
    await images.opener('22.04 LTS Jammy Jellyfish from MAAS Stable').click()
    await expect(page.getByRole('group', { name: 'Kernels of 22.04 LTS' })).toContainText(
      'import every kernel of a selected image',
    )
    await expectAccessible()
  })
})

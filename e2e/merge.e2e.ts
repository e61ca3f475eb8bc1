import { expect, test } from './test.ts'

test('somebody else changed another release meanwhile: both changes are kept, nothing is asked', async ({
  open,
  images,
  region,
}) => {
  await open()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  region.createSelection(1, {
    os: 'ubuntu',
    release: 'plucky',
    arches: ['arm64'],
    subarches: ['*'],
    labels: ['*'],
  })
  await images.save.click()
  await expect(images.bar).toContainText('Selection saved')
  await expect(images.box('Ubuntu 25.04', 'arm64')).toBeChecked()
  const releases = region.selections(1).map(({ release }) => release)
  expect(releases).toEqual(expect.arrayContaining(['plucky', 'resolute']))
})

test('somebody else changed the same release: both are shown and joined', async ({
  open,
  images,
  region,
  expectAccessible,
}) => {
  const noble = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
  await open()
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  region.updateSelection(1, noble, { arches: ['amd64', 's390x'] })

  await images.save.click()
  const dialog = images.dialog('Somebody else changed the selection')
  const change = dialog.getByRole('group', { name: 'Ubuntu 24.04 LTS' })
  await expect(change).toContainText('amd64, s390x')
  await expectAccessible()
  // nothing was written before somebody agreed
  expect(region.selection(1, noble).arches).toEqual(['amd64', 's390x'])

  await dialog.getByRole('button', { name: 'Save merged selection' }).click()
  await expect(images.bar).toContainText('Selection saved')
  expect(region.selection(1, noble).arches.toSorted()).toEqual(['amd64', 'arm64', 's390x'])
})

test('keeping on editing starts from what was shown: nothing that another user selected is cleared', async ({
  open,
  images,
  region,
}) => {
  const noble = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
  await open()
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  region.updateSelection(1, noble, { arches: ['amd64', 's390x'] })
  await images.save.click()
  const dialog = images.dialog('Somebody else changed the selection')
  const change = dialog.getByRole('group', { name: 'Ubuntu 24.04 LTS' })
  await expect(change).toContainText('amd64, arm64, s390x')
  await dialog.getByRole('button', { name: 'Keep editing' }).click()
  await expect(dialog).toBeHidden()
  for (const arch of ['amd64', 'arm64', 's390x'])
    await expect(images.box('Ubuntu 24.04 LTS', arch)).toBeChecked()
  await expect(images.bar).toContainText('1 image to add')
  await expect(images.bar).not.toContainText('to remove')

  await images.save.click()
  await expect(images.bar).toContainText('Selection saved')
  expect(region.selection(1, noble).arches.toSorted()).toEqual(['amd64', 'arm64', 's390x'])
})

test('somebody else removed the release that was changed here: the person chooses', async ({
  open,
  images,
  region,
  expectAccessible,
}) => {
  const noble = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
  await open()
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  region.deleteSelection(1, noble)

  await test.step('closing the question writes nothing and keeps the ticks', async () => {
    await images.save.click()
    const dialog = images.dialog('Somebody else changed the selection')
    await dialog.getByRole('button', { name: 'Keep editing' }).click()
    await expect(dialog).toBeHidden()
    await expect(images.box('Ubuntu 24.04 LTS', 'arm64')).toBeChecked()
    expect(region.selections(1).some(({ release }) => release === 'noble')).toBe(false)
  })

  await test.step('keeping what is in MAAS drops the own change', async () => {
    await images.save.click()
    const dialog = images.dialog('Somebody else changed the selection')
    const change = dialog.getByRole('group', { name: 'Ubuntu 24.04 LTS' })
    await expect(change.getByRole('radio', { name: 'Save what I want' })).toBeChecked()
    await expectAccessible()
    await change.getByRole('radio', { name: 'Keep what is in MAAS now' }).click()
    await dialog.getByRole('button', { name: 'Save merged selection' }).click()
    await expect(dialog).toBeHidden()
    await expect(images.box('Ubuntu 24.04 LTS', 'arm64')).not.toBeChecked()
    expect(region.selections(1).some(({ release }) => release === 'noble')).toBe(false)
  })
})

test('two people save at the same time from two browsers, and neither undoes the other', async ({
  open,
  openAnother,
  images,
  region,
}) => {
  await open()
  const other = await openAnother()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await other.getByRole('checkbox', { name: /^Ubuntu 25\.10 amd64, / }).click()
  await other.getByRole('button', { name: 'Save selection' }).click()
  await expect(other.getByText('Selection saved')).toBeVisible()
  await images.save.click()
  await expect(images.bar).toContainText('Selection saved')
  const releases = region.selections(1).map(({ release }) => release)
  expect(releases).toEqual(expect.arrayContaining(['questing', 'resolute']))
})

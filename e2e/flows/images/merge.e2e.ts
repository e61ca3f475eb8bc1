import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/test.ts'

test('someone else changed the same release: the merged selection is shown, and Keep editing starts from it', async ({
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
  const dialog = images.dialog('Someone else changed the selection')
  const change = dialog.getByRole('group', { name: 'Ubuntu 24.04 LTS' })
  await expect(change).toContainText('amd64, s390x')
  await expect(change).toContainText('amd64, arm64, s390x')
  await expectAccessible()
  // nothing is written before the user agrees
  expect(region.selection(1, noble).arches).toEqual(['amd64', 's390x'])

  await dialog.getByRole('button', { name: 'Keep editing' }).click()
  await expect(dialog).toBeHidden()
  // nothing that the other user selected is cleared
  for (const arch of ['amd64', 'arm64', 's390x'])
    await expect(images.box('Ubuntu 24.04 LTS', arch)).toBeChecked()
  await expect(images.bar).toContainText('1 image to add')
  await expect(images.bar).not.toContainText('to remove')

  await images.save.click()
  await expect(images.bar).toContainText('Selection saved')
  expect(region.selection(1, noble).arches.toSorted()).toEqual(['amd64', 'arm64', 's390x'])
})

test('someone else removed the release that was changed here: the user chooses', async ({
  open,
  images,
  region,
  expectAccessible,
}) => {
  const noble = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
  await open()
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  region.deleteSelection(1, noble)

  await test.step('closing the question writes nothing and keeps the draft', async () => {
    await images.save.click()
    const dialog = images.dialog('Someone else changed the selection')
    await dialog.getByRole('button', { name: 'Keep editing' }).click()
    await expect(dialog).toBeHidden()
    await expect(images.box('Ubuntu 24.04 LTS', 'arm64')).toBeChecked()
    expect(region.selections(1).some(({ release }) => release === 'noble')).toBe(false)
  })

  await test.step('Keep the selection in MAAS discards the draft of this release', async () => {
    await images.save.click()
    const dialog = images.dialog('Someone else changed the selection')
    const change = dialog.getByRole('group', { name: 'Ubuntu 24.04 LTS' })
    await expect(change.getByRole('radio', { name: 'Save my selection' })).toBeChecked()
    await expectAccessible()
    await change.getByRole('radio', { name: 'Keep the selection in MAAS' }).click()
    await dialog.getByRole('button', { name: 'Save merged selection' }).click()
    await expect(dialog).toBeHidden()
    await expect(images.box('Ubuntu 24.04 LTS', 'arm64')).not.toBeChecked()
    expect(region.selections(1).some(({ release }) => release === 'noble')).toBe(false)
  })
})

test('two people save other releases at the same time, and both changes are kept without a question', async ({
  open,
  openAnother,
  images,
  region,
}) => {
  await open()
  const other = await openAnother()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await other.getByRole('checkbox', { name: 'Ubuntu 25.10 amd64', exact: true }).click()
  await other.getByRole('button', { name: 'Save selection' }).click()
  await expect(other.getByText('Selection saved')).toBeVisible()
  await images.save.click()
  await expect(images.bar).toContainText('Selection saved')
  await expect(images.box('Ubuntu 25.10', 'amd64')).toBeChecked()
  const releases = region.selections(1).map(({ release }) => release)
  expect(releases).toEqual(expect.arrayContaining(['questing', 'resolute']))
})

/** Holds back each page’s first change of a selection until all pages have sent one. */
async function meetAtTheGateway(...pages: readonly Page[]): Promise<void> {
  let open = () => {}
  const all = new Promise<void>((resolve) => (open = resolve))
  let sent = 0
  for (const page of pages) {
    await page.route(
      '**/selections/*/',
      async (route) => {
        sent += 1
        if (sent === pages.length) open()
        await all
        await route.continue()
      },
      { times: 1 },
    )
  }
}

test('two people save architectures of one release at the same moment: the second merges, and both are kept', async ({
  page,
  open,
  openAnother,
  images,
  region,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/409.*selections/, 'the second one sees the current selection')
  const arches = () =>
    region
      .selections(1)
      .find(({ release }) => release === 'noble')
      ?.arches.toSorted()
  await open()
  const other = await openAnother()
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  await other.getByRole('checkbox', { name: 'Ubuntu 24.04 LTS s390x', exact: true }).click()
  await meetAtTheGateway(page, other)
  for (const one of [page, other]) await one.getByRole('button', { name: 'Save selection' }).click()

  const dialogOn = (one: Page) => one.getByRole('dialog', { name: 'Someone else changed the selection' })
  const second = await Promise.race(
    [page, other].map(async (one) => {
      await dialogOn(one).waitFor()
      return one
    }),
  )
  const first = second === page ? other : page
  await expect(first.getByText('Selection saved')).toBeVisible()
  // nothing of the first user’s selection is overwritten before the second one agrees
  expect(arches()).toEqual(['amd64', first === page ? 'arm64' : 's390x'])
  await expect(dialogOn(second).getByRole('group', { name: 'Ubuntu 24.04 LTS' })).toContainText(
    'amd64, arm64, s390x',
  )
  await expectAccessible(second)

  await dialogOn(second).getByRole('button', { name: 'Save merged selection' }).click()
  await expect(second.getByText('Selection saved')).toBeVisible()
  expect(arches()).toEqual(['amd64', 'arm64', 's390x'])
})

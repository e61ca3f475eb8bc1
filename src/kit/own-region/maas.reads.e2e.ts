import { expect, test } from './maas-test.ts'
import type { MaasApi } from './maas-api.ts'
import { findState } from './restore-content.ts'

// All tests here only read. The only facts about the region are those that MAAS's API reports.

/** MAAS shows boot sources and selections to administrators only. */
const isAdmin = async (maas: MaasApi) => (await maas.user()).is_superuser
const ONLY_ADMINS = 'MAAS shows boot sources and selections to administrators only'

test('the page shows whose region this is, where images come from, and a table', async ({
  page,
  open,
  images,
  reader,
  expectAccessible,
}) => {
  const region = await reader.region()
  await open()
  await expect(page.getByText(`MAAS ${region.version}`)).toBeVisible()
  await expect(page.getByText(region.user.username, { exact: true })).toBeVisible()
  await expect(page.getByText('Embedded region')).toBeHidden()
  await expect(page.getByText(/^(Synced|Nothing synced yet) from|^No boot source/).first()).toBeVisible()
  await expect(images.grid.or(page.getByText('Nothing')).first()).toBeVisible()
  await expectAccessible()
})

test('every image that MAAS holds has a row', async ({ open, images, maas, page }) => {
  // bootloaders are resources too: the page shows them on rows without boxes
  const synced = (await maas.resources()).filter(
    ({ type, name }) => type === 'Synced' && /^(ubuntu|centos)\//.test(name),
  )
  test.skip(synced.length === 0, 'this region holds no image of Ubuntu or CentOS')
  await open()
  for (const release of new Set(synced.map(({ name }) => name.split('/')[1] ?? ''))) {
    await images.search.fill(release)
    await expect(page).toHaveURL((url) => url.searchParams.get('q') === release)
    // what is held can be removed, so its box is described as more than not selected; it has none if it is not offered
    const held = images
      .boxes(/^(?!Not selected)./)
      .or(images.grid.getByRole('gridcell', { name: /^(Remove|Kept)$/ }))
    await expect(held.first(), release).toBeVisible()
  }
})

test('every custom image of MAAS has a row', async ({ open, images, maas, page }) => {
  const custom = (await maas.resources()).filter(({ type }) => type === 'Uploaded')
  test.skip(custom.length === 0, 'this region holds no custom image')
  await open()
  for (const { title, name } of custom) {
    const text = title || name
    await images.search.fill(text)
    await expect(page.getByRole('rowheader').filter({ hasText: text }).first(), text).toBeVisible()
  }
})

test('the boxes of selected images are checked', async ({ open, images, maas, page }) => {
  test.skip(!(await isAdmin(maas)), ONLY_ADMINS)
  const { selections } = await findState(maas)
  test.skip(selections.length === 0, 'nothing is selected in this region')
  await open('/images?selected=1')
  for (const { release } of selections) {
    await images.search.fill(release)
    await expect(page).toHaveURL((url) => url.searchParams.get('q') === release)
    await expect(images.grid.getByRole('checkbox', { checked: true }).first(), release).toBeVisible()
  }
})

test('boot sources are listed as the region has them', async ({ page, open, maas, expectAccessible }) => {
  test.skip(!(await isAdmin(maas)), ONLY_ADMINS)
  const sources = await maas.sources()
  await open('/sources')
  await expect(page.getByRole('heading', { name: 'Boot sources', level: 1 })).toBeVisible()
  for (const { url } of sources) {
    await expect(page.getByText(url, { exact: true }).first()).toBeVisible()
  }
  await expectAccessible()
})

test('Connect shows what the source in use offers, or why it cannot be read, and changes nothing', async ({
  page,
  open,
  reader,
}) => {
  const before = await reader.region()
  test.skip(!before.sources || before.sources.length === 0, 'this key sees no boot source')
  await open('/images/source')
  const dialog = page.getByRole('dialog', { name: 'Change source' })
  await dialog.getByRole('button', { name: 'Connect' }).click()
  const found = dialog.getByText('The source has been read.')
  await expect(found.or(dialog.getByRole('alert')).first()).toBeVisible({ timeout: 60_000 })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect((await reader.region()).sources).toEqual(before.sources)
})

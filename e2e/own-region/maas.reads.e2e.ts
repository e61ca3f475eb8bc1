import { expect, test } from './maas-test.ts'

// All tests here only read. The only facts about the region are those it reports itself.

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
  await expect(page.getByText(/^Synced from|^No boot source/).first()).toBeVisible()
  await expect(images.grid.or(page.getByText('Nothing')).first()).toBeVisible()
  await expectAccessible()
})

test('every image that MAAS holds has a row', async ({ open, images, reader, page }) => {
  const held = (await reader.images()).images.filter(({ kind }) => kind === 'synced')
  test.skip(held.length === 0, 'this region holds no image')
  await open()
  for (const release of new Set(held.map((image) => image.release))) {
    await images.search.fill(release)
    await expect(page).toHaveURL((url) => url.searchParams.get('q') === release)
    // what is held can be removed, so its box is described as more than not selected
    await expect(images.boxes(/^(?!Not selected)./).first(), release).toBeVisible()
  }
})

test('the boxes of selected images are checked', async ({ open, images, reader }) => {
  const { sources } = await reader.region()
  const selected = (sources ?? []).flatMap(({ selections }) => selections)
  test.skip(selected.length === 0, 'nothing is selected in this region, or its key may not see it')
  await open('/images?selected=1')
  await expect(images.grid.getByRole('rowheader').first()).toBeVisible()
  await expect(images.grid.getByRole('checkbox', { checked: true }).first()).toBeVisible()
})

test('boot sources are listed as the region has them', async ({ page, open, reader, expectAccessible }) => {
  const { sources } = await reader.region()
  await open('/sources')
  await expect(page.getByRole('heading', { name: 'Boot sources', level: 1 })).toBeVisible()
  for (const { source } of sources ?? []) {
    await expect(page.getByText(source.url, { exact: true }).first()).toBeVisible()
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

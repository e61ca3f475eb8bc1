import {
  indexOf,
  productsFile,
  rawStream,
  UBUNTU,
  ubuntuProduct,
  ubuntuVersion,
} from '#testing/streams/sound-stream.ts'
import { rawTree } from '#testing/streams/raw-tree.ts'
import { expect, test } from '#e2e/test.ts'

test('a source with the region’s files costs nothing, whatever updates are due', async ({
  open,
  source,
  pass,
  simulator,
}) => {
  simulator.region.stopImport()
  await pass(2)
  await open('/images/source')
  await source.fill('http://mirror.example.com/large/')
  await source.connects()
  await expect(source.comparison).toContainText('0 B to download')
  await expect(source.comparison).toContainText('that is due anyway')
})

test('for a source without bootloaders, the dialog says what MAAS imports from it, and adding it starts no import', async ({
  open,
  source,
  pass,
  page,
  region,
  simulator,
  expectAccessible,
}) => {
  region.stopImport()
  await pass(2)
  const files = { ubuntu: productsFile('ubuntu', { [UBUNTU]: ubuntuProduct() }) }
  simulator.serveStream(
    'bare',
    rawTree('http://mirror.example.com/bare/', rawStream(files, indexOf(['ubuntu']))),
  )
  await open('/sources/add')
  await source.fill('http://mirror.example.com/bare/streams/v1/index.json')
  await source.connects()
  await expect(source.dialog).toContainText(
    'MAAS imports everything from this source until you select something',
  )
  await expectAccessible()
  await source.change.click()
  await expect(source.dialog).toContainText('no import was started')
  expect(region.isImporting()).toBe(false)
  await expectAccessible()
  await page.getByRole('link', { name: 'Select images' }).click()
  await expect(page.getByRole('grid', { name: 'Images' })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'MAAS imports everything from' })).toBeVisible()
})

test('clearing the last release of a source without bootloaders warns that MAAS then imports everything from it', async ({
  open,
  pass,
  page,
  images,
  region,
  simulator,
  expectAccessible,
}) => {
  const url = 'http://mirror.example.com/bare/streams/v1/index.json'
  const questing = {
    release: 'questing',
    release_codename: 'Questing Quokka',
    release_title: '25.10',
    version: '25.10',
    versions: { '20260901': ubuntuVersion('questing/20260901') },
  }
  const products = {
    [UBUNTU]: ubuntuProduct(),
    'com.ubuntu.maas.stable:v3:boot:25.10:amd64:ga-24.04': ubuntuProduct(questing),
  }
  const held = () => [...new Set(region.resources('Synced').map(({ name }) => name))].sort()

  await test.step('the source is the only one, and noble alone is selected of it', async () => {
    region.stopImport()
    region.deleteSource(1)
    const files = { ubuntu: productsFile('ubuntu', products) }
    simulator.serveStream(
      'bare',
      rawTree('http://mirror.example.com/bare/', rawStream(files, indexOf(['ubuntu']))),
    )
    const keyringFilename = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'
    const { id } = region.createSource({ url, keyringFilename })
    simulator.clock.advance(2_000)
    const wanted = { arches: ['amd64'], subarches: ['*'], labels: ['*'] }
    region.createSelection(id, { os: 'ubuntu', release: 'noble', ...wanted })
    region.startImport()
    simulator.clock.advance(600_000)
    expect(held()).toEqual(['ubuntu/noble'])
  })

  await test.step('the bar warns, and leads to deleting the source', async () => {
    await open()
    await images.box('Ubuntu 24.04 LTS', 'amd64').uncheck()
    await expect(images.bar).toContainText(/MAAS imports everything/)
    await expect(images.bar.getByRole('link', { name: 'Delete source' })).toBeVisible()
    await expectAccessible()
  })

  await test.step('so does Review, and MAAS imports everything', async () => {
    await images.review.click()
    const review = images.dialog('Review changes')
    await expect(review).toContainText(/MAAS imports everything/)
    await expect(review.getByRole('link', { name: 'Delete source' })).toBeVisible()
    await expectAccessible()
    await review.getByRole('button', { name: 'Save selection' }).click()
    await expect(page.getByText('Selection saved')).toBeVisible()
    await pass(600)
    expect(held()).toEqual(['ubuntu/noble', 'ubuntu/questing'])
    await page.reload()
    await expect(images.boxIn('Ubuntu 25.10', 'amd64', 'Kept by MAAS')).not.toBeChecked()
    const notice = images.notice('MAAS imports everything from')
    await expect(notice).toContainText('all its images (2, 60 B)')
    await expect(notice.getByRole('link', { name: /^Delete source/ })).toBeVisible()
    await expectAccessible()
  })
})

test('undoing a source change whose files the region has shows 0 B to download, and downloads nothing', async ({
  open,
  source,
  pass,
  region,
  expectAccessible,
}) => {
  await pass(600)
  await open('/images/source')
  await source.fill('http://mirror.example.com/large/')
  await source.connects()
  await source.changes()
  await pass(600)
  const before = region.resources()
  expect(before).not.toEqual([])
  await source.undo.click()
  await expect(source.read).toBeVisible()
  await expect(source.comparison).toContainText('0 B to download')
  await expectAccessible()
  await source.change.click()
  await expect(source.done).toBeVisible()
  await expectAccessible()
  await pass(600)
  expect(region.sources().map(({ url }) => url)).toEqual(['http://images.maas.io/ephemeral-v3/stable/'])
  expect(region.isImporting()).toBe(false)
  expect(region.resources()).toEqual(before)
})

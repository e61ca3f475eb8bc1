import { indexOf, productsFile, rawStream, UBUNTU, ubuntuProduct } from '#testing/streams/sound-stream.ts'
import { rawTree } from '#testing/streams/raw-tree.ts'
import { expect, test } from './test.ts'

test('a source with the files that the region holds costs nothing, whatever is due', async ({
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
  await expect(source.comparison).toContainText('that is due without this change')
})

test('a source without bootloaders says what MAAS imports of it, and adding it starts no import', async ({
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
})

import { gzipSync } from 'node:zlib'
import { expect } from './maas-test.ts'
import { SLOW, test } from './maas-writes.ts'

const NAME = 'maas-images-suite'
const TITLE = 'MAAS Images suite'

/** A raw disk of zeros with the mark of a partition table, compressed to some kilobytes. */
function smallDisk(): Buffer {
  const disk = Buffer.alloc(1_048_576)
  disk[510] = 0x55
  disk[511] = 0xaa
  return gzipSync(disk)
}

test('a small custom image is uploaded, shown and deleted', async ({ page, open, images, maas, found }) => {
  test.setTimeout(600_000)
  const custom = async () => (await maas.resources()).filter(({ type }) => type === 'Uploaded')
  const names = (await custom()).map(({ name }) => name)
  test.skip(
    names.some((name) => name.endsWith(NAME)),
    `this region already has a custom image ${NAME}`,
  )

  await test.step('upload', async () => {
    await open('/images/upload')
    await page
      .getByLabel('Choose file', { exact: true })
      .and(page.locator('input'))
      .setInputFiles({ name: 'disk.gz', mimeType: 'application/gzip', buffer: smallDisk() })
    await expect(page.getByRole('combobox', { name: 'File type' })).toHaveValue('ddgz')
    await page.getByRole('textbox', { name: 'Name' }).fill(NAME)
    await page.getByRole('textbox', { name: 'Title' }).fill(TITLE)
    await page.getByRole('button', { name: 'Upload image' }).click()
    await expect(page.getByRole('listitem', { name: new RegExp(TITLE) })).toContainText(
      'has checked the SHA256',
      SLOW,
    )
    expect(await custom()).toHaveLength(found.custom.length + 1)
  })

  await test.step('delete', async () => {
    await open('/images?delete=all')
    await page.getByRole('searchbox', { name: 'Search images to delete' }).fill(TITLE)
    await page.getByRole('checkbox', { name: new RegExp(`^Choose ${TITLE}`) }).click()
    await page.getByRole('button', { name: 'Delete chosen images' }).click()
    await images
      .dialog(`Delete ${TITLE}`)
      .getByRole('button', { name: /^Delete/ })
      .click()
    await expect(page.getByText('Image deleted', { exact: true })).toBeVisible(SLOW)
    expect((await custom()).map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(found.custom)
  })
})

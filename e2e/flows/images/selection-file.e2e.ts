import { readFile } from 'node:fs/promises'
import { expect, test } from '#e2e/test.ts'
import * as z from 'zod/mini'
import { selectionFile, type SelectionFile } from '#contract/selection-file.ts'

test('a selection is exported, edited, imported, undone, and compared', async ({
  page,
  open,
  images,
  region,
  expectAccessible,
}) => {
  await open()
  const button = page.getByRole('button', { name: 'Selection file' })
  let file: SelectionFile | null = null
  const choose = async (label: string, name: string, text: string) => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: label }).click()
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
  }

  await test.step('the file is downloaded and is valid', async () => {
    await button.click()
    await expect(images.dialog('Selection file')).toBeVisible()
    await expectAccessible()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export selection' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(/^maas-selection-\d{4}-\d\d-\d\d\.json$/)
    file = z.parse(selectionFile, JSON.parse(await readFile(await download.path(), 'utf8')))
    expect(file.sources[0]?.selections.map(({ release }) => release)).toContain('jammy')
  })

  await test.step('a file with a mistake shows its line and changes nothing', async () => {
    await choose('Choose file', 'typo.json', JSON.stringify(file, null, 2).replace('"arches"', '"arch"'))
    await expect(page.getByRole('alert')).toContainText('is not a field of version 1')
    await expectAccessible()
  })

  const edited = () => {
    const [source] = file?.sources ?? []
    if (!file || !source) throw new Error('The file has no source.')
    const noble = source.selections.filter(({ release }) => release !== 'focal')
    const selections = noble.map((one) => ({ ...one, arches: [...one.arches, 'i386', 's390x'] }))
    return JSON.stringify({ ...file, sources: [{ ...source, selections }] })
  }

  await test.step('an import shows what differs and what is not offered', async () => {
    await choose('Choose file', 'edited.json', edited())
    const dialog = images.dialog('Import selection')
    await expect(dialog.getByRole('table').first()).toContainText('Nearest offer')
    await expectAccessible()
    await dialog.getByRole('button', { name: 'Use all nearest offers' }).click()
    await expectAccessible()
    await dialog.getByRole('button', { name: 'Import selection' }).click()
  })

  await test.step('nothing is saved, and the import can be undone', async () => {
    await expect(images.bar).toContainText('to add')
    await expectAccessible()
    expect(region.selections(1).flatMap(({ arches }) => arches)).not.toContain('s390x')
    await page.getByRole('button', { name: 'Undo import' }).click()
    await expect(images.bar).toBeHidden()
  })

  await test.step('two files are compared', async () => {
    await button.click()
    await choose('Choose file', 'edited.json', edited())
    await choose('Compare with another file', 'exported.json', JSON.stringify(file))
    await expect(images.dialog('Compare selection files')).toBeVisible()
    await expectAccessible()
  })
})

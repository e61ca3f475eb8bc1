import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/test.ts'

test.use({ scenario: 'maas-3.8' })

/** One boot source of the list, by its name. */
const item = (page: Page, name: string) =>
  page
    .getByRole('list', { name: 'Boot sources' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })

test('on MAAS 3.8 a source is renamed, ranked and disabled without reading it and without stopping an import', async ({
  page,
  open,
  source,
  region,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/502 .*\/gateway\/catalogue\/3/, 'the source cannot be read')
  const [, candidate, mirror] = region.sources()
  const id = mirror?.id ?? 0
  // MAAS does not need to read the source, so it does not matter that it cannot
  region.updateSource(id, { url: 'http://10.0.0.7/none' })
  const dialog = source.named('Edit details of Local mirror')
  const field = (name: string) => dialog.getByRole('textbox', { name })
  const save = dialog.getByRole('button', { name: 'Save details' })
  await open('/sources')
  await expect(page.getByText('MAAS up to 3.7 works best')).toBeHidden()
  await expect(item(page, 'MAAS Candidate')).toContainText('not used (disabled)')
  await item(page, 'Local mirror').getByRole('link', { name: 'Edit details of Local mirror' }).click()

  await test.step('a priority is checked before it is sent', async () => {
    await expect(field('Name')).toHaveValue('Local mirror')
    await expect(field('Priority')).toHaveValue('10')
    for (const [typed, expected] of [
      ['many', /Enter a whole number/],
      ['-1', /Enter a whole number, 0 or higher/],
      ['1', /“MAAS Stable” already has this priority/],
    ] as const) {
      await field('Priority').fill(typed)
      await save.click()
      await expect(field('Priority')).toHaveAccessibleDescription(expected)
    }
    const hint = dialog.getByText('MAAS uses the source with the highest number')
    const color = await hint.evaluate((element) => getComputedStyle(element).color)
    await expect(dialog.getByText('“MAAS Stable” already has this priority')).not.toHaveCSS('color', color)
    await expectAccessible()
  })

  await test.step('the check includes what someone else saved meanwhile', async () => {
    region.updateSource(candidate?.id ?? 0, { priority: '20' })
    await field('Priority').fill('20')
    await save.click()
    await expect(field('Priority')).toHaveAccessibleDescription(/“MAAS Candidate” already has this priority/)
    expect(region.source(id)).toMatchObject({ priority: 10 })
  })

  await test.step('changes are saved immediately, and the import continues', async () => {
    await field('Name').fill('Rack mirror')
    await field('Priority').fill('30')
    await dialog.getByRole('checkbox', { name: 'Use this source' }).click()
    await expect(dialog).toContainText('MAAS imports nothing from a disabled source.')
    await expect(dialog).toContainText('the next import deletes the image and downloads it from that source')
    await expectAccessible()
    await save.click()
    await expect(dialog).toBeHidden()
    expect(region.source(id)).toMatchObject({ name: 'Rack mirror', priority: 30, enabled: false })
    expect(region.isImporting()).toBe(true)
    await expect(item(page, 'Rack mirror')).toContainText('30, not used (disabled)')
    await expect(item(page, 'Rack mirror')).toContainText('not imported, because the source is disabled')
    await expectAccessible()
  })

  await test.step('it is enabled again in the same way', async () => {
    await item(page, 'Rack mirror').getByRole('link', { name: 'Edit details of Rack mirror' }).click()
    await source.dialog.getByRole('checkbox', { name: 'Use this source' }).click()
    await page.keyboard.press('Tab')
    await source.dialog.getByRole('button', { name: 'Save details' }).click()
    await expect(source.dialog).toBeHidden()
    expect(region.source(id)).toMatchObject({ enabled: true })
  })
})

test('on MAAS 3.8 adding, changing and deleting a source say what MAAS does with priorities, keyrings and images', async ({
  page,
  open,
  source,
  region,
  pass,
  expectAccessible,
}) => {
  await open('/sources')

  await test.step('a source is added with its priority, and a keyring file is recommended', async () => {
    const mirror = region.sources()[2]
    region.deleteSource(mirror?.id ?? 0)
    await page.reload()
    await page.getByRole('link', { name: 'Add source' }).click()
    await source.fill('http://mirror.example.com/ubuntu/', { data: 'mQENBA==' })
    await expect(source.dialog).toContainText('MAAS 3.8 has problems with keyring data')
    await expect(source.dialog).toContainText('MAAS’s own boot source pages do not work')
    await expectAccessible()
    await source.dialog.getByRole('button', { name: 'Use Ubuntu’s keyring' }).click()
    await expect(source.dialog).not.toContainText('MAAS 3.8 has problems with keyring data')
    await source.dialog.getByRole('textbox', { name: 'Priority' }).fill('2')
    await source.connect.click()
    await expect(source.dialog.getByRole('textbox', { name: 'Priority' })).toHaveAccessibleDescription(
      /“MAAS Candidate” already has this priority/,
    )
    await source.dialog.getByRole('textbox', { name: 'Priority' }).fill('0')
    await source.dialog.getByRole('textbox', { name: 'Name' }).fill('Fallback')
    await source.connects()
    await source.change.click()
    await expect(source.done).toBeVisible()
    await expect(source.steps).toHaveText([/Read sources/, /Create the source/])
    await source.closeIt()
    expect(region.sources()[2]).toMatchObject({ name: 'Fallback', priority: 0 })
  })

  await test.step('Update reads another address, says what stopping an import deletes, and keeps the priority', async () => {
    await item(page, 'MAAS Stable')
      .getByRole('link', { name: /^Update/ })
      .click()
    await source.candidate.check()
    await source.openAdvanced()
    await expect(source.dialog.getByRole('textbox', { name: 'Priority' })).toBeHidden()
    await source.maasIo.check()
    await source.stable.check()
    await source.fill('http://mirror.example.com/large/')
    await source.connects()
    await expect(source.dialog).toContainText('partial downloads are deleted and start over')
    await expectAccessible()
    await source.cancel.click()
  })

  await test.step('Delete says that MAAS deletes images immediately', async () => {
    await item(page, 'MAAS Stable')
      .getByRole('link', { name: /^Delete/ })
      .click()
    await expect(source.dialog).toContainText(/MAAS deletes its \d+ images immediately\./)
    await expect(source.dialog).toContainText('partial downloads are deleted')
    await expect(source.dialog).toContainText(
      'Without its images, machines cannot be commissioned. Choose another commissioning release in Default images first.',
    )
    await expectAccessible()
    await source.dialog.getByRole('button', { name: 'Keep source' }).click()
  })

  await test.step('a change that ends without a reported import raises no alarm', async () => {
    await pass(600)
    await item(page, 'Fallback')
      .getByRole('link', { name: /^Update/ })
      .click()
    await source.stable.waitFor({ state: 'detached' })
    await source.fill('http://mirror.example.com/large/')
    await source.connects()
    await source.change.click()
    await expect(source.done).toBeVisible()
    await pass(60)
    await expect(page.getByText('MAAS has not reported an import')).toBeHidden()
    await expectAccessible()
  })
})

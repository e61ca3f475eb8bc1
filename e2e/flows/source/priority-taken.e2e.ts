import { http } from 'msw'
import { expect, test } from '#e2e/test.ts'

test.use({ scenario: 'maas-3.8' })

const TAKEN = 'Another boot source has this priority. Choose another number.'

test('on MAAS 3.8, a priority that someone else takes during the save is reported at its field, and all entries are kept', async ({
  page,
  open,
  source,
  region,
  simulator,
  expectConsole,
  expectAccessible,
}) => {
  expectConsole(/409 .*boot-sources\/3/, 'MAAS refuses the priority')
  await open('/sources/3/details')
  const dialog = source.named('Edit details of Local mirror')
  const field = (name: string) => dialog.getByRole('textbox', { name })
  await field('Name').fill('Rack mirror')
  await field('Priority').fill('30')
  // the page saw that the priority is free, but someone else is faster
  simulator.use(
    http.put('*/MAAS/api/2.0/boot-sources/3/', () => {
      if (region.source(2).priority !== 30) region.updateSource(2, { priority: '30' })
    }),
  )
  await dialog.getByRole('button', { name: 'Save details' }).click()
  await expect(field('Priority')).toHaveAccessibleDescription(new RegExp(TAKEN))
  await expect(field('Name')).toHaveValue('Rack mirror')
  await expect(field('Priority')).toHaveValue('30')
  expect(region.source(3)).toMatchObject({ name: 'Local mirror', priority: 10 })
  await expectAccessible()

  await field('Priority').fill('31')
  await dialog.getByRole('button', { name: 'Save details' }).click()
  await expect(dialog).toBeHidden()
  expect(region.source(3)).toMatchObject({ name: 'Rack mirror', priority: 31 })
  await expect(page.getByRole('heading', { name: 'Rack mirror' })).toBeVisible()
})

test('on MAAS 3.8, a priority that someone else takes while a source is added leaves no source behind, and all entries are kept', async ({
  page,
  open,
  images,
  source,
  region,
  simulator,
  expectConsole,
  expectAccessible,
}) => {
  expectConsole(/409 .*boot-sources/, 'MAAS refuses the priority')
  await open('/sources/add')
  await source.fill('http://mirror.example.com/large/')
  await source.openAdvanced()
  await source.dialog.getByRole('textbox', { name: 'Priority' }).fill('30')
  await source.connects()
  simulator.use(
    http.post('*/MAAS/api/2.0/boot-sources/', () => {
      if (region.source(2).priority !== 30) region.updateSource(2, { priority: '30' })
    }),
  )
  await source.change.click()
  await expect(source.outcome).toContainText(TAKEN)
  await expect(source.outcome).toContainText('Nothing has changed')
  await expectAccessible()
  expect(region.sources().map(({ id }) => id)).toEqual([1, 2, 3])
  await source.dialog.getByRole('button', { name: 'Edit source' }).click()
  const priority = source.dialog.getByRole('textbox', { name: 'Priority' })
  await expect(priority).toHaveValue('30')
  await expect(priority).toHaveAccessibleDescription(/already has this priority. Enter another number/)
  await expect(priority).toBeFocused()
  await expect(source.url).toHaveValue('http://mirror.example.com/large/')
  await expectAccessible()
  await priority.fill('31')
  await source.connects()
  await source.changes()
  expect(region.sources().map(({ id, priority: own }) => [id, own])).toContainEqual([4, 31])
  await page.getByRole('link', { name: 'Images', exact: true }).click()
  await expect(images.grid).toBeVisible()
  await expect(source.unfinished).toBeHidden()
})

import { selectionOf, stateOf } from '#e2e/setup/region-state.ts'
import { ChangeSource } from '#kit/playwright.ts'
import { expect, test } from '#e2e/test.ts'

const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'

test('two administrators change the source at the same time: the second one sees a notice, and overwrites nothing', async ({
  open,
  openAnother,
  source,
  region,
  simulator,
  expectAccessible,
}) => {
  simulator.clock.advance(600_000)
  await open('/images/source')
  const other = await openAnother('/images/source')
  const others = new ChangeSource(other)

  await source.candidate.check()
  await source.connects()
  await others.fill('http://mirror.example.com/ubuntu/')
  await others.connects()
  await others.changes()
  const after = stateOf(region)

  await source.change.click()
  await expect(source.dialog.getByRole('status')).toContainText([
    'Someone else changed the sources or the selection',
  ])
  await expect(source.dialog).toContainText('Nothing was written.')
  expect(stateOf(region)).toEqual(after)
  await expectAccessible()

  await test.step('the dialog starts again from the other one’s change', async () => {
    await source.closeIt()
    await expect(source.undo).toBeHidden()
    // the import of the other administrator’s change is done
    simulator.clock.advance(600_000)
    await open('/images/source')
    await expect(source.custom).toBeChecked()
    await expect(source.url).toHaveValue('http://mirror.example.com/ubuntu/')
    await source.maasIo.check()
    await source.candidate.check()
    await source.connects()
    await source.changes()
    expect(region.source(1).url).toBe(CANDIDATE)
  })

  await test.step('a change that was overwritten cannot be undone by mistake', async () => {
    await other.reload()
    await expect(other.getByText('Synced from maas.io candidate', { exact: true })).toBeVisible()
    await expect(others.undo).toBeHidden()
  })
})

test('someone changes the selection while the comparison is open: nothing is overwritten', async ({
  open,
  source,
  region,
  simulator,
}) => {
  simulator.clock.advance(600_000)
  await open('/images/source')
  await source.candidate.check()
  await source.connects()
  region.createSelection(1, {
    os: 'ubuntu',
    release: 'resolute',
    arches: ['amd64'],
    subarches: ['*'],
    labels: ['*'],
  })
  const before = stateOf(region)
  await source.change.click()
  await expect(source.dialog).toContainText('Nothing was written.')
  expect(stateOf(region)).toEqual(before)
})

test('during a download, the change warns about the running import, stops it, and imports from the new source', async ({
  page,
  open,
  images,
  source,
  region,
  simulator,
  pass,
  expectAccessible,
}) => {
  const selection = selectionOf(region, 1)
  await open()
  await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /Downloading/)).toBeChecked()
  await page.getByRole('link', { name: 'Change source' }).click()
  await source.candidate.check()
  await source.connects()
  await expect(source.dialog.getByRole('status')).toContainText(['An import is running'])
  await expect(source.dialog).toContainText('It is stopped first.')
  await expectAccessible()
  await source.change.click()
  await expect(source.step('Stop the running import')).toContainText('running')
  await expect(source.dialog.getByRole('status')).toContainText(['Keep this page open'])
  // closing would hide the result, so the dialog does not close
  await page.keyboard.press('Escape')
  await expect(source.step('Stop the running import')).toBeVisible()
  expect(region.source(1).url).not.toBe(CANDIDATE)
  await expectAccessible()

  simulator.clock.advance(1_000)
  await expect(source.done).toBeVisible()
  await source.closeIt()
  expect(region.source(1).url).toBe(CANDIDATE)
  expect(selectionOf(region, 1)).toEqual(selection)
  expect(region.isImporting()).toBe(true)
  await pass(600)
  await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeChecked()
  await images.search.fill('20.04')
  await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', 'Synced')).toBeChecked()
})

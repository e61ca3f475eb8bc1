import { breakCall } from '#e2e/setup/source-faults.ts'
import { expect, test } from '#e2e/test.ts'

const OTHER = 'http://mirror.example.com/other/'

test('many selections are shown as one step with a count, and listed separately if one of them fails', async ({
  open,
  source,
  region,
  simulator,
  expectConsole,
  expectAccessible,
}) => {
  expectConsole(/50\d .*selections/, 'MAAS fails')
  simulator.clock.advance(600_000)
  for (const { id, release } of region.selections(1)) if (release === 'cosmic') region.deleteSelection(1, id)
  const selects = source.steps.filter({ hasText: /^Select / })
  const selected = region.selections(1).length
  // MAAS cannot change keyring data to a file: the source is created again with each of its selections
  region.updateSource(1, { url: OTHER, keyringFilename: '', keyringData: simulator.otherKeyring })
  await open('/images/source')
  await source.maasIo.check()
  await source.dialog.getByRole('button', { name: 'Use Ubuntu’s keyring' }).click()
  await source.connects()

  await test.step('one fails: each step is listed, including those not done', async () => {
    breakCall(simulator, 'create-selection', '500')
    await source.change.click()
    await expect(source.outcome).toBeVisible()
    await expect(selects).toHaveCount(selected)
    await expect(selects.filter({ hasText: ': failed' })).toHaveCount(1)
    await expectAccessible()
  })

  await test.step('finished: they are one step again', async () => {
    simulator.resetHandlers()
    simulator.clock.advance(1_000)
    await source.finish.click()
    await expect(source.done).toBeVisible()
    await expect(selects).toHaveText(`Select ${selected} releases: done`)
    await expectAccessible()
  })
  expect(region.selections(2)).toHaveLength(selected)
})

import { breakCall } from '#e2e/setup/source-faults.ts'
import { expect, test } from '#e2e/test.ts'

const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'

test('a reload during an unfinished undo shows the unfinished change without a second dialog over it', async ({
  page,
  open,
  source,
  region,
  simulator,
  pass,
  expectConsole,
  expectAccessible,
}) => {
  expectConsole(/50\d .*MAAS\/api/, 'MAAS fails')
  simulator.clock.advance(600_000)
  await open('/images/source')
  await source.candidate.check()
  await source.connects()
  await source.changes()
  await pass(600)

  await test.step('the undo fails at its last step', async () => {
    await source.undo.click()
    await expect(source.read).toBeVisible()
    breakCall(simulator, 'import', '500')
    await source.change.click()
    await expect(source.outcome).toBeVisible()
    simulator.resetHandlers()
  })

  await test.step('after a reload the page shows what is unfinished', async () => {
    await page.reload()
    await expect(source.unfinished).toContainText('the import may not have been started')
    await expect(source.dialog).toBeHidden()
    await expect(page).toHaveURL(/\/images$/)
    await expectAccessible()
  })

  await test.step('once finished, nothing is left to undo', async () => {
    await page.getByRole('button', { name: 'Finish the change' }).click()
    await expect(source.done).toBeVisible()
    await source.closeIt()
    expect(region.sources().map(({ url }) => url)).toEqual([STABLE])
    await expect(source.unfinished).toBeHidden()
    await expect(source.undo).toBeHidden()
  })
})

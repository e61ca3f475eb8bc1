import { http, HttpResponse } from 'msw'
import { expect, test } from '#e2e/test.ts'

const SELECTIONS = '*/MAAS/api/2.0/boot-sources/:id/selections/'

test(
  'a save that fails half-way says what was done, and continues from there',
  { tag: '@demo' },
  async ({ page, open, images, control, pass, expectAccessible, expectConsole }) => {
    expectConsole(/502.*selections/, 'the region fails at the second new selection')
    await control.addFault({
      side: 'region',
      method: 'POST',
      path: 'boot-sources/*/selections/*',
      skip: 1,
      times: 1,
      fault: { kind: 'answer', status: 500, body: 'Out of disk' },
    })
    await open()
    await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', /^Downloading/)).toBeChecked()
    await images.box('Ubuntu 26.04 LTS', 'amd64').click()
    await images.box('Ubuntu 25.10', 'amd64').click()
    await images.box('Ubuntu 25.04', 'amd64').click()

    const steps = [
      /^Read.*done/,
      /^Select Ubuntu.*done/,
      /^Select Ubuntu.*failed.*/,
      /not done yet/,
      /^Start the import.*not done yet/,
    ]
    await test.step('it stops at the failure', async () => {
      await images.save.click()
      await expect(images.bar).toContainText('Only part of the selection was saved')
      await expect(images.steps).toHaveText(steps)
      expect(await control.listFaults()).toEqual([])
      expect((await control.readState()).job).not.toBeNull()
      await expectAccessible()
    })

    await test.step('unsaved changes are still in the draft', async () => {
      for (const release of ['Ubuntu 26.04 LTS', 'Ubuntu 25.10', 'Ubuntu 25.04']) {
        await expect(images.box(release, 'amd64')).toBeChecked()
      }
    })

    await test.step('after a reload, the steps and the remaining changes are shown again', async () => {
      await page.reload()
      await expect(images.steps).toHaveText(steps)
      await expect(images.steps.nth(2)).toContainText('Out of disk')
      await expect(images.bar).toContainText('Only part of the selection was saved')
      await expectAccessible()
      await images.review.click()
      await expect(images.dialog('Review changes')).toContainText('25.10')
      await page.keyboard.press('Escape')
    })

    await test.step('Continue sends only the rest', async () => {
      const writes: string[] = []
      page.on('request', (request) => {
        const call = new URL(request.url()).pathname.replace(/^.*(?=\/MAAS\/)/, '')
        if (request.method() !== 'GET') writes.push(`${request.method()} ${call}`)
      })
      await images.bar.getByRole('button', { name: 'Continue' }).click()
      await expect(images.bar).toContainText('Selection saved')
      expect(writes).toEqual([
        'POST /MAAS/api/2.0/boot-sources/1/selections/',
        'POST /MAAS/api/2.0/boot-sources/1/selections/',
        'POST /MAAS/api/2.0/boot-resources/',
      ])
      const releases = (await control.readState()).selections.map(({ release }) => release)
      expect(releases).toEqual(expect.arrayContaining(['resolute', 'questing', 'plucky']))
      expect(new Set(releases).size).toBe(releases.length)
      await pass(5)
    })
  },
)

test('a save whose import fails says that only the import is missing', async ({
  open,
  images,
  region,
  simulator,
  page,
  expectConsole,
}) => {
  expectConsole(/502.*boot-resources/, 'the region refuses to import')
  simulator.use(http.post('*/MAAS/api/2.0/boot-resources/', () => new HttpResponse('Busy', { status: 503 })))
  await open()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await images.save.click()
  await expect(images.bar.getByRole('listitem').filter({ hasText: 'Start the import' })).toContainText(
    'failed',
  )
  expect(region.selections(1).some(({ release }) => release === 'resolute')).toBe(true)

  await expect(images.bar).toContainText('MAAS has not confirmed the import after the last save')

  // the selection is saved, so there is nothing to save; the missing import is remembered after a reload
  await page.reload()
  await expect(images.bar).toContainText('MAAS has not confirmed the import after the last save')
  simulator.resetHandlers()
  await images.bar.getByRole('button', { name: 'Continue' }).click()
  await expect(images.bar).toContainText('Selection saved')
})

test('a reload while a step waits for MAAS shows the progress of the save, and Continue checks first', async ({
  page,
  open,
  images,
  region,
  simulator,
  watch,
}) => {
  // the reload interrupts what the page is waiting for
  watch.allow(/./)
  let asked = 0
  let giveUp = () => {}
  const givenUp = new Promise<void>((resolve) => (giveUp = resolve))
  simulator.use(
    http.post(SELECTIONS, async () => {
      asked += 1
      if (asked !== 2) return undefined
      await givenUp
      return HttpResponse.error()
    }),
  )
  await open()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await images.box('Ubuntu 25.10', 'amd64').click()
  await images.save.click()
  await expect(images.steps.nth(2)).toContainText('running')
  // the gateway compares before it writes to MAAS
  await expect.poll(() => asked).toBe(2)
  simulator.resetHandlers()
  await page.reload()
  await expect(images.steps).toHaveText([
    /^Read.*done/,
    /done$/,
    /failed.*MAAS may already have applied this/,
    /^Start the import.*not done yet/,
  ])
  // the gateway allows no other write to this selection before it knows the result
  giveUp()
  await images.bar.getByRole('button', { name: 'Continue' }).click()
  await expect(images.bar).toContainText('Selection saved')
  const releases = region.selections(1).map(({ release }) => release)
  expect(releases).toEqual(expect.arrayContaining(['resolute', 'questing']))
  expect(new Set(releases).size).toBe(releases.length)
})

import { http } from 'msw'
import { CALLS } from '#e2e/setup/source-faults.ts'
import { expect, test } from '#e2e/test.ts'

test.use({ access: 'sign-in' })

const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'

test('a key deleted during a source change: the change is shown as not completed, and finished after signing in', async ({
  page,
  open,
  session,
  source,
  region,
  simulator,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/401/, 'the key was deleted')
  // no import is running that would have to be stopped first
  simulator.clock.advance(600_000)
  await open('/images/source')
  await session.signIn('admin')
  await source.candidate.check()
  await source.connects()
  simulator.use(
    http.post(
      `*/MAAS/api/2.0/${CALLS.import[1]}`,
      ({ request }) => {
        if (request.url.includes('op=import')) session.revoke('admin')
      },
      { once: true },
    ),
  )
  if (await source.useAnyway.isVisible()) await source.useAnyway.check()
  await source.change.click()
  await expect(session.lost).toBeVisible()
  await expectAccessible()
  expect(region.sources().map(({ url }) => url)).toEqual([CANDIDATE])
  await session.signIn('admin')
  // the dialog is still open, and shows the progress of the change
  await expect(source.step('Change the source')).toContainText('done')
  await expect(source.step('Start the import')).toContainText('failed')
  await expect(source.outcome).toBeVisible()
  await expectAccessible()
  await source.finish.click()
  await expect(source.done).toBeVisible()
  expect(region.isImporting()).toBe(true)
  await source.closeIt()
  await expect(page.getByText('Synced from maas.io candidate')).toBeVisible()
})

import { http } from 'msw'
import { selectionOf } from '#e2e/setup/region-state.ts'
import { sessionView } from '#e2e/pages/session.ts'
import { expect, test } from '#e2e/test.ts'

test.use({ access: 'sign-in' })

test('signing out ends the session in every tab, and a sign-out that does not arrive is not claimed to have succeeded', async ({
  page,
  context,
  app,
  watch,
  open,
  session,
  images,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/ERR_CONNECTION/, 'the gateway is away')
  // requests of the other tab that are under way when the session ends are refused
  watch.allow(/401 .*gateway\/(images|region|files)/)
  await open('/images?q=24.04')
  await session.signIn('admin')
  await expect(images.row('24.04 LTS')).toBeVisible()
  await app.stopGateway()
  await session.signOut.click()
  await expect(page.getByText('Could not sign out.')).toBeVisible()
  await app.restartGateway()

  const other = await context.newPage()
  watch.add(other)
  await other.goto(`${app.url}/images?q=22.04`)
  const there = sessionView(other, app)
  await expect(other.getByRole('rowheader', { name: /^22\.04 LTS/ })).toBeVisible()

  await page.bringToFront()
  await session.signOut.click()
  await expect(session.heading).toBeVisible()
  await expect(session.lost).toBeHidden()
  await expect(session.username).toBeFocused()
  await expect(session.signOut).toBeHidden()
  // the device cookie stays, but does not sign anyone in
  expect(await context.cookies()).toMatchObject([{ name: expect.stringContaining('-device-') }])
  await expectAccessible()

  await other.bringToFront()
  await expect(there.heading).toBeVisible()
  await expect(there.lost).toBeVisible()
  await expectAccessible(other)
  await there.signIn('admin')
  await expect(other).toHaveURL(`${app.url}/images?q=22.04`)
  await expect(other.getByRole('rowheader', { name: /^22\.04 LTS/ })).toBeVisible()

  // both tabs share one session
  await page.bringToFront()
  await expect(images.row('24.04 LTS')).toBeVisible()
})

test('after twelve hours and after its key is deleted, a session ends, and the draft is kept', async ({
  page,
  app,
  open,
  pass,
  session,
  images,
  region,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/401.*gateway\/(images|region|files|catalogue)/, 'the session has ended')
  await open('/images?q=04')
  await session.signIn('admin')
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  await expect(images.bar).toContainText('1 image to add')

  await test.step('twelve hours', async () => {
    app.wait(11 * 3_600_000)
    await pass(120)
    await expect(images.bar).toContainText('1 image to add')
    app.wait(3_600_000)
    await pass(120)
    await expect(session.lost).toBeVisible()
    await session.signIn('admin')
    await expect(page).toHaveURL(/q=04/)
    await expect(images.boxIn('Ubuntu 24.04 LTS', 'arm64', 'Selected')).toBeChecked()
  })

  await test.step('a deleted key', async () => {
    await images.box('Ubuntu 26.04 LTS', 'amd64').click()
    await expect(images.bar).toContainText('2 images to add')
    session.revoke('admin')
    await pass(120)
    await expect(session.lost).toBeVisible()
    await expect(session.username).toBeFocused()
    await expectAccessible()
    // also after a reload
    await page.reload()
    await expect(session.heading).toBeVisible()
    await session.signIn('admin')
    await expect(images.bar).toContainText('2 images to add')
    await images.save.click()
    await expect(images.bar).toContainText('Selection saved')
    expect(selectionOf(region, 1)).toEqual(
      expect.arrayContaining(['ubuntu/noble amd64+arm64', 'ubuntu/resolute amd64']),
    )
  })
})

test('another user who signs in on the same tab sees nothing of the previous user', async ({
  page,
  open,
  session,
  images,
  region,
}) => {
  region.users.push({ username: 'second', email: '', admin: true, password: 'another phrase', keys: [] })
  await open()
  await session.signIn('admin')
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  await expect(images.bar).toContainText('1 image to add')
  await session.signOut.click()
  await session.signIn('second')
  await expect(images.row('24.04 LTS')).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('second')
  await expect(images.box('Ubuntu 24.04 LTS', 'arm64')).not.toBeChecked()
  await expect(images.bar).toBeHidden()
  await expect(page.getByText(/^Unsaved selection/)).toHaveCount(0)

  // the previous user sees the question, because someone else was the last one in this tab
  await session.signOut.click()
  await session.signIn('admin')
  await expect(images.notice('Unsaved selection from 09:00 UTC')).toBeVisible()
  await expect(images.bar).toBeHidden()
})

test('when another user signs in on another tab, this tab shows that user too, without the previous draft', async ({
  page,
  context,
  app,
  watch,
  open,
  session,
  images,
  region,
}) => {
  region.users.push({ username: 'second', email: '', admin: true, password: 'another phrase', keys: [] })
  await open()
  await session.signIn('admin')
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  await expect(images.bar).toContainText('1 image to add')

  const other = await context.newPage()
  watch.add(other)
  await other.goto(app.url)
  const there = sessionView(other, app)
  await expect(other.getByRole('rowheader', { name: /^24\.04 LTS/ })).toBeVisible()
  await there.signOut.click()
  await there.signIn('second')

  await page.bringToFront()
  await expect(page.getByRole('banner')).toContainText('second')
  await expect(images.box('Ubuntu 24.04 LTS', 'arm64')).not.toBeChecked()
  await expect(images.bar).toBeHidden()
})

test('a key deleted during a save: completed steps are kept, and the rest stays in the draft and can be saved', async ({
  open,
  session,
  images,
  region,
  simulator,
  expectConsole,
}) => {
  expectConsole(/401/, 'the key was deleted')
  await open()
  await session.signIn('admin')
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await images.box('Ubuntu 25.10', 'amd64').click()
  let asked = 0
  simulator.use(
    http.post('*/MAAS/api/2.0/boot-sources/:id/selections/', () => {
      asked += 1
      if (asked === 2) session.revoke('admin')
      // the region handles requests that are not answered here
    }),
  )
  await images.save.click()
  await expect(session.lost).toBeVisible()
  const added = selectionOf(region, 1).filter((one) => /resolute|questing/.test(one))
  expect(added).toHaveLength(1)
  await session.signIn('admin')
  await expect(images.steps).toHaveText([/^Read.*done/, /done$/, /failed.*not signed in/, /not done yet/])
  await images.bar.getByRole('button', { name: 'Continue' }).click()
  await expect(images.bar).toContainText('Selection saved. The running import also applies these changes.')
  expect(selectionOf(region, 1)).toEqual(
    expect.arrayContaining(['ubuntu/resolute amd64', 'ubuntu/questing amd64']),
  )
  expect(region.isImporting()).toBe(true)
})

test('a key deleted before the import starts: the page remembers the missing import and starts it afterwards', async ({
  open,
  session,
  images,
  region,
  simulator,
  expectConsole,
}) => {
  expectConsole(/401/, 'the key was deleted')
  await open()
  await session.signIn('admin')
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  simulator.use(http.post('*/MAAS/api/2.0/boot-resources/', () => session.revoke('admin'), { once: true }))
  await images.save.click()
  await expect(session.lost).toBeVisible()
  expect(selectionOf(region, 1)).toContain('ubuntu/resolute amd64')
  await session.signIn('admin')
  await expect(images.bar).toContainText('MAAS has not confirmed the import after the last save.')
  await images.bar.getByRole('button', { name: 'Continue' }).click()
  await expect(images.bar).toContainText('Selection saved. The running import also applies these changes.')
  expect(region.isImporting()).toBe(true)
})

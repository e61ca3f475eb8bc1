import { sessionView } from '#e2e/pages/session.ts'
import { expect, test } from '#e2e/test.ts'

test.use({ access: 'sign-in' })

test('an empty field, an unknown key and a wrong password are reported, and the password can be retyped immediately', async ({
  page,
  open,
  session,
  images,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/403.*gateway\/session/, 'key and password are wrong')
  await open()
  await test.step('an empty field shows an error and gets the focus', async () => {
    await session.submit.click()
    await expect(session.username).toHaveAccessibleDescription('Enter your MAAS user name.')
    await expect(session.password).toHaveAccessibleDescription(/^Enter your MAAS password\./)
    await expect(session.username).toBeFocused()
    await expectAccessible()

    await session.username.fill('admin')
    await expect(session.password).toHaveAccessibleDescription(/^Used once/)
    await session.submit.click()
    await expect(session.password).toBeFocused()

    await session.byKey.check()
    await session.submit.click()
    await expect(session.key).toBeFocused()
    await expect(session.key).toHaveAccessibleDescription(/^Paste an API key of your MAAS user\./)
    await session.key.fill('onlyhalf:ofakey')
    await session.submit.click()
    await expect(session.key).toBeFocused()
    await expect(session.key).toHaveAccessibleDescription(/^An API key has three parts/)
    await expect(session.key).toHaveValue('onlyhalf:ofakey')
    await expectAccessible()
  })

  await test.step('an unknown key', async () => {
    await session.key.fill('nosuchconsumer12345:nosuchtoken1234567:nosuchsecret1234567890123456789')
    await session.submit.click()
    await expect(session.refusal).toContainText('MAAS does not accept this API key. It may have been deleted')
    await expect(session.key).toBeFocused()
    await expectAccessible()
  })

  await test.step('a wrong password', async () => {
    await session.byPassword.check()
    // the other form was left unchanged
    await expect(session.username).toHaveValue('admin')
    await session.password.fill('wrong')
    await session.submit.click()
    await expect(session.refusal).toContainText('MAAS has no active user with this name and password.')
    await expect(session.username).toHaveValue('admin')
    await expect(session.password).toHaveValue('wrong')
    await expect(session.password).toBeFocused()
    await expectAccessible()
    // the wrong password is selected, so typing replaces it
    await page.keyboard.type('admin')
    await page.keyboard.press('Enter')
    await expect(images.row('24.04 LTS')).toBeVisible()
  })
})

test('after too many tries, the page says how long to wait, and a browser that has signed in before does not have to', async ({
  app,
  open,
  openAnother,
  session,
  images,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/40[3].*gateway\/session/, 'the password is wrong')
  expectConsole(/429.*gateway\/session/, 'one time too many')
  await open()
  await session.signIn('admin')
  // requests that are under way when a session ends are refused
  await expect(images.row('24.04 LTS')).toBeVisible()
  await session.signOut.click()
  await expect(session.heading).toBeVisible()

  const another = await openAnother()
  const other = sessionView(another, app)
  await other.username.fill('admin')
  for (let tried = 0; tried < 10; tried += 1) {
    await other.password.fill(`wrong ${tried}`)
    await other.submit.click()
    await expect(other.password).toBeFocused()
    await expect(other.refusal).toContainText('MAAS has no active user')
  }
  await other.password.fill('admin')
  await other.submit.click()
  await expect(other.refusal).toContainText(
    'Too many sign-ins failed. Try again in 10 minutes. Browsers you have signed in with before do not have to wait.',
  )
  await expect(other.username).toHaveValue('admin')
  await expectAccessible(another)

  await session.signIn('admin')
  await expect(images.row('24.04 LTS')).toBeVisible()

  app.wait(9 * 60_000 + 1_000)
  await other.submit.click()
  await expect(other.refusal).toContainText('Try again in a minute.')
  app.wait(60_000)
  await other.submit.click()
  await expect(another.getByRole('rowheader', { name: /^24\.04 LTS/ })).toBeVisible()
})

test('an unreachable MAAS and an unreachable gateway are reported, entries are kept, and the message disappears with an answer', async ({
  app,
  page,
  simulator,
  open,
  session,
  images,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/50[24].*gateway\/session/, 'the region is away')
  expectConsole(/403.*gateway\/session/, 'the password is wrong')
  expectConsole(/gateway\/session.*ERR_CONNECTION|ERR_CONNECTION.*gateway\/session/, 'the gateway is away')
  simulator.setOffline(true)
  await open()
  const away = page.getByRole('status').filter({ hasText: 'This MAAS does not answer' })
  await expect(away).toBeVisible()
  await expectAccessible()
  await session.username.fill('admin')
  await session.password.fill('admin')
  await session.submit.click()
  await expect(session.refusal).toContainText('Could not sign in')
  await expect(session.refusal).toContainText(/MAAS|region/)
  await expect(session.username).toHaveValue('admin')
  await expect(session.password).toHaveValue('admin')
  await expect(session.submit).toBeFocused()
  await expectAccessible()
  simulator.setOffline(false)
  await session.password.fill('wrong')
  await session.submit.click()
  await expect(session.refusal).toContainText('MAAS has no active user')
  await expect(away).toBeHidden()

  await test.step('the gateway', async () => {
    await session.password.fill('admin')
    await app.stopGateway()
    await session.submit.click()
    await expect(session.refusal).toContainText('The gateway of this page does not answer.')
    await expect(session.password).toHaveValue('admin')
    await expect(session.submit).toBeFocused()
    await expectAccessible()
    await app.restartGateway()
    await session.submit.click()
    await expect(images.row('24.04 LTS')).toBeVisible()
  })
})

test('if the gateway does not say who is signed in, the page offers another try', async ({
  page,
  open,
  session,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/500.*gateway\/session/, 'a gateway that fails')
  await page.route('**/gateway/session', (route) => route.fulfill({ status: 500, body: 'oops' }))
  await open()
  // the page first tries once more
  await page.clock.runFor(1_000)
  await expect(page.getByRole('heading', { name: 'Could not check your session' })).toBeVisible()
  await expectAccessible()
  await page.unroute('**/gateway/session')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(session.heading).toBeVisible()
})

// all other flows use the light theme
test.describe('a screen of 320 pixels in the dark theme', () => {
  test.use({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' })

  test('signs in without scrolling sideways', async ({
    page,
    open,
    session,
    images,
    expectAccessible,
    expectConsole,
  }) => {
    const expectNarrow = async () =>
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    expectConsole(/403.*gateway\/session/, 'the password is wrong')
    await open()
    await session.submit.click()
    await expectNarrow()
    await expectAccessible()
    await session.username.fill('admin')
    await session.password.fill('wrong')
    await session.submit.click()
    await expect(session.refusal).toBeVisible()
    await expectNarrow()
    await expectAccessible()
    await session.byKey.check()
    await expectNarrow()
    await session.byPassword.check()
    await session.signIn('admin')
    await expect(images.search).toBeVisible()
    await expect(session.signOut).toBeVisible()
    await expectNarrow()
    await expectAccessible()
  })
})

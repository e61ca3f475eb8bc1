import { apiKeyOf } from '#simulator/state/users.ts'
import { hasStoredRecords, storedRecords } from '#e2e/setup/stored-records.ts'
import { expect, test } from '#e2e/test.ts'

test.use({ access: 'sign-in' })

test('signing in with name and password leads to the requested page, and lasts after a reload', async ({
  page,
  context,
  app,
  region,
  open,
  session,
  images,
  expectAccessible,
}) => {
  // a password that the search for secrets can find
  for (const user of region.users) user.password = `${user.username} wears 4711 green hats`
  await open('/images?q=24.04')
  await expect(session.heading).toBeVisible()
  await expect(page).toHaveTitle('Sign in | MAAS')
  await expect(page.getByRole('main')).toContainText('/MAAS (3.5.13)')
  await expect(session.username).toBeFocused()
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link')).toHaveCount(0)
  await expectAccessible()

  await session.signIn('admin')
  await expect(page).toHaveURL(`${app.url}/images?q=24.04`)
  await expect(images.search).toHaveValue('24.04')
  await expect(images.row('24.04 LTS')).toBeVisible()
  await expect(session.signOut).toBeVisible()

  await page.reload()
  await expect(images.row('24.04 LTS')).toBeVisible()

  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  await hasStoredRecords(page)

  // nothing of the session is accessible to scripts
  const reachable = await page.evaluate(() => [
    document.cookie,
    JSON.stringify(localStorage),
    JSON.stringify(sessionStorage),
    document.documentElement.outerHTML,
    location.href,
  ])
  expect(reachable.slice(0, 3)).toEqual(['', '{}', '{}'])
  reachable.push(...(await storedRecords(page)))
  for (const secret of app.secrets()) expect(reachable.join('\n')).not.toContain(secret)
  // the session cookie and the device cookie
  const cookies = await context.cookies()
  expect(cookies).toHaveLength(2)
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    for (const secret of app.secrets()) expect(cookie.value).not.toContain(secret)
    expect(app.log.join('\n')).not.toContain(cookie.value)
  }
})

test('an API key signs in, even if it was pasted with a line break', async ({
  region,
  open,
  session,
  images,
}) => {
  const [admin] = region.users
  await open()
  await session.byKey.check()
  await session.key.fill(` ${admin ? apiKeyOf(admin) : ''} `)
  await session.submit.click()
  await expect(images.row('24.04 LTS')).toBeVisible()
})

test('signing in leads to the requested page', async ({ page, app, open, session }) => {
  for (const path of ['/images/source', '/sources', '/sources/1', '/sources/add']) {
    await test.step(path, async () => {
      // without a page, no request of it can end up without its cookie
      await page.goto('about:blank')
      await page.context().clearCookies()
      await open(path)
      await session.signIn('admin')
      await expect(page).toHaveURL(app.url + path)
      if (path === '/sources') {
        await expect(page.getByRole('heading', { name: 'Boot sources' })).toBeVisible()
        await expect(page.locator('#main')).toBeFocused()
      } else await expect(page.getByRole('dialog')).toBeVisible()
    })
  }
})

test('signing in works by keyboard alone', async ({ page, open, session, images, expectAccessible }) => {
  await open()
  await expect(session.username).toBeFocused()
  await page.keyboard.type('admin')
  await page.keyboard.press('Tab')
  await page.keyboard.type('nonsense')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await expect(session.byPassword).toBeFocused()
  await page.keyboard.press('ArrowDown')
  // the user is still choosing, so the focus stays there
  await expect(session.byKey).toBeChecked()
  await expect(session.byKey).toBeFocused()
  await expectAccessible()
  await page.keyboard.press('ArrowUp')
  await expect(session.byPassword).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(session.username).toBeFocused()
  await expect(session.username).toHaveValue('admin')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('admin')
  await page.keyboard.press('Enter')
  await expect(images.row('24.04 LTS')).toBeVisible()
  // a screen reader continues at the requested page
  await expect(page.locator('#main')).toBeFocused()
})

test('a user who is not an administrator sees once what that means, and continues', async ({
  page,
  open,
  session,
  images,
  expectAccessible,
}) => {
  await open('/images?q=ubuntu')
  await session.signIn('operator')
  await expect(page.getByRole('heading', { name: 'Signed in as operator' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('operator is not an administrator of this MAAS')
  await expectAccessible()
  await expect(page.locator('#main')).toBeFocused()
  await page.getByRole('button', { name: 'Go to the images' }).click()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  await expect(page.locator('#main')).toBeFocused()
  await expect(images.search).toHaveValue('ubuntu')
  await page.reload()
  await expect(images.row('22.04 LTS')).toContainText('synced')
})

import { expect, test } from '#e2e/test.ts'

test.use({ access: 'fixed-key' })

test('if the gateway has its own key, no one signs in or out', async ({
  page,
  context,
  open,
  images,
  session,
}) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await open()
  await expect(images.row('24.04 LTS')).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('admin')
  await expect(page.getByText('Embedded region')).toBeHidden()
  await expect(session.signOut).toBeHidden()
  expect(asked).not.toContain('/gateway/session')
  expect(await context.cookies()).toEqual([])
})

test('if MAAS no longer accepts the gateway’s key, the page says so and what to do', async ({
  page,
  open,
  pass,
  images,
  session,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/gateway\/(images|region|files)/, 'the key was deleted')
  await open()
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  session.revoke('admin')
  await pass(120)
  const notice = page
    .getByRole('alert')
    .or(page.getByRole('status'))
    .filter({ hasText: /API key/ })
  await expect(notice.first()).toContainText(
    'MAAS does not accept the API key of this server. Start it again with a valid MAAS_API_KEY.',
  )
  await expect(session.heading).toBeHidden()
  await expectAccessible()

  await page.reload()
  await expect(notice.first()).toBeVisible()
  await expectAccessible()
})

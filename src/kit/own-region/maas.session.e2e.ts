import type { Page } from '@playwright/test'
import { expect, test as base } from './maas-test.ts'

/** Every user signs in, here with an API key, so that no password is needed. */
const test = base.extend({ at: async ({ signInProduct }, use) => use(signInProduct.url) })

const heading = (page: Page) => page.getByRole('heading', { name: 'Sign in', level: 1 })

/** Playwright's own `fill` would write the key into the report, as would a page that shows it when the flow fails. */
async function signIn(page: Page, apiKey: string): Promise<void> {
  const main = page.getByRole('main')
  await main.getByRole('radio', { name: 'API key' }).check()
  const box = main.getByRole('textbox', { name: 'API key' })
  await box.fill('')
  await box.focus()
  await box.evaluate((_, text) => document.execCommand('insertText', false, text), apiKey)
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/gateway/session'),
  )
  await main.getByRole('button', { name: 'Sign in' }).click()
  if (!(await answered).ok()) await box.fill('')
}

test('a wrong API key is refused, the right one signs in, and signing out ends the session', async ({
  page,
  open,
  watch,
  maas,
  images,
  expectAccessible,
}) => {
  const user = await maas.user()
  await open('/images')
  await expect(heading(page)).toBeVisible()
  await expectAccessible()

  watch.expect(/403/, 'MAAS does not know this key')
  await signIn(page, 'wrong:wrong:wrong')
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  await signIn(page, process.env['MAAS_API_KEY'] ?? '')
  await expect(page.getByText(user.username, { exact: true })).toBeVisible()
  // the product first shows such a user what they can do
  if (!user.is_superuser) await page.getByRole('button', { name: 'Go to the images' }).click()
  await expect(images.grid.or(page.getByText('Nothing')).first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Change source' })).toHaveCount(user.is_superuser ? 1 : 0)

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(heading(page)).toBeVisible()
  await open('/sources')
  await expect(heading(page)).toBeVisible()
})

test('a user who is not an administrator sees the images and can change nothing', async ({
  page,
  open,
  images,
}) => {
  const key = process.env['MAAS_OPERATOR_KEY']
  test.skip(!key, 'MAAS_OPERATOR_KEY, the API key of a user who is not an administrator, is not set')
  await open('/images')
  await signIn(page, key ?? '')
  await page.getByRole('button', { name: 'Go to the images' }).click()
  await expect(page.getByText('Read-only access')).toBeVisible()
  await expect(images.grid.getByRole('rowheader').first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Change source' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^(Import now|Stop import)$/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  for (const box of await images.grid.getByRole('checkbox').all())
    await expect(box).toHaveAttribute('aria-disabled', 'true')
})

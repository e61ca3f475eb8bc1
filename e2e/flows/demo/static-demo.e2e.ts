import { expect, test } from '#e2e/demo-test.ts'
import { firstLoadOf } from '#e2e/setup/demo.ts'

test('the page of the demo is at most 60 kB larger than that of the product, its worker beside it', () => {
  expect(firstLoadOf('dist-demo') - firstLoadOf('dist/page')).toBeLessThan(60_000)
})

test('the static demo runs below a path of a file server, keeps what a visitor changes, and starts over', async ({
  demo,
  page,
  images,
  expectAccessible,
}) => {
  await test.step('without a service worker it says why it cannot start', async () => {
    await page.addInitScript(() => {
      if (location.hash === '#without') Reflect.deleteProperty(Navigator.prototype, 'serviceWorker')
    })
    await page.goto(`${demo.url}#without`)
    await expect(page.getByRole('heading', { name: 'The demo cannot start', level: 1 })).toBeVisible()
    await expect(page.getByRole('alert')).toContainText('The demo needs a service worker')
    await expectAccessible()
  })

  await test.step('it opens at the images, signed in', async () => {
    await page.goto(`${demo.url}index.html`)
    await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeChecked()
    await expect(page).toHaveURL(`${demo.url}images`)
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Demo', exact: true })).toBeVisible()
    await expect(page.getByText(/^Preflight: /)).toBeVisible()
    await expectAccessible()
  })

  await test.step('a worker that the browser ends goes on with what was saved', async () => {
    await images.box('Ubuntu 26.04 LTS', 'amd64').click()
    await images.save.click()
    await expect(images.bar).toContainText('Selection saved.')
    await demo.endWorker()
    await page.reload()
    await demo.control().runUntilIdle()
    await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Synced')).toBeChecked()
  })

  await test.step('signing out shows the sign-in page, where name and password of the demo work', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('textbox', { name: 'User name' }).fill('admin')
    await page.getByRole('textbox', { name: 'Password' }).fill('admin')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Synced')).toBeChecked()
  })

  await test.step('it starts over as it was at first', async () => {
    await demo.control().reset({ scenario: 'default' })
    await page.reload()
    await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Not selected')).not.toBeChecked()
  })
})

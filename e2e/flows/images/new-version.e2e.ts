import { expect, test } from '#e2e/test.ts'

test(
  'a version that the source publishes is shown as an update, and is downloaded',
  { tag: '@demo' },
  async ({ open, images, control, pass, page }) => {
    await control.runUntilIdle()
    await control.changeStream({
      name: 'stable',
      change: { kind: 'publish', os: 'ubuntu', release: 'jammy', version: '20261201' },
    })
    await open('/images?q=22.04')
    await expect(images.row('22.04 LTS')).toContainText('1 update available')
    await images.order('Import now')
    await pass(600)
    await expect(images.row('22.04 LTS')).toContainText('Synced')
    await images.opener('22.04 LTS').click()
    await expect(page.getByText('20261201').first()).toBeVisible()
  },
)

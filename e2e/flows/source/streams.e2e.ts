import { http, HttpResponse } from 'msw'
import { expect, test } from '#e2e/test.ts'

test('images that a mirror lists without their files are marked, and selecting one warns that MAAS cannot import it', async ({
  page,
  open,
  images,
  region,
  expectAccessible,
}) => {
  region.updateSource(1, { url: 'http://mirror.example.com/ubuntu/' })
  await open('/images?q=22.04')
  const mirrored = images.row('22.04 LTS Jammy Jellyfish')
  await expect(mirrored.getByRole('gridcell', { name: 'Missing' }).first()).toBeVisible()
  await expectAccessible()

  await test.step('the mirror’s own image is not marked', async () => {
    await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeVisible()
  })

  await test.step('when selected, it needs attention before saving', async () => {
    await images.boxIn('Ubuntu 22.04 LTS', 's390x', 'Missing on the mirror').click()
    await expect(mirrored).toContainText('1 missing on the mirror')
    await page.getByLabel('State', { exact: true }).selectOption({ label: 'Needs attention' })
    await expect(images.row('22.04 LTS')).toHaveCount(1)
    await expectAccessible()
  })
})

test.describe('a region with a mirror beside maas.io', () => {
  test.use({ scenario: 'two-sources' })

  test('each source shows who signed it, whether MAAS accepts it, and which files exist', async ({
    page,
    open,
    expectAccessible,
  }) => {
    await open('/sources')
    const [maasIo, mirror] = [
      page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'maas.io', exact: true }) }),
      page
        .getByRole('listitem')
        .filter({ has: page.getByRole('heading', { name: 'mirror.example.com/ubuntu' }) }),
    ]
    await maasIo.getByText('Source details of maas.io').click()
    await expect(maasIo).toContainText('Trusted.')
    await expect(maasIo).toContainText('MAAS accepts it.')
    await expect(maasIo).toContainText('Signed by MAAS Images demo streams')
    await expect(maasIo).toContainText('19 releases, 87 images')
    await expect(maasIo).toContainText('4 bootloaders')
    await mirror.getByText(/^Source details of /).click()
    await expect(mirror).toContainText(
      /listed images are missing on the mirror\. .*According to the mirror’s records; a sample of \d+ files was found\./,
    )
    await expectAccessible()
  })
})

test('strings of a stream stay plain text: no markup, no reversed text, no links', async ({
  page,
  open,
  images,
  region,
  simulator,
  pass,
  expectAccessible,
}) => {
  region.updateSource(1, { url: 'http://images.maas.io/ephemeral-v3/stable/streams/v1/index.json' })
  simulator.use(
    http.get('*/streams/stable/streams/v1/com.ubuntu.maas*v3*download.json', async ({ request }) => {
      simulator.resetHandlers()
      const answer = await fetch(new URL(new URL(request.url).pathname, simulator.maasUrl))
      const hostile = '<img src=x onerror=alert(1)>\u202Etxt'
      const text = (await answer.text())
        .replaceAll('24.04 LTS', hostile)
        .replaceAll('Noble Numbat', 'javascript:alert(1)')
      return new HttpResponse(text)
    }),
  )
  await open()
  const row = images.row('<img src=x onerror=alert(1)>')
  await expect(row).toContainText('\uFFFDtxt')
  await expect(row).toContainText('javascript:alert(1)')
  expect(await page.locator('main img').count()).toBe(0)
  expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
  await expectAccessible()
  await pass(1)
})

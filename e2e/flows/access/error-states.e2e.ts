import { http, HttpResponse } from 'msw'
import { expect, test } from '#e2e/test.ts'

test('a bad address does not break the page', async ({ page, open, images }) => {
  // several addresses in one flow
  test.slow()
  for (const query of [
    'sort=nonsense&order=sideways&state=&arch=&os=%00',
    'q=%5B%28%2A%5C&open=1&open=1%2Fubuntu%2Fnoble&selected=maybe',
    `q=${'x'.repeat(300)}&arch=${'y'.repeat(300)}`,
  ]) {
    await test.step(query.slice(0, 40), async () => {
      await open(`/images?${query}`)
      await expect(page.getByRole('heading', { name: 'Images', level: 1 })).toBeVisible()
      await expect(
        page.getByRole('region', { name: 'Search and filters' }).getByRole('status'),
      ).toContainText('releases')
      const clear = page.getByRole('button', { name: 'Clear filters' })
      if (await clear.isVisible()) await clear.click()
      await expect(images.row('26.04 LTS')).toBeVisible()
    })
  }
})

test('while the region is being read, the page reserves the space of the table', async ({
  page,
  open,
  images,
  simulator,
  expectAccessible,
}) => {
  let answer = () => {}
  const answered = new Promise<void>((resolve) => (answer = resolve))
  simulator.use(http.get('*/MAAS/api/2.0/boot-resources/', () => answered))
  await open()
  await expect(page.getByRole('heading', { name: 'Images', level: 1 })).toBeVisible()
  await expect(page.getByRole('status', { name: 'Loading images' })).toBeVisible()
  await expectAccessible()
  answer()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  await expect(page.getByRole('status', { name: 'Loading images' })).toBeHidden()
})

test('if a source cannot be read, the region’s images are still shown', async ({
  page,
  open,
  images,
  simulator,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/50\d.*gateway\/catalogue/, 'the source does not answer')
  simulator.use(http.get('*/streams/*', () => HttpResponse.error()))
  await open()
  const notice = page.getByText('Could not read the boot source “maas.io”')
  await expect(notice).toBeVisible()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  await expectAccessible()
  simulator.resetHandlers()
  await page.getByRole('button', { name: 'Read source again' }).click()
  await expect(notice).toBeHidden()
  await expect(images.box('Ubuntu 26.04 LTS', 'amd64')).toBeVisible()
})

test('an answer that cannot be parsed is reported, not shown', async ({
  page,
  open,
  simulator,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/50\d.*gateway\//, 'the region’s answer cannot be parsed')
  simulator.use(http.get('*/MAAS/api/2.0/boot-sources/', () => HttpResponse.html('<h1>It works!</h1>')))
  await open()
  await expect(page.getByRole('alert').filter({ hasText: 'Could not read the images' })).toBeVisible()
  await expect(page.getByText('It works!')).toBeHidden()
  await expectAccessible()
})

test('if MAAS refuses to stop an import, the button stays and the page says why', async ({
  page,
  open,
  images,
  simulator,
  pass,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/50\d.*boot-resources/, 'the region refuses to stop')
  await open()
  simulator.use(
    http.post(
      '*/MAAS/api/2.0/boot-resources/',
      () => new HttpResponse('Database is locked', { status: 503 }),
    ),
  )
  const stop = page.getByRole('button', { name: 'Stop import' })
  await stop.click()
  await expect(page.getByRole('alert').filter({ hasText: 'Could not stop the import' })).toBeVisible()
  await expect(stop).toBeVisible()
  await expectAccessible()
  simulator.resetHandlers()
  await images.order('Stop import')
  await pass(5)
  await expect(page.getByRole('button', { name: 'Import now' })).toBeVisible()
  await expect(page.getByText('Could not stop the import')).toBeHidden()
})

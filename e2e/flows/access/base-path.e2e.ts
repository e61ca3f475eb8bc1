import { expect, test } from '#e2e/test.ts'

for (const access of ['embedded', 'sign-in'] as const) {
  test.describe(`below its own path, ${access}`, () => {
    test.use({ basePath: '/ui/', access })

    test('links, files, dialogs and the session stay below it', async ({
      page,
      context,
      app,
      open,
      images,
      source,
      session,
    }) => {
      expect(app.url).toMatch(/\/ui$/)
      const { origin } = new URL(app.url)
      const asked: string[] = []
      page.on('request', (request) => asked.push(new URL(request.url()).pathname))

      // without the slash at the end
      await open('')
      if (access === 'sign-in') {
        await session.signIn('admin')
        const guarded = { path: '/ui/', httpOnly: true }
        expect(await context.cookies()).toMatchObject([guarded, guarded])
      }
      await expect(page).toHaveURL(`${app.url}/images`)
      await expect(images.row('24.04 LTS')).toBeVisible()

      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Boot sources' }).click()
      await expect(page).toHaveURL(`${app.url}/sources`)
      await expect(page.getByRole('heading', { name: 'Boot sources' })).toBeVisible()
      await page.reload()
      await expect(page.getByRole('heading', { name: 'Boot sources' })).toBeVisible()
      await page.getByRole('banner').getByRole('link', { name: 'MAAS Images' }).click()
      await expect(page).toHaveURL(`${app.url}/images`)

      await page.goto(`${app.url}/images/source`)
      await source.candidate.check()
      await source.connects()
      await source.cancel.click()
      await expect(page).toHaveURL(`${app.url}/images`)

      await images.box('Ubuntu 24.04 LTS', 'arm64').click()
      await images.save.click()
      await expect(images.bar).toContainText('Selection saved')

      if (access === 'sign-in') {
        await session.signOut.click()
        await expect(session.heading).toBeVisible()
        expect(await context.cookies()).toMatchObject([{ name: expect.stringContaining('-device-') }])
      }
      expect(asked.filter((path) => !path.startsWith('/ui/') && path !== '/ui')).toEqual([])

      // another product on the same host is not affected
      expect((await fetch(`${origin}/other`)).status).toBe(404)
    })
  })
}

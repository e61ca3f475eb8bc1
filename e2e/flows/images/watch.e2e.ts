import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test as base } from '@playwright/test'
import { accessibilityFaults } from '#kit/playwright/accessible.ts'
import { createWatch } from '#kit/playwright/watch.ts'
import type { Watch } from '#kit/playwright/watch.ts'

/* Tests the watch and axe, which all flows rely on, with faulty pages: if they saw nothing, every flow would pass. */

const test = base.extend<{ show: (body: string) => Promise<Watch> }>({
  show: async ({ page }, use) => {
    let html = ''
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/broken' ? 500 : 200
      response.setHeader('Content-Security-Policy', "default-src 'self' 'unsafe-inline'; img-src * data:")
      response.setHeader('Content-Type', 'text/html')
      response.end(request.url === '/' ? html : '')
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await use(async (body) => {
      html = `<!doctype html><link rel="icon" href="data:,"><title>page</title>${body}`
      const watch = createWatch(() => origin)
      watch.add(page)
      await page.goto(`${origin}/`)
      return watch
    })
    server.closeAllConnections()
    server.close()
  },
})

const FAULTS: [what: string, body: string, fault: RegExp][] = [
  ['a console error', '<script>console.error("boom")</script>', /^console error: boom/],
  ['a console warning', '<script>console.warn("hm")</script>', /^console warning: hm/],
  ['an exception', '<script>throw new Error("lost")</script>', /^exception: Error: lost/],
  ['an unhandled rejection', '<script>Promise.reject(new Error("late"))</script>', /^exception: Error: late/],
  ['an answer of 500', '<script>fetch("/broken")</script>', /^console error: .*500.*\(\/broken/],
  [
    'a violated policy',
    '<script src="data:text/javascript,1"></script>',
    /^console error: .*Content Security Policy/,
  ],
  ['a foreign host', '<img src="http://127.0.0.1:1/x.png" alt="">', /^request to another host: http:\/\/127/],
  ['a failed request', '<img src="http://127.0.0.1:1/x.png" alt="">', /^request failed: GET \/x.png net::/],
]

test('the watch sees each fault of a page', async ({ show }) => {
  for (const [what, body, fault] of FAULTS) {
    await test.step(what, async () => {
      const watch = await show(body)
      await expect.poll(() => watch.faults()).toContainEqual(expect.stringMatching(fault))
    })
  }
})

test('the watch finds no fault with a quiet page', async ({ show, page }) => {
  const watch = await show('<p>quiet</p><script>console.log("fine"); fetch("/data")</script>')
  await expect(page.getByText('quiet')).toBeVisible()
  expect(watch.faults()).toEqual([])
})

test('a fault that a test declares is accepted, and a declared fault that never happens is reported', async ({
  show,
}) => {
  const watch = await show('<script>console.error("boom")</script>')
  watch.expect(/boom/, 'provoked here')
  await expect.poll(() => watch.faults()).toEqual([])
  watch.expect(/never/, 'a leftover')
  expect(watch.faults()).toEqual(['expected (a leftover) but never happened: /never/'])
})

test('axe sees faults of a page, and only those of its dialog while one is open', async ({ show, page }) => {
  const image = '<img src="data:,">'
  await show(`<html lang="en"><main>${image}</main>`)
  expect(await accessibilityFaults(page)).toEqual([expect.stringMatching(/^image-alt \(.+\) at img: .+/)])
  await show(`<html lang="en"><main>${image}</main><div role="dialog" aria-label="D"><button></button></div>`)
  expect(await accessibilityFaults(page)).toEqual([expect.stringMatching(/^button-name .* at button: /)])
  expect(await accessibilityFaults(page, 'whole page')).toHaveLength(2)
})

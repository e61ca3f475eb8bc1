import { expect, test as base } from '@playwright/test'
import { leakedIn } from '#testing/hostile/leaks.ts'
import { startApp } from '#e2e/setup/app.ts'
import { builtFiles, secretsIn } from '#e2e/setup/dist-check.ts'
import { createWatch } from '#kit/playwright/watch.ts'
import { test } from '#e2e/test.ts'

/*
 * Tests the search for secrets that ends every flow (test.ts), with answers that contain some: if it found nothing,
 * every flow would still pass.
 */

const SECRET = 'Zq7wLmN4xKp2vRt8YbC3dFg6'
const LEAKS: [where: string, headers: Record<string, string>, body: string][] = [
  ['in a body', {}, `{"token_secret":"${SECRET}"}`],
  ['in a header', { 'X-Upstream': `OAuth oauth_signature="%26${SECRET}"` }, '{}'],
  ['in base64, among other things', {}, JSON.stringify({ cookie: btoa(`{"key":"${SECRET}","more":1}`) })],
]
base('a secret is found in every part of an answer', async ({ page }) => {
  for (const [where, headers, body] of LEAKS) {
    await base.step(where, async () => {
      const watch = createWatch(() => 'http://127.0.0.1:1')
      watch.add(page)
      await page.unrouteAll()
      await page.route('**/*', (route) => route.fulfill({ headers, body, contentType: 'application/json' }))
      await page.goto('http://127.0.0.1:1/')
      expect(leakedIn(await watch.heard(), [SECRET])).toEqual([SECRET])
      expect(leakedIn(await watch.heard(), ['another secret that is not there'])).toEqual([])
    })
  }
})

base('a secret is found on the console', async ({ page }) => {
  const watch = createWatch(() => 'http://127.0.0.1:1')
  watch.add(page)
  const logged = page.waitForEvent('console')
  await page.evaluate((text) => console.log(text), `signed with ${SECRET}`)
  await logged
  expect(leakedIn(await watch.heard(), [SECRET])).toEqual([SECRET])
})

test('requests of a flow are recorded and logged, so that there is something to search', async ({
  app,
  open,
  images,
  watch,
}) => {
  await open()
  await images.row('24.04 LTS').waitFor()
  expect(await watch.heard()).toContain('commissioningRelease')
  expect(app.log.join('\n')).toContain('/gateway/region')
  expect(app.secrets().size).toBeGreaterThan(5)
})

base('no built file holds a secret of an embedded region, and a planted one is found', async () => {
  const app = await startApp('default')
  const secrets = app.secrets()
  await app.close()
  const files = builtFiles()
  expect(files.length).toBeGreaterThan(10)
  expect(files.flatMap((file) => secretsIn(file, secrets))).toEqual([])
  const [secret = ''] = [...secrets].filter((one) => one.length === 32)
  expect(secretsIn({ path: 'x.js', text: `const key="${secret}"` }, secrets)).toEqual([
    'x.js holds a secret of a region',
  ])
  const key = `${'a'.repeat(18)}:${'b'.repeat(18)}:${'c'.repeat(32)}`
  expect(secretsIn({ path: 'x.js', text: `const key="${key}"` })).toEqual(['x.js holds an API key'])
})

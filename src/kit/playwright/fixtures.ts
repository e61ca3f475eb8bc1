import { expect, test as base } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { startProduct, type Access, type Product } from '#kit/gateway.ts'
import { startRegion, type ControlClient, type Region, type RegionVersion } from '#kit/region.ts'

/** What a test can choose with `test.use()`. */
export type KitOptions = {
  /** The state of the region when the test begins: `test.use({ scenario: 'fresh' })`. */
  scenario: string
  /** The version of MAAS; null: that of the scenario. */
  version: RegionVersion | null
  /** How many times as fast as the wall clock the region's time runs; 0: it stands still until the test moves it. */
  speed: number
  /** Whose API key the product uses: `sign-in`, `fixed-key` or `embedded` (the region's own, without sign-in). */
  access: Access
  /** The path of the page, with a slash at both ends: `test.use({ basePath: '/ui/' })`. */
  basePath: string
  /** Hosts that boot sources may be read from in addition to the region's own: `['127.0.0.1']`. */
  streamHosts: string[]
}

/** What a test gets. Each test has a region and a product of its own. */
export type KitFixtures = {
  /** The embedded MAAS region. */
  region: Region
  /** Changes the region from outside while the test runs: the client of its control API. */
  control: ControlClient
  /** The product in front of the region; `page.goto('/images')` opens its Images page. */
  product: Product
  /** The Images page in a browser of its own, signed in as `admin`. */
  asAdmin: Page
  /** The Images page in a browser of its own, signed in as `operator`, who is not an administrator. */
  asOperator: Page
}

/** Playwright's `test` with a region, the product in front of it, and signed-in pages. */
export const test = base.extend<KitOptions & KitFixtures>({
  scenario: ['default', { option: true }],
  version: [null, { option: true }],
  speed: [0, { option: true }],
  access: ['sign-in', { option: true }],
  basePath: ['/', { option: true }],
  streamHosts: [[], { option: true }],

  region: async ({ scenario, version, speed }, use) => {
    const region = await startRegion({ scenario, speed, ...(version && { version }) })
    await use(region)
    await region.close()
  },
  control: async ({ region }, use) => use(region.control),
  product: async ({ region, access, basePath, streamHosts }, use) => {
    const product = await startProduct({ region, access, basePath, streamHosts })
    await use(product)
    await product.close()
  },
  // with a base path, `page.goto('images')` stays below it
  baseURL: async ({ product }, use) => use(`${product.url}/`),

  asAdmin: async ({ browser, product, access }, use) =>
    withPage(browser, async (page) => {
      if (access === 'sign-in') await signIn(page, product, 'admin')
      await page.goto(`${product.url}/images`)
      await use(page)
    }),
  asOperator: async ({ browser, product, access }, use) => {
    expect(access, 'asOperator signs in, so the product has to let users sign in').toBe('sign-in')
    await withPage(browser, async (page) => {
      await signIn(page, product, 'operator')
      await page.goto(`${product.url}/images`)
      await use(page)
    })
  },
})

async function withPage(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext()
  await work(await context.newPage())
  await context.close()
}

/** As the sign-in page does it; passwords of the embedded region are the user names. */
async function signIn(page: Page, { url }: Product, username: string): Promise<void> {
  const answer = await page.request.post(`${url}/gateway/session`, {
    headers: { 'X-MAAS-Images': '1', Origin: new URL(url).origin },
    data: { kind: 'password', username, password: username },
  })
  expect(answer.ok(), `signing in as ${username}: ${await answer.text()}`).toBe(true)
}

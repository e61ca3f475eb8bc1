import { ChangeSource, expect, ImagesPage, test as kit } from '#kit/playwright.ts'
import type { Page } from '@playwright/test'
import type { Region } from '#kit/region.ts'
import type { Simulator } from '#simulator/serve.ts'
import { leakedIn } from '#testing/hostile/leaks.ts'
import type { FaultProxy } from '#testing/faults/fault-proxy.ts'
import { accessibilityFaults } from '#kit/playwright/accessible.ts'
import { START, startApp } from './setup/app.ts'
import type { App } from './setup/app.ts'
import { demoSite, productSite } from './setup/site.ts'
import type { Site } from './setup/site.ts'
import { createServers } from './setup/servers.ts'
import type { Servers } from './setup/servers.ts'
import { sessionView } from './pages/session.ts'
import type { FlowSignIn } from './pages/session.ts'
import { createWatch } from '#kit/playwright/watch.ts'
import type { Watch } from '#kit/playwright/watch.ts'

/*
 * The `test` that the package exports (src/kit/playwright), on a region whose time, log and secrets the flows know. They
 * also act in the region directly: their fixture `region` has its rules too.
 */

export type FlowOptions = {
  /** The project `demo` runs the flows with the tag `@demo` on the static demo. They set up their region by `control`. */
  on: 'product' | 'static demo'
  /** Puts a proxy with faults between gateway and region: `test.use({ proxied: true })`. */
  proxied: boolean
}

type Fixtures = {
  /** What this test runs on. */
  site: Site
  /** The product this test runs on; `app.restartGateway()`, `app.stopGateway()`. Not on the static demo, and neither is anything that needs it. */
  app: App
  simulator: Simulator
  /** The region of the package, and its rules, to act as another user or as MAAS does automatically. */
  region: Region & Simulator['region']
  /** The faults of calls from the gateway to the region, for `proxied` tests. */
  faults: FaultProxy['faults']
  watch: Watch
  /** The Images view of `page`. */
  images: ImagesPage
  /** The sign-in page of `page`. */
  session: FlowSignIn
  /** The dialogs about boot sources of `page`. */
  source: ChangeSource
  /** Web servers that are not a stream, or do not work. */
  servers: Servers
  /** Opens a path of the product at the region's time of day. */
  open: (path?: string) => Promise<void>
  /** Another user's browser on the same product, watched in the same way. */
  openAnother: (path?: string) => Promise<Page>
  /** Moves the time of the region and the page forward; polls that become due are made. */
  pass: (seconds: number) => Promise<void>
  expectAccessible: (page?: Page) => Promise<void>
  /** Declares a console message or a failed request that this test provokes. It has to happen. */
  expectConsole: (pattern: RegExp, reason: string) => void
}

/**
 * Every flow imports this `test`. It also fails if the page logs an error, throws, or requests anything from another
 * host.
 */
export const test = kit.extend<FlowOptions & Fixtures>({
  on: ['product', { option: true }],
  proxied: [false, { option: true }],
  access: 'embedded',

  site: async ({ on, scenario, version, speed, streamHosts, proxied, access, basePath }, use) => {
    const site =
      on === 'product'
        ? productSite(await startApp(scenario, { version, speed, streamHosts, proxied, access, basePath }))
        : await demoSite(scenario, version)
    await use(site)
    await site.close()
  },
  app: async ({ site }, use) => {
    if (!site.app)
      throw new Error(
        'On the static demo there is no app, simulator, region, proxy, server or second browser: use control.',
      )
    await use(site.app)
  },
  product: async ({ app }, use) => use(app),
  baseURL: async ({ site }, use) => use(`${site.url}/`),
  context: async ({ context, site }, use) => {
    await site.enter(context)
    await use(context)
  },
  control: async ({ site, context }, use) => {
    // the static demo has its region in there
    void context
    await use(site.control())
  },
  simulator: async ({ app }, use) => use(app.simulator),
  region: async ({ app }, use) => use(Object.assign(app.simulator.region, app.handle)),

  faults: async ({ app }, use) => {
    if (!app.proxy) throw new Error('There is no proxy: test.use({ proxied: true })')
    await use(app.proxy.faults)
  },

  watch: [
    async ({ site }, use, testInfo) => {
      const watch = createWatch(() => site.url)
      await use(watch)
      if (site.app) {
        const { app } = site
        expect(leakedIn(await watch.heard(), app.secrets()), 'no answer holds a secret').toEqual([])
        expect(leakedIn(app.log.join('\n'), app.secrets()), 'no line of the log holds a secret').toEqual([])
      }
      // A failed test has reported its own error; faults of its page are often the reason, so they are shown too.
      const faults = [...watch.faults(), ...site.foreign()]
      if (testInfo.status === testInfo.expectedStatus) expect(faults, 'the page stays quiet').toEqual([])
      else if (faults.length > 0) console.log(`The page also had these faults:\n  ${faults.join('\n  ')}`)
    },
    { auto: true },
  ],
  page: async ({ page, watch }, use) => {
    watch.add(page)
    await use(page)
  },

  asAdmin: async ({ asAdmin, watch }, use) => {
    watch.add(asAdmin)
    await use(asAdmin)
  },
  asOperator: async ({ asOperator, watch }, use) => {
    watch.add(asOperator)
    await use(asOperator)
  },

  images: async ({ page }, use) => use(new ImagesPage(page)),
  session: async ({ page, app }, use) => use(sessionView(page, app)),
  source: async ({ page }, use) => use(new ChangeSource(page)),
  servers: async ({ site, streamHosts }, use) => {
    expect(site.app, 'the static demo reads no other host').not.toBeNull()
    expect(streamHosts, 'the gateway may read from them').toContain('127.0.0.1')
    const servers = createServers()
    await use(servers)
    await servers.close()
  },
  open: async ({ site, page }, use) => {
    await page.clock.install({ time: site.began() })
    await use(async (path = '/images') => {
      await page.goto(site.url + path)
    })
  },
  openAnother: async ({ app, browser, watch }, use) => {
    const context = await browser.newContext()
    await use(async (path = '/images') => {
      const page = await context.newPage()
      watch.add(page)
      await page.clock.install({ time: START })
      await page.goto(app.url + path)
      return page
    })
    await context.close()
  },
  pass: async ({ page, site }, use) => {
    await use(async (seconds) => {
      await site.advance(seconds)
      await page.clock.fastForward(seconds * 1_000)
    })
  },
  expectAccessible: async ({ page, site }, use) => {
    await use(async (on = page) => {
      // the static demo has the same page, and its panel has flows of its own
      if (site.app) expect(await accessibilityFaults(on)).toEqual([])
    })
  },
  expectConsole: async ({ watch }, use) => use((pattern, reason) => watch.expect(pattern, reason)),
})

export { expect }

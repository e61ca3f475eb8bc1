import type { BrowserContext } from '@playwright/test'
import type { ControlClient, RegionVersion } from '#kit/region.ts'
import { START, type App } from './app.ts'
import { controlOf } from './demo.ts'
import { filesOf } from './file-server.ts'
import { createServers } from './servers.ts'

/** What a flow runs on: the product with its embedded region, or the static demo. */
export type Site = {
  /** The address of the page, without a slash at the end. */
  readonly url: string
  /** The product; null: this is the static demo, whose region and gateway are in the browser. */
  readonly app: App | null
  /** Prepares the browser of the test, before it opens a page. */
  enter(context: BrowserContext): Promise<void>
  /** The control API of the region. On the static demo, it exists once the browser is prepared. */
  control(): ControlClient
  /** The region's time when the test began, ms. */
  began(): number
  /** Moves the region's time, which stands still otherwise. */
  advance(seconds: number): Promise<void>
  /** What was requested from other hosts, outside of the pages too. */
  foreign(): readonly string[]
  close(): Promise<void>
}

/** The product. */
export const productSite = (app: App): Site => ({
  url: app.url,
  app,
  enter: async () => undefined,
  control: () => app.handle.control,
  began: () => START,
  advance: async (seconds) => app.simulator.clock.advance(seconds * 1_000),
  foreign: () => [],
  close: () => app.close(),
})

/** The path of the static demo on its server. */
const BELOW = '/some/demo'

/** The folder of the static demo on a plain file server, below a path. */
export async function serveDemo() {
  const servers = createServers()
  const origin = await servers.http(filesOf('dist-demo', `${BELOW}/`))
  const url = origin.replace(/\/$/, '') + BELOW
  const foreign: string[] = []
  return {
    url,
    foreign: () => foreign,
    /** Cuts a browser off from every other host, its service worker too. */
    async cutOff(context: BrowserContext): Promise<void> {
      await context.route(
        (asked) => !asked.href.startsWith(`${url}/`),
        async (route) => {
          foreign.push(`request to another host: ${route.request().url()}`)
          await route.abort()
        },
      )
    },
    close: () => servers.close(),
  }
}

/** The static demo in a scenario, with its clock held. Each test has a browser of its own, and so a region of its own. */
export async function demoSite(scenario: string, version: RegionVersion | null): Promise<Site> {
  const served = await serveDemo()
  const { url } = served
  let entered: { readonly control: ControlClient; readonly began: number } | null = null
  const inside = () => {
    if (!entered) throw new Error('The static demo has no region before a browser is there: use `page` too.')
    return entered
  }
  return {
    url,
    app: null,
    foreign: () => served.foreign(),
    async enter(context) {
      await served.cutOff(context)
      // the service worker answers only pages of its folder, and this one is not a part of the product
      const page = await context.newPage()
      await page.goto(`${url}/favicon.svg`)
      await page.evaluate(async (folder) => {
        const { serviceWorker } = navigator
        const controlled = new Promise((resolve) => {
          serviceWorker.addEventListener('controllerchange', resolve, { once: true })
        })
        await serviceWorker.register(`${folder}demo-worker.js`, { scope: folder })
        if (!serviceWorker.controller) await controlled
      }, `${BELOW}/`)
      const control = controlOf(page)
      const { now } = await control.setSpeed({ speed: 0 })
      await control.reset({ scenario, ...(version && { version }) })
      entered = { control, began: now }
    },
    control: () => inside().control,
    began: () => inside().began,
    advance: async (seconds) => void (await inside().control.advance({ seconds })),
    close: () => served.close(),
  }
}

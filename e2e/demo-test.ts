import { expect, test as base } from '@playwright/test'
import { ChangeSource, ImagesPage } from '#kit/playwright.ts'
import type { ControlClient } from '#simulator/control/door/client.ts'
import { accessibilityFaults } from '#kit/playwright/accessible.ts'
import { createWatch } from '#kit/playwright/watch.ts'
import { controlOf, endWorker } from './setup/demo.ts'
import { filesOf } from './setup/file-server.ts'
import { createServers } from './setup/servers.ts'

/** The path of the demo on its server. */
const BELOW = '/some/demo/'

type Demo = {
  /** The address of its folder, with a slash at the end. */
  readonly url: string
  /** Ends the service worker. */
  endWorker(): Promise<void>
  /** The control API of the page that is open. */
  control(): ControlClient
  /** As expect() of a watch: a fault that this flow provokes. */
  expectConsole(pattern: RegExp, reason: string): void
}
type Fixtures = {
  demo: Demo
  images: ImagesPage
  source: ChangeSource
  expectAccessible: () => Promise<void>
}

/**
 * For flows on the static demo: its folder on a plain file server, below a path. The network of the browser is cut off from
 * every other host, and the test fails if the page asks one, logs an error, or throws.
 */
export const test = base.extend<Fixtures>({
  demo: async ({ context, page }, use, testInfo) => {
    const servers = createServers()
    const origin = await servers.http(filesOf('dist-demo', BELOW))
    const url = origin.replace(/\/$/, '') + BELOW
    await context.route(
      (asked) => !asked.href.startsWith(url),
      (route) => route.abort(),
    )
    const watch = createWatch(() => url.replace(/\/$/, ''))
    watch.add(page)
    await use({
      url,
      endWorker: () => endWorker(context, page),
      control: () => controlOf(page),
      expectConsole: (pattern, reason) => watch.expect(pattern, reason),
    })
    if (testInfo.status === testInfo.expectedStatus)
      expect(watch.faults(), 'the page stays quiet').toEqual([])
    await servers.close()
  },
  images: async ({ page }, use) => use(new ImagesPage(page)),
  source: async ({ page }, use) => use(new ChangeSource(page)),
  expectAccessible: async ({ page }, use) => {
    await use(async () => expect(await accessibilityFaults(page)).toEqual([]))
  },
})
export { expect }

import { expect, test as base } from '@playwright/test'
import { ChangeSource, ImagesPage } from '#kit/playwright.ts'
import type { ControlClient } from '#simulator/control/door/client.ts'
import { accessibilityFaults } from '#kit/playwright/accessible.ts'
import { createWatch } from '#kit/playwright/watch.ts'
import { controlOf, endWorker } from './setup/demo.ts'
import { serveDemo } from './setup/site.ts'

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
 * For flows about the static demo itself: its panel, its tours, its worker. The browser is cut off from every other host, and
 * the test fails if the page or its worker asks one, logs an error, or throws. Flows of the product run on it with a tag:
 * see site.ts.
 */
export const test = base.extend<Fixtures>({
  demo: async ({ context, page }, use, testInfo) => {
    const served = await serveDemo()
    await served.cutOff(context)
    const watch = createWatch(() => served.url)
    watch.add(page)
    await use({
      url: `${served.url}/`,
      endWorker: () => endWorker(context, page),
      control: () => controlOf(page),
      expectConsole: (pattern, reason) => watch.expect(pattern, reason),
    })
    const faults = [...watch.faults(), ...served.foreign()]
    if (testInfo.status === testInfo.expectedStatus) expect(faults, 'the page stays quiet').toEqual([])
    await served.close()
  },
  images: async ({ page }, use) => use(new ImagesPage(page)),
  source: async ({ page }, use) => use(new ChangeSource(page)),
  expectAccessible: async ({ page }, use) => {
    await use(async () => expect(await accessibilityFaults(page)).toEqual([]))
  },
})
export { expect }

import { expect, test as base } from '@playwright/test'
import type { APIRequestContext } from '@playwright/test'
import * as z from 'zod/mini'
import { catalogue, FRESH_HEADER, imagesAnswer, problem, regionAnswer } from '#contract/gateway.ts'
import type { Catalogue, ImagesAnswer, RegionAnswer } from '#contract/gateway.ts'
import { accessibilityFaults } from '#e2e/pages/accessible.ts'
import { ImagesPage } from '#kit/playwright.ts'
import { startProduct } from '#e2e/setup/product.ts'
import type { Product } from '#e2e/setup/product.ts'
import { createWatch } from '#e2e/pages/watch.ts'
import type { Watch } from '#e2e/pages/watch.ts'

/** The region's own data, read independently of the page: nothing about the region is assumed. */
export type RegionReader = {
  region(): Promise<RegionAnswer>
  images(): Promise<ImagesAnswer>
  /** What a boot source offers, or why the gateway cannot read it. */
  catalogue(sourceId: number): Promise<Catalogue | string>
  /** Sends a write like the page does, to restore what a test changed. */
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, data?: unknown): Promise<void>
}

type WorkerFixtures = { product: Product }
type Fixtures = {
  watch: Watch
  images: ImagesPage
  reader: RegionReader
  open: (path?: string) => Promise<void>
  expectAccessible: () => Promise<void>
}

/** Flows on a real region, given by MAAS_URL and MAAS_API_KEY, in real time. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  product: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright requires a pattern there, even an empty one
    async ({}, use) => {
      const product = await startProduct(['--maas', process.env['MAAS_URL'] ?? ''])
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  watch: [
    async ({ product, page }, use, testInfo) => {
      const watch = createWatch(() => product.url)
      watch.add(page)
      // the gateway may not have the region's proxy to reach a source: the page says so
      watch.allow(/\/gateway\/catalogue/)
      await use(watch)
      if (testInfo.status === testInfo.expectedStatus)
        expect(watch.faults(), 'the page stays quiet').toEqual([])
    },
    { auto: true },
  ],
  images: async ({ page }, use) => use(new ImagesPage(page)),
  reader: async ({ product, request }, use) => use(createReader(product.url, request)),
  open: async ({ page, product }, use) =>
    use(async (path = '/images') => void (await page.goto(product.url + path))),
  expectAccessible: async ({ page }, use) =>
    use(async () => expect(await accessibilityFaults(page)).toEqual([])),
})

/** Like the page when it opens: MAAS answers, not the gateway's cache. */
const OWN = { 'x-maas-images': '1', [FRESH_HEADER]: '1', 'content-type': 'application/json' }

/** Makes a request to the product like the page does, with `request`. */
export function createReader(url: string, request: APIRequestContext): RegionReader {
  async function read<T>(path: string, schema: z.ZodMiniType<T>): Promise<T> {
    const answer = await request.get(url + path, { headers: OWN })
    expect(answer.ok(), `${path} answers ${answer.status()}`).toBe(true)
    return schema.parse(await answer.json())
  }
  return {
    region: () => read('/gateway/region', regionAnswer),
    images: () => read('/gateway/images', imagesAnswer),
    async catalogue(sourceId) {
      const answer = await request.get(`${url}/gateway/catalogue/${sourceId}`, { headers: OWN })
      const json: unknown = await answer.json()
      return answer.ok() ? catalogue.parse(json) : problem.parse(json).error.message
    },
    async send(method, path, data) {
      const answer = await request.fetch(url + path, { method, headers: OWN, data: data ?? {} })
      expect(answer.ok(), `${method} ${path} answers ${answer.status()}`).toBe(true)
    },
  }
}

export { expect }

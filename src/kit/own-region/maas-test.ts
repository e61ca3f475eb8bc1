import { expect, test as base } from '@playwright/test'
import type { APIRequestContext } from '@playwright/test'
import * as z from 'zod/mini'
import { catalogue, FRESH_HEADER, imagesAnswer, problem, regionAnswer } from '#contract/gateway.ts'
import type { Catalogue, ImagesAnswer, RegionAnswer } from '#contract/gateway.ts'
import { productCommand } from '#kit/place.ts'
import { ChangeSource, ImagesPage } from '#kit/playwright.ts'
import { accessibilityFaults, hasAxe } from '#kit/playwright/accessible.ts'
import { createWatch } from '#kit/playwright/watch.ts'
import type { Watch } from '#kit/playwright/watch.ts'
import { createMaasApi, type MaasApi } from './maas-api.ts'
import { startOwnStream, type OwnStream } from './own-stream.ts'
import { sayNotChecked, saySkipped } from './say.ts'
import { startProgram, type ProductProcess } from './program.ts'

/** What the product answers about the region. */
export type ProductReader = {
  region(): Promise<RegionAnswer>
  images(): Promise<ImagesAnswer>
  /** What a boot source offers, or why the gateway cannot read it. */
  catalogue(sourceId: number): Promise<Catalogue | string>
}

type WorkerFixtures = {
  /** MAAS's own API, without the product. */
  maas: MaasApi
  /** A stream that this suite serves. */
  ownStream: OwnStream
  product: ProductProcess
  /** The same product, at which every user signs in. */
  signInProduct: ProductProcess
}
type Fixtures = {
  /** Where the page is opened: the product, or the one at which users sign in. */
  at: string
  watch: Watch
  images: ImagesPage
  source: ChangeSource
  reader: ProductReader
  open: (path?: string) => Promise<void>
  expectAccessible: () => Promise<void>
}

const MAAS_URL = process.env['MAAS_URL'] ?? ''
const started = (ownStream: OwnStream, env: NodeJS.ProcessEnv) =>
  startProgram([...productCommand(), '--maas', MAAS_URL], {
    folder: process.cwd(),
    env: {
      ...env,
      // the gateway reads nothing from its own machine unless it is named
      STREAM_ALLOW: [env['STREAM_ALLOW'], new URL(ownStream.url).host].filter(Boolean).join(','),
    },
  })

/** Flows on a real region, given by MAAS_URL and MAAS_API_KEY, in real time. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  maas: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright requires a pattern there, even an empty one
    async ({}, use) => use(createMaasApi(MAAS_URL, process.env['MAAS_API_KEY'] ?? '')),
    { scope: 'worker' },
  ],
  ownStream: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const stream = await startOwnStream(MAAS_URL, process.env['MAAS_E2E_HOST'])
      await use(stream)
      await stream.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  product: [
    async ({ ownStream }, use) => {
      const product = await started(ownStream, process.env)
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  signInProduct: [
    async ({ ownStream }, use) => {
      const { MAAS_API_KEY: _key, ...env } = process.env
      const product = await started(ownStream, env)
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  at: async ({ product }, use) => use(product.url),
  watch: [
    async ({ at, page }, use, testInfo) => {
      const watch = createWatch(() => at)
      watch.add(page)
      // the gateway may not have the region's proxy to reach a source: the page says so
      watch.allow(/\/gateway\/catalogue/)
      await use(watch)
      saySkipped(testInfo)
      if (testInfo.status === testInfo.expectedStatus)
        expect(watch.faults(), 'the page stays quiet').toEqual([])
    },
    { auto: true },
  ],
  images: async ({ page }, use) => use(new ImagesPage(page)),
  source: async ({ page }, use) => use(new ChangeSource(page)),
  reader: async ({ product, request }, use) => use(createReader(product.url, request)),
  open: async ({ page, at }, use) => use(async (path = '/images') => void (await page.goto(at + path))),
  expectAccessible: async ({ page }, use, testInfo) =>
    use(async () => {
      if (hasAxe()) expect(await accessibilityFaults(page)).toEqual([])
      else sayNotChecked(testInfo)
    }),
})

/** Like the page when it opens: MAAS answers, not the gateway's cache. */
const OWN = { 'x-maas-images': '1', [FRESH_HEADER]: '1' }

/** Makes a request to the product like the page does, with `request`. */
export function createReader(url: string, request: APIRequestContext): ProductReader {
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
  }
}

export { expect }

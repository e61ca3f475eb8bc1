import type { Browser } from '@playwright/test'
import { startGateway } from '#gateway/server.ts'
import { busyRegion } from '#testing/busy-region.ts'
import { figure, median } from './figures.ts'
import type { Figure } from './figures.ts'
import { freshPage, tableShows } from './fresh-page.ts'
import { serve } from './region-load.ts'

const RESOURCES = 240
/** How long MAAS takes for each answer, in ms. */
const ANSWER_MS = 40
const LOADS = 5

/** ms until the table of images shows, with a gateway that has not read the region yet. */
async function load(browser: Browser): Promise<number> {
  const served = await serve(busyRegion({ resources: RESOURCES, moving: 0, now: Date.now }), ANSWER_MS)
  const gateway = await startGateway({
    maasUrl: served.url,
    credentials: { kind: 'fixed', apiKey: 'consumer:token:secret' },
    keyringFile: async () => ({ state: 'elsewhere' }),
    // nothing outside this machine is requested
    rewrites: [['http://images.maas.io/', 'http://127.0.0.1:9/']],
    assets: 'dist/page',
  })
  const { page, close } = await freshPage(browser)
  const began = performance.now()
  await page.goto(`${gateway.url}/images`)
  await tableShows(page)
  const took = performance.now() - began
  await close()
  await gateway.close()
  served.close()
  return took
}

/** How long the first user waits for the table after a start of the gateway. */
export async function coldTable(browser: Browser): Promise<Record<string, Figure>> {
  const loads: number[] = []
  for (let count = 0; count < LOADS; count += 1) loads.push(await load(browser))
  return {
    coldTable240: figure(median(loads), 'ms', {
      how: `${RESOURCES} boot resources of a region that takes ${ANSWER_MS} ms for each answer, ${LOADS} fresh gateways and browsers`,
    }),
  }
}

import type { Browser, Page } from '@playwright/test'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { startGateway } from '#gateway/server.ts'
import { busyRegion, type BusyRegion } from '#testing/busy-region.ts'
import { figure } from './figures.ts'
import type { Figure } from './figures.ts'
import { freshPage } from './fresh-page.ts'
import type { FreshPage } from './fresh-page.ts'

const START = Date.UTC(2026, 10, 23, 9, 0, 0)
const BROWSERS = 2
const STEP_SECONDS = 1
/** From the opening of the pages until they only poll. */
const SETTLES_SECONDS = 150
const MINUTES = 5

/** The region over HTTP, like MAAS. `delayMs`: the time it takes for each answer. */
export async function serve(region: BusyRegion, delayMs = 0) {
  const server = createServer(({ url = '' }, response) => {
    const answer = region.answer(url.replace('/MAAS/api/2.0/', ''))
    const status = answer === undefined ? 404 : answer === null ? 403 : 200
    setTimeout(() => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer ?? 'no'))
    }, delayMs)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/MAAS`, close: () => server.close() }
}

async function openAt(browser: Browser, url: string): Promise<FreshPage> {
  const opened = await freshPage(browser)
  await opened.page.clock.install({ time: START })
  await opened.page.goto(`${url}/images`)
  await opened.page.getByRole('heading', { name: 'Images', level: 1 }).waitFor()
  await opened.traffic.settled()
  return opened
}

const advance = (page: Page) => page.clock.fastForward(STEP_SECONDS * 1_000)

/**
 * The highest number of calls to MAAS in any minute while pages are open in several browsers; their clocks are moved.
 */
async function callsPerMinute(browser: Browser, resources: number, moving: number): Promise<number> {
  let time = START
  const now = () => time
  const region = busyRegion({ resources, moving, now })
  const served = await serve(region)
  const gateway = await startGateway({
    maasUrl: served.url,
    credentials: { kind: 'fixed', apiKey: 'consumer:token:secret' },
    keyringFile: async () => ({ state: 'elsewhere' }),
    // nothing outside this machine is requested
    rewrites: [['http://images.maas.io/', 'http://127.0.0.1:9/']],
    assets: 'dist/page',
    now,
  })
  const pages: FreshPage[] = []
  for (let count = 0; count < BROWSERS; count += 1) pages.push(await openAt(browser, gateway.url))
  const perSecond: number[] = []
  for (let second = 0; second < SETTLES_SECONDS + MINUTES * 60; second += STEP_SECONDS) {
    time += STEP_SECONDS * 1_000
    await Promise.all(pages.map(({ page }) => advance(page)))
    for (const { traffic } of pages) await traffic.settled(15)
    // what the gateway still reads in the background
    await pause(5)
    const asked = region.asked()
    if (second >= SETTLES_SECONDS) perSecond.push(asked.length)
  }
  for (const { close } of pages) await close()
  await gateway.close()
  served.close()
  const minutes = perSecond.map((_, from) => perSecond.slice(from, from + 60).reduce((a, b) => a + b, 0))
  return Math.max(...minutes.slice(0, perSecond.length - 59))
}

const how = `the minute with most calls of ${MINUTES}, with the page open in ${BROWSERS} browsers; their time is moved`

/** How often one gateway calls MAAS while nothing happens, and while six images download. */
export async function regionLoad(browser: Browser): Promise<Record<string, Figure>> {
  return {
    regionCallsIdle: figure(await callsPerMinute(browser, 36, 0), 'calls/min', { target: 6, how }),
    regionCallsIdle240: figure(await callsPerMinute(browser, 240, 0), 'calls/min', {
      target: 6,
      how: `240 boot resources: ${how}`,
    }),
    regionCallsImporting36: figure(await callsPerMinute(browser, 36, 6), 'calls/min', {
      target: 60,
      how: `36 boot resources, six of which download: ${how}`,
    }),
    regionCallsImporting240: figure(await callsPerMinute(browser, 240, 6), 'calls/min', {
      target: 180,
      how: `240 boot resources, six of which download: ${how}`,
    }),
  }
}

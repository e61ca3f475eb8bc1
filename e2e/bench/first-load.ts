import { gzipSync } from 'node:zlib'
import type { Browser, Response } from '@playwright/test'
import { figure, median } from './figures.ts'
import type { Figure } from './figures.ts'
import { freshPage, tableShows } from './fresh-page.ts'
import { slowDown } from './traffic.ts'

const SLOWER = 4
const LOADS = 5

declare global {
  interface Window {
    vitals: { lcp: number; cls: number }
  }
}

/** Runs in the page, before everything else of it. */
function observeVitals() {
  window.vitals = { lcp: 0, cls: 0 }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.vitals.lcp = entry.startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number
      hadRecentInput: boolean
    })[]) {
      if (!entry.hadRecentInput) window.vitals.cls += entry.value
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

async function gzipBytes(responses: Response[], extension: string): Promise<number> {
  const ours = responses.filter((response) => new URL(response.url()).pathname.endsWith(extension))
  const bodies = await Promise.all(ours.map((response) => response.body()))
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0)
}

async function load(browser: Browser, url: string) {
  const { page, traffic, close } = await freshPage(browser)
  const responses: Response[] = []
  page.on('response', (response) => responses.push(response))
  await page.addInitScript(observeVitals)
  await slowDown(traffic.session, SLOWER)
  await page.goto(`${url}/images`)
  await tableShows(page)
  const [requests, bytes] = [traffic.requests(), traffic.bytes()]
  await traffic.settled(1_000)
  const vitals = await page.evaluate(() => window.vitals)
  const js = await gzipBytes(responses, '.js')
  const css = await gzipBytes(responses, '.css')
  await close()
  return { ...vitals, requests, bytes, js, css }
}

/** What the Images route costs until its table shows, each load with an empty cache. */
export async function firstLoad(browser: Browser, url: string): Promise<Record<string, Figure>> {
  const loads: Awaited<ReturnType<typeof load>>[] = []
  for (let index = 0; index < LOADS; index += 1) loads.push(await load(browser, url))
  const of = (key: keyof (typeof loads)[number]) => loads.map((one) => one[key])
  const slow = `${SLOWER}x CPU throttle, ${LOADS} loads`
  return {
    firstLoadJs: figure(median(of('js')) / 1_000, 'kB gzip', {
      target: 170,
      how: 'every script that the route loads without a click, gzip -9',
    }),
    firstLoadCss: figure(median(of('css')) / 1_000, 'kB gzip', { target: 35 }),
    requestsUntilTable: figure(median(of('requests')), 'requests'),
    bytesUntilTable: figure(median(of('bytes')) / 1_000, 'kB', {
      how: 'received over the network, with headers',
    }),
    largestContentfulPaint: figure(median(of('lcp')), 'ms', { how: `median, ${slow}` }),
    cumulativeLayoutShift: figure(Math.max(...of('cls')), '', { target: 0.02, how: `worst, ${slow}` }),
  }
}

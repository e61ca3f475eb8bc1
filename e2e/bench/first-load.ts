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
    /** `table`: when its first boxes appear, in ms. */
    vitals: { lcp: number; cls: number; table: number }
  }
}

/** Runs in the page before everything else. */
function observeVitals() {
  window.vitals = { lcp: 0, cls: 0, table: Infinity }
  new MutationObserver((_, observer) => {
    if (document.querySelectorAll('[role="grid"] input').length < 2) return
    window.vitals.table = performance.now()
    observer.disconnect()
  }).observe(document, { subtree: true, childList: true })
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
  // the code of the dialogs loads after that, when the page is idle
  const early = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ startTime }) => startTime <= window.vitals.table)
      .map(({ name }) => name),
  )
  const forTable = responses.filter((response) => early.includes(response.url()))
  const js = await gzipBytes(forTable, '.js')
  const idleJs = (await gzipBytes(responses, '.js')) - js
  const css = await gzipBytes(responses, '.css')
  await close()
  return { ...vitals, requests, bytes, js, idleJs, css }
}

/** The cost of the Images route until its table shows; each load starts with an empty cache. */
export async function firstLoad(browser: Browser, url: string): Promise<Record<string, Figure>> {
  const loads: Awaited<ReturnType<typeof load>>[] = []
  for (let index = 0; index < LOADS; index += 1) loads.push(await load(browser, url))
  const of = (key: keyof (typeof loads)[number]) => loads.map((one) => one[key])
  const slow = `${SLOWER}x CPU throttle, ${LOADS} loads`
  return {
    firstLoadJs: figure(median(of('js')) / 1_000, 'kB gzip', {
      target: 170,
      how: 'every script that is requested until the table shows, gzip -9',
    }),
    idleJs: figure(median(of('idleJs')) / 1_000, 'kB gzip', {
      how: 'scripts that are requested after that without a click: the code of all dialogs, gzip -9',
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

import type { Browser } from '@playwright/test'
import { figure } from './figures.ts'
import type { Figure } from './figures.ts'
import { freshPage, tableShows } from './fresh-page.ts'

const MINUTES = 10
const STEP_SECONDS = 10

/** What an open page receives while idle. The page's clock is moved, so ten minutes take seconds. */
export async function idleTraffic(browser: Browser, url: string): Promise<Record<string, Figure>> {
  const { page, traffic, close } = await freshPage(browser)
  await page.clock.install()
  await page.goto(`${url}/images`)
  await tableShows(page)
  await traffic.settled()
  traffic.reset()
  for (let second = 0; second < MINUTES * 60; second += STEP_SECONDS) {
    // one step is shorter than any idle poll, so no poll is skipped
    await page.clock.fastForward(STEP_SECONDS * 1_000)
    await traffic.settled(100)
  }
  const figures = {
    idleTraffic: figure(traffic.bytes() / MINUTES / 1_000, 'kB/min', {
      target: 5,
      how: `received with headers, over ${MINUTES} minutes of the page's clock`,
    }),
    idleRequests: figure(traffic.requests() / MINUTES, 'requests/min'),
  }
  await close()
  return figures
}
